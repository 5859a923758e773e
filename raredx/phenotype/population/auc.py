"""The area under the curve: how often one with the condition scores above one without."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.phenotype.population.people import Floats, Whole

_Z = 1.959964  # of a two-sided interval of 95 %
_HALVINGS = 50


def areas(ranks: Floats, own: npt.NDArray[np.bool_]) -> Floats:
    """Areas of c columns: ranks (n, c), equal scores sharing theirs, and who has it (n, c).

    >>> areas(np.array([[1.0], [2], [3.5], [3.5]]), np.array([[False], [True], [False], [True]]))
    array([0.625])
    """
    return areas_of(np.where(own, ranks, 0).sum(0), own.sum(0), len(ranks))


def areas_of(summed: Floats, sizes: Whole, people: int) -> Floats:
    """Areas by the sum of the ranks of those who have it (..., c) and their number (c,)."""
    return np.asarray((summed - sizes * (sizes + 1) / 2) / (sizes * (people - sizes)))


def interval(area: Floats, sizes: Whole, others: Whole) -> tuple[Floats, Floats]:
    """Newcombe's 95 % interval (his method 5): right for few people, and near 0 and 1 too.

    It holds the areas from which the one that was seen is no further than 1.96 of *their* standard
    errors away.

    >>> low, high = interval(np.array([1.0, 0.5]), np.array([5, 50]), np.array([500, 50]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.81, 0.39], [1.0, 0.61])
    """
    bounds = []
    for end in (0.0, 1.0):
        inside, outside = area.astype(np.float64), np.full(area.shape, end)
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            near = abs(area - middle) <= _Z * _error(middle, sizes, others)
            inside, outside = np.where(near, middle, inside), np.where(near, outside, middle)
        bounds.append(inside)
    return bounds[0], bounds[1]


def _error(area: Floats, sizes: Whole, others: Whole) -> Floats:
    """Hanley and McNeil's standard error of an area, both groups taken as large as their mean."""
    more = (sizes + others) / 2 - 1
    shared = (1 - area) / (2 - area) + area / (1 + area)
    return np.asarray(np.sqrt(area * (1 - area) * (1 + more * shared) / (sizes * others)))
