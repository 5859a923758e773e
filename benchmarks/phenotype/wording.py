"""Figures as the cells of a table."""

from __future__ import annotations

import numpy as np

from benchmarks.simface.scores import Figure
from raredx.statistics.estimate import Estimate


def faces(figure: Figure) -> str:
    """How many faces are behind a figure."""
    return f"{figure.of:,} faces"


def plain(figure: Figure) -> str:
    """A figure that is no percentage."""
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def estimated(one: Estimate, factor: int = 1) -> str:
    """An estimate with its interval."""
    if not np.isfinite(one.value):
        return "too few"
    places = 1 if factor == 100 else 2
    low, value, high = (factor * x for x in (one.low, one.value, one.high))
    return f"{value:.{places}f} ({low:.{places}f} to {high:.{places}f})"
