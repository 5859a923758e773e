"""Regions of the face: which points belong to which, and what points cannot say anything about."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

NOT_SEEN = ("ears", "hair", "skin")
"""MediaPipe has no points there."""


@cache
def regions() -> dict[str, tuple[int, ...]]:
    """The points of each region; every point is in one.

    >>> {name: len(points) for name, points in regions().items()}["mouth"] > 40
    True
    """
    found: dict[str, list[int]] = {}
    with Path(__file__).with_name("regions.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["region"], []).append(int(row["point"]))
    return {name: tuple(points) for name, points in sorted(found.items())}
