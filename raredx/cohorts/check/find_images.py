"""What is wrong with single images: unreadable, empty, small, blurred, too dark or too bright."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from raredx.cohorts.check.examined import Examined
from raredx.cohorts.check.rules import Finder, Finding, all_rules, finds


@finds("unreadable")
def unreadable(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Files that are missing, damaged, or not those that came in."""
    for row, reason in examined.unreadable.items():
        yield Finding(says=reason, rows=(row,))


@finds("flat")
def flat(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Images of nearly one colour."""
    deviation = examined.measures["deviation"]
    for row in np.flatnonzero(deviation < threshold):
        yield Finding(says=f"Deviation {deviation[row]:.1f}", rows=(int(row),))


@finds("small")
def small(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Images with a short side."""
    width, height = examined.measures["width"], examined.measures["height"]
    for row in np.flatnonzero(np.minimum(width, height) < threshold):
        yield Finding(says=f"{width[row]:.0f} x {height[row]:.0f} pixels", rows=(int(row),))


@finds("long")
def long(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Images that are much longer than wide, or wider than long."""
    width, height = examined.measures["width"], examined.measures["height"]
    for row in np.flatnonzero(np.maximum(width / height, height / width) > threshold):
        yield Finding(says=f"{width[row]:.0f} x {height[row]:.0f} pixels", rows=(int(row),))


def _where_something_is_seen(measure: str, *, above: bool) -> Finder:
    """A finder of images whose measure is beyond the threshold; flat ones are told by `flat`."""

    def find(examined: Examined, threshold: float) -> Iterator[Finding]:
        values = examined.measures[measure]
        beyond = values > threshold if above else values < threshold
        seen = examined.measures["deviation"] >= all_rules()["flat"].threshold
        for row in np.flatnonzero(beyond & seen):
            yield Finding(says=f"{measure.capitalize()} {values[row]:.3g}", rows=(int(row),))

    return find


finds("blurred")(_where_something_is_seen("detail", above=False))
finds("dark")(_where_something_is_seen("mean", above=False))
finds("bright")(_where_something_is_seen("mean", above=True))
finds("clipped")(_where_something_is_seen("white", above=True))
