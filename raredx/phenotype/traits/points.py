"""Points of a face by their anatomical names, and where they lie on many faces."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.landmarks.points import mirror

Floats = npt.NDArray[Any]
Sides = tuple[Floats, ...]
"""Where a point lies, (3, n): once in the middle; on the left, then on the right, at the sides."""

MIRROR = np.array([[-1.0], [1], [1]])


@dataclass(frozen=True, kw_only=True)
class Point:
    """A named point: its place among MediaPipe's 478, and that of its other side if it has one."""

    name: str
    marks: str
    """What it marks, in words."""
    numbers: tuple[int, ...]
    """One in the middle; else the one on the person's left, then the one on the right."""


@cache
def all_points() -> Mapping[str, Point]:
    """Every named point.

    >>> all_points()["endocanthion"].numbers, all_points()["endocanthion"].marks
    ((362, 133), 'Inner corner of the eye')
    """
    table = tomllib.loads(Path(__file__).with_name("points.toml").read_text())
    other = mirror()
    middle = {
        name: Point(name=name, marks=marks, numbers=(number,))
        for name, (number, marks) in table["middle"].items()
    }
    sides = {
        name: Point(name=name, marks=marks, numbers=(number, int(other[number])))
        for name, (number, marks) in table["sides"].items()
    }
    return MappingProxyType(middle | sides)


def places(shapes: Floats, names: Iterable[str]) -> dict[str, Sides]:
    """Where named points lie on aligned faces (n, 478, 3)."""
    points = [all_points()[name] for name in names]
    numbers = [number for point in points for number in point.numbers]
    taken = np.ascontiguousarray(shapes[:, numbers].transpose(1, 2, 0), np.float64)  # (k, 3, n)
    each = iter(taken)
    return {point.name: tuple(next(each) for _ in point.numbers) for point in points}
