"""A mean and a spread that change smoothly, and that a few outliers do not move."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ROUNDS = 8
_LIMIT = 1.5  # standard deviations beyond which a value pulls no harder (Huber's)
_WINSOR = 2.5  # standard deviations beyond which a value widens the spread no further
_NORMAL = 0.9776  # the mean of z² cut at _WINSOR², where z is normal
_RIDGE = 1.0  # as much as one person's word that nothing matters
_FLOOR = 1e-6


def fit_mean(design: Floats, values: Floats) -> Floats:
    """Coefficients (p, m) of a design (n, p), whose first column is 1, for values (n, m).

    Huber's regression by iterated weights, all values at once.

    >>> line = np.column_stack([np.ones(50), np.linspace(-1, 1, 50)])
    >>> values = line @ np.array([[2.0], [0.5]])
    >>> values[7] = 1000
    >>> fit_mean(line, values).round(1).ravel().tolist()
    [2.0, 0.5]
    """
    n, p = design.shape
    products = (design[:, :, None] * design[:, None, :]).reshape(n, p * p)
    ridge = _ridge(design)
    weights = np.ones(values.shape)
    found: Any = np.zeros((p, values.shape[1]))
    for _ in range(_ROUNDS):
        within = (products.T @ weights).T.reshape(-1, p, p) + ridge  # (m, p, p)
        against = (design.T @ (weights * values)).T  # (m, p)
        found = np.linalg.solve(within, against[:, :, None])[:, :, 0].T  # (p, m)
        apart = np.abs(values - design @ found)
        scale = np.median(apart, 0) * 1.4826 + 1e-12
        weights = 1 / np.maximum(apart / (_LIMIT * scale), 1)
    return np.asarray(found)


def fit_spread(design: Floats, apart: Floats, *, fitted: int) -> Floats:
    """Coefficients (p, m) of the logarithm of the spread of residuals (n, m).

    `fitted` is how many coefficients the mean took: the spread is as much wider.
    """
    size = np.log(np.maximum(np.abs(apart), 1e-3 * np.median(np.abs(apart), 0) + 1e-12))
    found = np.linalg.solve(design.T @ design + _ridge(design), design.T @ size)
    reduced = apart / np.exp(design @ found)
    found[0] += np.log(scale_of(reduced) * np.sqrt(len(apart) / max(len(apart) - fitted, 1)))
    return np.asarray(found)


def scale_of(apart: Floats) -> Floats:
    """The standard deviation of each column around 0, of its body rather than of its tails.

    >>> draws = np.random.default_rng(0).normal(scale=3, size=(20000, 1))
    >>> draws[:100] = 500
    >>> scale_of(draws).round(1).tolist()
    [3.0]
    """
    scale: Any = np.median(np.abs(apart), 0) * 1.4826 + 1e-12
    for _ in range(_ROUNDS):
        cut = np.minimum(np.abs(apart) / scale, _WINSOR)
        scale = scale * np.sqrt((cut**2).mean(0) / _NORMAL)
    return np.asarray(scale)


def _ridge(design: Floats) -> Floats:
    """Holds coefficients near 0, and those of columns that never change at it."""
    held = _RIDGE * design.var(0) + _FLOOR * len(design)
    held[0] = 0.0
    return np.diag(held)
