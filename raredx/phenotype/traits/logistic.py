"""Logistic regression with no weight below 0: what is declared to speak for a term, does."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]

_ROUNDS, _SETTLED = 30, 1e-5


def fit_weights(evidence: Floats, present: Floats, *, ridge: float) -> Floats:
    """The intercept and the weights (1 + k) by which evidence (n, k) says what is present (n,).

    Newton's steps, each the least squares of a quadratic with no weight below 0.

    >>> evidence = np.random.default_rng(0).normal(size=(4000, 3))
    >>> there = evidence @ [2, 0, -1] + np.random.default_rng(1).logistic(size=4000) > 1
    >>> fit_weights(evidence, there, ridge=1).round(1).tolist()
    [-0.9, 1.7, 0.0, 0.0]
    """
    full = np.column_stack([np.ones(len(evidence)), evidence])  # (n, 1 + k)
    share = np.clip(np.mean(present), 1e-6, 1 - 1e-6)
    found: Any = np.r_[np.log(share / (1 - share)), np.zeros(evidence.shape[1])]
    penalty = ridge * np.r_[0.0, np.ones(evidence.shape[1])]
    for _ in range(_ROUNDS):
        likely = probability(full @ found)
        curve = (full * (likely * (1 - likely))[:, None]).T @ full
        curve += np.diag(penalty + 1e-9)
        rise = full.T @ (present - likely) - penalty * found
        new = _lowest(curve, curve @ found + rise)
        moved = np.abs(new - found).max()
        found = new
        if moved < _SETTLED:
            break
    return np.asarray(found)


def probability(logit: Floats) -> Floats:
    """What a logit stands for.

    >>> probability(np.array([-1000.0, 0, 1000])).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.asarray((1 + np.tanh(np.asarray(logit) / 2)) / 2)


def logit_of(likely: npt.ArrayLike) -> Floats:
    """The logit of a probability, of one that is neither 0 nor 1 at least."""
    safe = np.clip(likely, 1e-9, 1 - 1e-9)
    return np.asarray(np.log(safe / (1 - safe)))


def _lowest(curve: Floats, pull: Floats) -> Floats:
    """Where x'Cx/2 - p'x is lowest, with all but the first of x not below 0."""
    from scipy.optimize import nnls

    lower = np.linalg.cholesky(curve)
    target = np.linalg.solve(lower, pull)
    split = np.insert(lower.T, 1, -lower.T[:, 0], axis=1)  # the first may be either way
    signed, _ = nnls(split, target)
    return np.asarray(np.r_[signed[0] - signed[1], signed[2:]])
