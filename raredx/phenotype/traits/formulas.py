"""Formulas over named points: lengths, angles, areas and differences of the sides of many faces."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from raredx.phenotype.traits.points import MIRROR, Floats, Sides

Places = Mapping[str, Sides]
_LEFT, _RIGHT = 0, -1  # a point in the middle is its own other side


def width(at: Places, names: Sequence[str]) -> Floats:
    """From the right to the left."""
    (name,) = names
    return np.asarray(np.abs(at[name][_LEFT][0] - at[name][_RIGHT][0]))


def distance(at: Places, names: Sequence[str]) -> Floats:
    """From A to B, in space."""
    return _over_sides(at, names, lambda a, b: np.linalg.norm(a - b, axis=0))


def seen(at: Places, names: Sequence[str]) -> Floats:
    """From A to B, seen from the front."""
    return _over_sides(at, names, lambda a, b: np.hypot(a[0] - b[0], a[1] - b[1]))


def up(at: Places, names: Sequence[str]) -> Floats:
    """How much higher A is than B."""
    return _over_sides(at, names, lambda a, b: a[1] - b[1])


def forward(at: Places, names: Sequence[str]) -> Floats:
    """How much nearer to the camera A is than B."""
    return _over_sides(at, names, lambda a, b: a[2] - b[2])


def area(at: Places, names: Sequence[str]) -> Floats:
    """The square root of what a line around A, B, C, ... encloses, seen from the front."""

    def enclosed(*corners: Floats) -> Floats:
        ring = np.stack(corners)[:, :2]  # (corners, 2, n)
        after = np.roll(ring, -1, 0)
        twice = (ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1]).sum(0)
        return np.asarray(np.sqrt(np.abs(twice) / 2))

    return _over_sides(at, names, enclosed)


def slope(at: Places, names: Sequence[str]) -> Floats:
    """By how many degrees the line from A out to B rises, seen from the front."""
    return _over_sides(at, names, lambda a, b: _degrees(b[1] - a[1], b[0] - a[0]))


def tilt(at: Places, names: Sequence[str]) -> Floats:
    """By how many degrees the line from A to B rises, seen from the side: 90 is straight up.

    >>> at = {"low": (np.array([[0.0], [0], [0]]),), "front": (np.array([[0.0], [1], [1]]),)}
    >>> tilt(at, ["low", "front"]).round(6).tolist()
    [45.0]
    """
    return _over_sides(at, names, lambda a, b: _degrees(b[1] - a[1], b[2] - a[2]))


def angle(at: Places, names: Sequence[str]) -> Floats:
    """Degrees at B between the lines to A and C, in space."""

    def between(a: Floats, b: Floats, c: Floats) -> Floats:
        one, two = a - b, c - b
        return _degrees(np.linalg.norm(np.cross(one, two, axis=0), axis=0), (one * two).sum(0))

    return _over_sides(at, names, between)


def arch(at: Places, names: Sequence[str]) -> Floats:
    """How far B stands above the line from A to C, seen from the front, by that line's length."""
    return _over_sides(at, names, lambda a, b, c: _bent(a[:2], b[:2], c[:2]))


def bow(at: Places, names: Sequence[str]) -> Floats:
    """How far B stands before the line from A up to C, seen from the side, by its length."""
    return _over_sides(at, names, lambda a, b, c: _bent(a[1:], b[1:], c[1:]))


def share(at: Places, names: Sequence[str]) -> Floats:
    """How far along the line from B to C A lies: 0 at B, 1 at C."""

    def along(a: Floats, b: Floats, c: Floats) -> Floats:
        line = c - b
        return np.asarray(((a - b) * line).sum(0) / (line**2).sum(0))

    return _over_sides(at, names, along)


def asymmetry(at: Places, names: Sequence[str]) -> Floats:
    """Mean distance between the left side and the mirror image of the right."""
    apart = [np.linalg.norm(at[name][_LEFT] - at[name][_RIGHT] * MIRROR, axis=0) for name in names]
    return np.asarray(np.mean(apart, axis=0))


def unlike(at: Places, names: Sequence[str]) -> Floats:
    """By how much the distances from A to B differ between the sides."""
    left, right = _sides(at, names, lambda a, b: np.linalg.norm(a - b, axis=0))
    return np.asarray(np.abs(left - right))


def _over_sides(at: Places, names: Sequence[str], value: Callable[..., Any]) -> Floats:
    """The mean of a value on both sides, or the value in the middle."""
    if all(len(at[name]) == 1 for name in names):
        return np.asarray(value(*(at[name][0] for name in names)))
    left, right = _sides(at, names, value)
    return np.asarray((left + right) / 2)


def _sides(at: Places, names: Sequence[str], value: Callable[..., Any]) -> tuple[Floats, Floats]:
    """A value on the left, and on the right as it is in a mirror."""
    left, right = ([at[name][side] for name in names] for side in (_LEFT, _RIGHT))
    return value(*left), value(*(place * MIRROR for place in right))


def _bent(a: Floats, b: Floats, c: Floats) -> Floats:
    """How far b lies to the left of the line from a to c, by its length: (2, n) each."""
    line, to = c - a, b - a
    return np.asarray((line[0] * to[1] - line[1] * to[0]) / (line**2).sum(0))


def _degrees(rise: Floats, run: Floats) -> Floats:
    return np.asarray(np.degrees(np.arctan2(rise, run)))


FORMULAS: Mapping[str, Callable[[Places, Sequence[str]], Floats]] = {
    formula.__name__: formula
    for formula in (
        *(width, distance, seen, up, forward, area),
        *(slope, tilt, angle, arch, bow, share, asymmetry, unlike),
    )
}
