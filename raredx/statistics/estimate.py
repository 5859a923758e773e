"""A value with its interval."""

from __future__ import annotations

from typing import NamedTuple

Z = 1.959964
"""Standard errors of a two-sided interval of 95 %."""


class Estimate(NamedTuple):
    """A value with its 95 % interval; NaN where nothing can be said."""

    value: float
    low: float
    high: float


UNKNOWN = Estimate(float("nan"), float("nan"), float("nan"))
