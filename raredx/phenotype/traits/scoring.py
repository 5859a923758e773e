"""How well confidences tell who has a term: areas, shares, calibration, with their intervals."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]

_Z = 1.959964  # of 95 %


class Estimate(NamedTuple):
    """A value with its 95 % interval; NaN where nothing can be said."""

    value: float
    low: float
    high: float


UNKNOWN = Estimate(float("nan"), float("nan"), float("nan"))


def auc(scores: Floats, present: Floats) -> Estimate:
    """How often somebody with a term scores above somebody without it; chance is 0.5.

    The interval is DeLong's (Biometrics 1988, 44: 837-845). It takes rows for people.

    >>> [round(x, 2) for x in auc(np.array([1, 2, 3, 4, 5, 6]), np.array([0, 0, 1, 0, 1, 1]))]
    [0.89, 0.58, 1.0]
    """
    there = np.asarray(present, bool)
    cases, others = scores[there], scores[~there]
    if len(cases) < 2 or len(others) < 2:
        return UNKNOWN
    overall = _ranks(scores)
    above = (overall[there] - _ranks(cases)) / len(others)  # each case's share of others below it
    below = 1 - (overall[~there] - _ranks(others)) / len(cases)
    value = float(above.mean())
    error = np.sqrt(above.var(ddof=1) / len(cases) + below.var(ddof=1) / len(others))
    low, high = np.clip([value - _Z * error, value + _Z * error], 0, 1)
    return Estimate(value, float(low), float(high))


def share(hits: int, of: int) -> Estimate:
    """A share with Wilson's interval.

    >>> [round(x, 3) for x in share(9, 10)]
    [0.9, 0.596, 0.982]
    """
    if not of:
        return UNKNOWN
    value, room = hits / of, _Z**2 / of
    middle = (value + room / 2) / (1 + room)
    reach = _Z / (1 + room) * np.sqrt(value * (1 - value) / of + room / of / 4)
    return Estimate(value, float(middle - reach), float(middle + reach))


class Bin(NamedTuple):
    """Confidences between two bounds: what they said on average, and how often they were right."""

    said: float
    there: Estimate
    cases: int


EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def reliability(confidences: Floats, present: Floats) -> list[Bin]:
    """What confidences said against how often it was so, between `EDGES`.

    >>> reliability(np.array([0.1, 0.15, 0.9, 0.9]), np.array([0, 0, 1, 1]))[1].there.value
    1.0
    """
    said, there = np.ravel(confidences), np.ravel(present).astype(bool)
    which = np.clip(np.searchsorted(EDGES, said, side="right") - 1, 0, len(EDGES) - 2)
    found = []
    for number in np.unique(which):
        rows = which == number
        hits = share(int(there[rows].sum()), int(rows.sum()))
        found.append(Bin(float(said[rows].mean()), hits, int(rows.sum())))
    return found


def calibration_error(confidences: Floats, present: Floats) -> float:
    """Mean distance of what was said from how often it was so, over the bins of `reliability`.

    >>> round(calibration_error(np.array([0.3] * 10), np.array([1] * 4 + [0] * 6)), 3)
    0.1
    """
    bins = reliability(confidences, present)
    apart = [abs(one.said - one.there.value) * one.cases for one in bins]
    return float(sum(apart) / max(sum(one.cases for one in bins), 1))


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, ties sharing their mean."""
    _, own, many = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(many) - (many - 1) / 2)[own])
