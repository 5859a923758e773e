"""Whether confidences are right as often as they say."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.statistics.estimate import Estimate
from raredx.statistics.shares import Share

Floats = npt.NDArray[Any]


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
        hits = Share(int(there[rows].sum()), int(rows.sum())).estimate
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
