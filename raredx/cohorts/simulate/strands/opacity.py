"""How much light hair lets through: opacity in a few layers behind the first hair it meets."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled, f32, inlined

Floats = npt.NDArray[np.float32]

_SIDE = 80
_HALF = 0.26
_CELL = 2 * _HALF / _SIDE
_LAYERS = 4
_DEPTHS = (0.006, 0.015, 0.035)
"""Metres behind the first hair at which the layers end; the last has no end."""
_DENSE = 0.8
"""Optical depth of a wisp as wide as a cell."""


class Opacity(NamedTuple):
    """The hair as a light sees it from afar."""

    frame: Floats  # (4, 3): to the right, up, towards the light; and the middle of the head
    volume: Floats  # (side, side, 1 + layers): how near the first hair is, optical depths behind


def opacity_of(points: Floats, width: Floats, centre: Floats, towards: Floats) -> Opacity:
    """The opacity of strands (s, k, 3) towards a light in some direction (3,)."""
    towards = towards / np.linalg.norm(towards)
    side = np.array([0, 0, 1] if abs(towards[2]) < 0.9 else [0, 1, 0], np.float32)
    right = np.cross(side, towards)
    right /= np.linalg.norm(right)
    frame = np.stack([right, np.cross(towards, right), towards, centre]).astype(np.float32)
    volume = np.zeros((_SIDE, _SIDE, 1 + _LAYERS), np.float32)
    volume[..., 0] = -9.0
    _splat(points, width, 1 + len(points) // 2000, frame, volume)
    return Opacity(frame, volume)


@inlined
def _seen(f: Floats, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Column, row and nearness of a place in a map with frame f (4, 3)."""
    x, y, z = x - f[3, 0], y - f[3, 1], z - f[3, 2]
    scale = f32(1 / _CELL)
    column = (x * f[0, 0] + y * f[0, 1] + z * f[0, 2] + f32(_HALF)) * scale
    row = (x * f[1, 0] + y * f[1, 1] + z * f[1, 2] + f32(_HALF)) * scale
    return column, row, x * f[2, 0] + y * f[2, 1] + z * f[2, 2]


@compiled
def _splat(points: Floats, width: Floats, stride: int, frame: Floats, volume: Floats) -> None:
    for s in range(0, points.shape[0], stride):
        for k in range(points.shape[1]):
            column, row, near = _seen(frame, points[s, k, 0], points[s, k, 1], points[s, k, 2])
            i, j = int(row), int(column)
            if 0 <= i < _SIDE and 0 <= j < _SIDE:
                volume[i, j, 0] = max(volume[i, j, 0], near)
    for s in range(0, points.shape[0], stride):
        dense = f32(_DENSE / _CELL**2) * width[s] * stride
        for k in range(points.shape[1] - 1):
            x0, y0, z0 = points[s, k, 0], points[s, k, 1], points[s, k, 2]
            x, y, z = points[s, k + 1, 0] - x0, points[s, k + 1, 1] - y0, points[s, k + 1, 2] - z0
            long_ = math.sqrt(x * x + y * y + z * z)
            pieces = min(int(long_ / f32(1.5 * _CELL)) + 1, 8)
            mass = dense * long_ / pieces
            for n in range(pieces):
                at = (n + f32(0.5)) / pieces
                column, row, near = _seen(frame, x0 + x * at, y0 + y * at, z0 + z * at)
                i, j = int(row), int(column)
                if not (0 <= i < _SIDE and 0 <= j < _SIDE):
                    continue
                behind = volume[i, j, 0] - near
                volume[i, j, 4] += mass
                if behind < f32(_DEPTHS[2]):
                    volume[i, j, 3] += mass
                if behind < f32(_DEPTHS[1]):
                    volume[i, j, 2] += mass
                if behind < f32(_DEPTHS[0]):
                    volume[i, j, 1] += mass


@compiled
def light_through(frame: Floats, volume: Floats, x: float, y: float, z: float) -> float:
    """The share of the light, 0 to 1, that reaches a place through the hair of an `Opacity`."""
    column, row, near = _seen(frame, x, y, z)
    column -= f32(0.5)
    row -= f32(0.5)
    if column < 0 or row < 0 or column >= _SIDE - 1 or row >= _SIDE - 1:
        return f32(1.0)
    i, j = int(row), int(column)
    a, b = row - i, column - j
    low = _before(volume, i, j, near) * (1 - b) + _before(volume, i, j + 1, near) * b
    high = _before(volume, i + 1, j, near) * (1 - b) + _before(volume, i + 1, j + 1, near) * b
    return math.exp(-(low * (1 - a) + high * a))


@inlined
def _before(volume: Floats, i: int, j: int, near: float) -> float:
    """Optical depth before a place, growing evenly within each layer."""
    behind = volume[i, j, 0] - near
    if behind <= 0:
        return f32(0.0)
    if behind < f32(_DEPTHS[0]):
        layer, part = 0, behind / f32(_DEPTHS[0])
    elif behind < f32(_DEPTHS[1]):
        layer, part = 1, (behind - f32(_DEPTHS[0])) / f32(_DEPTHS[1] - _DEPTHS[0])
    elif behind < f32(_DEPTHS[2]):
        layer, part = 2, (behind - f32(_DEPTHS[1])) / f32(_DEPTHS[2] - _DEPTHS[1])
    else:
        layer, part = 3, min((behind - f32(_DEPTHS[2])) / f32(0.05), f32(1.0))
    before = volume[i, j, layer] if layer > 0 else f32(0.0)
    depth: float = before * (1 - part) + volume[i, j, layer + 1] * part
    return depth


def light_on(opacity: Opacity, points: Floats) -> Floats:
    """The share of the light at many points (n, 3), such as those of a face below a fringe."""
    return _light_on(opacity.frame, opacity.volume, np.ascontiguousarray(points, np.float32))


@compiled
def _light_on(frame: Floats, volume: Floats, points: Floats) -> Floats:
    light = np.empty(len(points), np.float32)
    for n in range(len(points)):
        light[n] = light_through(frame, volume, points[n, 0], points[n, 1], points[n, 2])
    return light
