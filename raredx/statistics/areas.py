"""The area under the curve: how often one who has something scores above one who has not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.statistics.estimate import UNKNOWN, Estimate, Z

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]

_FEWEST = 2  # with something, and without
_HALVINGS = 50


def area(scores: npt.ArrayLike, present: npt.ArrayLike) -> Estimate:
    """How often somebody who has something scores above somebody who has not; chance is 0.5.

    >>> [round(x, 2) for x in area([1, 2, 3, 4, 5, 6], [0, 0, 1, 0, 1, 1])]
    [0.89, 0.4, 0.99]
    """
    from scipy.stats import rankdata

    own = np.asarray(present, bool)[:, None]  # (n, 1)
    size = own.sum(0)
    if min(size, len(own) - size) < _FEWEST:
        return UNKNOWN
    found = areas(rankdata(scores)[:, None], own)
    low, high = interval(found, size, len(own) - size)
    return Estimate(float(found[0]), float(low[0]), float(high[0]))


def areas(ranks: Floats, own: npt.NDArray[np.bool_]) -> Floats:
    """Areas of c columns: ranks (n, c), equal scores sharing theirs, and who has it (n, c).

    >>> areas(np.array([[1.0], [2], [3.5], [3.5]]), np.array([[False], [True], [False], [True]]))
    array([0.625])
    """
    return areas_of(np.where(own, ranks, 0).sum(0), own.sum(0), len(ranks))


def areas_of(summed: Floats, sizes: Whole, people: int) -> Floats:
    """Areas by the sum of the ranks of those who have it (..., c) and their number (c,)."""
    return np.asarray((summed - sizes * (sizes + 1) / 2) / (sizes * (people - sizes)))


def interval(found: Floats, sizes: Whole, others: Whole) -> tuple[Floats, Floats]:
    """Newcombe's 95 % interval (his method 5): right for few people, and near 0 and 1 too.

    It holds the areas from which the one that was seen is no further than 1.96 of *their* standard
    errors away.

    >>> low, high = interval(np.array([1.0, 0.5]), np.array([5, 50]), np.array([500, 50]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.81, 0.39], [1.0, 0.61])
    """
    bounds = []
    for end in (0.0, 1.0):
        inside, outside = found.astype(np.float64), np.full(found.shape, end)
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            near = abs(found - middle) <= Z * _error(middle, sizes, others)
            inside, outside = np.where(near, middle, inside), np.where(near, outside, middle)
        bounds.append(inside)
    return bounds[0], bounds[1]


def _error(found: Floats, sizes: Whole, others: Whole) -> Floats:
    """Hanley and McNeil's standard error of an area, both groups taken as large as their mean."""
    more = (sizes + others) / 2 - 1
    shared = (1 - found) / (2 - found) + found / (1 + found)
    return np.asarray(np.sqrt(found * (1 - found) * (1 + more * shared) / (sizes * others)))
