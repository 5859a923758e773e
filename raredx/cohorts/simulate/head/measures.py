"""Measures: distances, offsets, angles and asymmetries of a face, from its true landmarks."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head.landmarks import LEFT, RIGHT
from raredx.errors import NotFoundError

Points = Mapping[str, npt.NDArray[np.floating[Any]]]  # landmark -> (3,), in metres

_MILLIMETRES = 1000.0


def measure(name: str, points: Points) -> float:
    """A measure of measures.toml, in millimetres or degrees, or as a ratio.

    Parameters
    ----------
    name : str
        Which measure.
    points : mapping of str to ndarray of shape (3,)
        Where each landmark is, in metres: x to the person's left, y to the back, z up.

    Examples
    --------
    >>> eyes = {"pupil_left": np.array([0.03, 0, 0]), "pupil_right": np.array([-0.03, 0, 0])}
    >>> measure("interpupillary", eyes)
    60.0
    """
    try:
        ((kind, landmarks),) = read_measures()[name].items()
    except KeyError:
        known = ", ".join(read_measures())
        raise NotFoundError(
            f"There is no measure {name!r}", remedy=f"Choose one of {known}"
        ) from None
    return _KINDS[kind](points, landmarks)


@cache
def read_measures() -> Mapping[str, Mapping[str, Any]]:
    """How each measure is taken: its kind, and the landmarks or measures that it needs."""
    return tomllib.loads(Path(__file__).with_name("measures.toml").read_text())


def _width(points: Points, landmark: str) -> float:
    return float(abs(points[landmark + LEFT][0] - points[landmark + RIGHT][0])) * _MILLIMETRES


def _distance(points: Points, ends: list[str]) -> float:
    return _over_sides(points, ends, lambda a, b: np.linalg.norm(a - b)) * _MILLIMETRES


def _up(points: Points, ends: list[str]) -> float:
    return _over_sides(points, ends, lambda a, b: a[2] - b[2]) * _MILLIMETRES


def _forward(points: Points, ends: list[str]) -> float:
    return _over_sides(points, ends, lambda a, b: b[1] - a[1]) * _MILLIMETRES


def _slope(points: Points, ends: list[str]) -> float:
    def degrees(a: Any, b: Any) -> Any:
        return np.degrees(np.arctan2(b[2] - a[2], abs(b[0]) - abs(a[0])))

    return _over_sides(points, ends, degrees)


def _ratio(points: Points, measures: list[str]) -> float:
    above, below = (measure(name, points) for name in measures)
    return above / below


def _asymmetry(points: Points, landmarks: list[str]) -> float:
    other = np.array([-1, 1, 1])
    apart = [points[name + LEFT] - points[name + RIGHT] * other for name in landmarks]
    return float(np.mean([np.linalg.norm(shift) for shift in apart])) * _MILLIMETRES


def _over_sides(points: Points, ends: list[str], value: Any) -> float:
    """The mean of a value on both sides, or the value in the middle."""
    a, b = ends
    found = [
        value(points[a if a in points else a + side], points[b if b in points else b + side])
        for side in (LEFT, RIGHT)
    ]
    return float(np.mean(found))


_KINDS: Mapping[str, Callable[[Points, Any], float]] = {
    "width": _width,
    "distance": _distance,
    "up": _up,
    "forward": _forward,
    "slope": _slope,
    "ratio": _ratio,
    "asymmetry": _asymmetry,
}
