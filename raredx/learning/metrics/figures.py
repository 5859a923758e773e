"""Figures as they are written down: for tables, for JSON, and with an interval by people."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.statistics.estimate import Estimate
from raredx.statistics.shares import Share


def of_people(value: float, subjects: npt.NDArray[Any]) -> Estimate:
    """A share with Wilson's interval for as many trials as there are people.

    Images of one person, and one image in several repeats, are no further trials; the share is
    then rounded to whole people for the interval.

    >>> [round(x, 3) for x in of_people(0.75, np.array(["ann", "ann", "bob", "eve"]))]
    [0.75, 0.208, 0.939]
    """
    people = len(np.unique(subjects))
    return Estimate(value, *Share(round(value * people), people).interval)


def columns(name: str, estimate: Estimate) -> dict[str, float | None]:
    """An estimate as three columns.

    >>> columns("recall", Estimate(0.5, 0.1, float("nan")))
    {'recall': 0.5, 'recall_low': 0.1, 'recall_high': None}
    """
    value, low, high = map(known, estimate)
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def known(value: float) -> float | None:
    """A number, or None where there is none: JSON knows no NaN.

    >>> known(0.5), known(float("nan"))
    (0.5, None)
    """
    return value if isfinite(value) else None
