"""How far apart two clouds of points lie: the kernel distance that images are compared by."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.statistics.estimate import Estimate

Floats = npt.NDArray[Any]

_REPEATS = 100
_SHARE = 0.5  # of the points that are drawn for one repeat


def kernel_distance(one: Floats, other: Floats, *, seed: int = 0) -> Estimate:
    """The kernel inception distance (Binkowski et al. 2018) of two sets of features.

    Unbiased, so that it can be negative: two samples of one thing are 0 apart on average. The
    interval is of halves drawn again and again, and so rather wide.

    Parameters
    ----------
    one, other : array of shape (n, w), (m, w)
        At least two points each.

    Examples
    --------
    >>> chance = np.random.default_rng(0)
    >>> one, other = chance.normal(size=(2, 200, 8))
    >>> bool(abs(kernel_distance(one, other).value) < 0.05)
    True
    >>> bool(kernel_distance(one, other + 1).low > 0.5)
    True
    """
    chance = np.random.default_rng(seed)
    within = _kernel(one, one), _kernel(other, other)
    across = _kernel(one, other)
    found = []
    for _ in range(_REPEATS):
        rows, columns = (
            chance.choice(len(some), max(2, int(_SHARE * len(some))), replace=False)
            for some in (one, other)
        )
        parts = within[0][np.ix_(rows, rows)], within[1][np.ix_(columns, columns)]
        found.append(_unbiased(*parts, across[np.ix_(rows, columns)]))
    low, high = np.percentile(found, [2.5, 97.5])
    return Estimate(_unbiased(*within, across), float(low), float(high))


def _kernel(one: Floats, other: Floats) -> Floats:
    return np.asarray((one @ other.T / one.shape[1] + 1) ** 3)


def _unbiased(one: Floats, other: Floats, across: Floats) -> float:
    inside = sum(
        (some.sum() - np.trace(some)) / (len(some) * (len(some) - 1)) for some in (one, other)
    )
    return float(inside - 2 * across.mean())
