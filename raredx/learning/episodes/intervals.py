"""Intervals of an accuracy over episodes: for other classes, and for other episodes of the same."""

from __future__ import annotations

from math import nan, sqrt
from typing import Any

import numpy.typing as npt

from raredx.statistics.estimate import UNKNOWN, Estimate, Z
from raredx.statistics.paired import Difference
from raredx.statistics.shares import Share

Floats = npt.NDArray[Any]

_NOTHING = 1e-12  # of an accuracy: below it there is but rounding


def over_classes(told: Floats, took: Floats, *, ways: int) -> Estimate:
    """The mean over classes, with an interval for other classes in their place.

    A class counts twice: by how often its own patients are told, and by how often it takes those of
    the others. By the first alone the interval would be too narrow.

    Parameters
    ----------
    told : ndarray of shape (c,)
        How often the patients of each class are told.
    took : ndarray of shape (c,)
        What share of the others' patients each class takes, which would be told without it.
    ways : int
        Classes in an episode.

    Examples
    --------
    >>> import numpy as np
    >>> told, took = np.array([0.5, 0.6, 0.7, 0.6]), np.array([0.2, 0.1, 0.1, 0.1])
    >>> [round(float(part), 2) for part in over_classes(told, took, ways=2)]
    [0.6, 0.4, 0.8]
    """
    from scipy.stats import t

    if len(told) < 2:
        return UNKNOWN
    weight = told - (ways - 1) * took  # (c,) what each class adds to accuracy
    return _around(told, weight, errors=float(t.ppf(0.975, len(told) - 1)))


def over_episodes(right: Floats) -> Estimate:
    """The mean over episodes (e,), with an interval for other episodes of the same patients.

    >>> import numpy as np
    >>> [round(part, 2) for part in over_episodes(np.array([0.4, 0.6, 0.4, 0.6]))]
    [0.5, 0.39, 0.61]
    """
    if len(right) < 2:
        return UNKNOWN
    return _around(right, right, errors=Z)


def apart_over_classes(apart: Floats, weight: Floats) -> Difference:
    """By how much one is above another on the same episodes, with an interval for other classes.

    What either was trained on is taken as it is. If every class adds just as much there is no
    spread to judge by: the interval is not a number, and p is 1.

    Parameters
    ----------
    apart : ndarray of shape (c,)
        By how much more often the one tells the patients of each class.
    weight : ndarray of shape (c,)
        What each class adds to the difference, by its own patients and by those of others.

    Examples
    --------
    >>> import numpy as np
    >>> apart = np.array([0.1, 0.2, 0.0, 0.1])
    >>> found = apart_over_classes(apart, apart)
    >>> [round(float(part), 2) for part in found.estimate], round(found.p, 3)
    ([0.1, -0.03, 0.23], 0.092)
    """
    from scipy.stats import t

    number, value = len(apart), float(apart.mean())
    error = float(weight.std(ddof=1)) / sqrt(number) if number > 1 else 0.0
    if error < _NOTHING:
        estimate = Estimate(value, nan, nan)
        return Difference(estimate=estimate, p=1.0, error=nan, subjects=number)
    half = error * float(t.ppf(0.975, number - 1))
    return Difference(
        estimate=Estimate(value, value - half, value + half),
        p=float(2 * t.sf(abs(value) / error, number - 1)),
        error=error,
        subjects=number,
    )


def _around(values: Floats, weight: Floats, *, errors: float) -> Estimate:
    """The mean of values, and so many standard errors of their weights to either side."""
    value, number = float(values.mean()), len(values)
    half = errors * float(weight.std(ddof=1)) / sqrt(number)
    if half == 0 and value in (0, 1):  # all of them right, or none, is not yet certain
        return Share(round(value) * number, number).estimate
    return Estimate(value, max(0.0, value - half), min(1.0, value + half))
