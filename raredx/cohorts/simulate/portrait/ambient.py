"""Light from all around: sky, ground and walls, as far as the head itself does not hide them."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import SKIN
from raredx.cohorts.simulate.portrait.shadow import REACH, depth_map, light_axes
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

MIDDLE = np.array([0.0, -0.045, 0.40], np.float32)
"""The middle of the canonical head and neck, around which occlusion is seen."""
VIEWS = 18
"""Directions from which light comes from all around."""
_ROUGH = 64
_CELL, _CLEAR = 0.0085, 0.006
"""Metres within which the mesh is taken for flat, and that a surface may be behind it."""


def directions(count: int) -> Floats:
    """Directions spread evenly over a sphere: (count, 3)."""
    n = np.arange(count) + 0.5
    up, angle = 1 - 2 * n / count, n * math.pi * (3 - math.sqrt(5))
    around = np.sqrt(1 - up * up)
    return np.stack([around * np.cos(angle), around * np.sin(angle), up], 1).astype(np.float32)


def ambient_light(
    points: Floats,
    normals: Floats,
    wanted: npt.NDArray[np.bool_],
    *,
    centre: Floats,
    scene: Floats,
) -> tuple[Floats, Floats]:
    """The light that reaches the head's own vertices from all around.

    Parameters
    ----------
    points, normals : ndarray of shape (v, 3)
        Vertices of the head.
    wanted : ndarray of shape (v,)
        Vertices that are asked for.
    centre : ndarray of shape (3,)
        The middle of the head.
    scene : ndarray of shape (count, 3)
        The light from each of `directions(count)`, linear RGB.

    Returns
    -------
    light : ndarray of shape (v, 3)
        Irradiance over π: what a white surface shows.
    open_ : ndarray of shape (v,)
        How much of the surroundings is seen, 0 to 1.
    """
    light = np.zeros((len(points), 4), np.float32)
    around = axes_around(len(scene))
    depth = np.empty((_ROUGH, _ROUGH), np.float32)
    across = points - centre
    away = across + normals * np.float32(0.004)
    for axes, colour in zip(around, scene, strict=True):
        depth_map((across @ axes.T).astype(np.float32, copy=False), _occluders(), depth)
        gather(away, normals, wanted, axes, depth, _CLEAR, colour, light)
    light *= 4 / len(scene)
    return light[:, :3], np.minimum(light[:, 3], 1)


@cache
def _occluders() -> Whole:
    """Triangles of a much coarser head, between some of its vertices: (c, 3)."""
    head = Head.shipped()
    skin = head.triangles[head.part == SKIN]
    used = np.unique(skin)
    cells = np.floor(head.canonical[used] / np.float32(_CELL)).astype(int)
    _, first, cell = np.unique(cells, axis=0, return_index=True, return_inverse=True)
    chosen = np.zeros(len(head.canonical), np.int32)
    chosen[used] = used[first][cell.ravel()]
    merged = chosen[skin]
    a, b, c = merged.T
    return np.ascontiguousarray(merged[(a != b) & (b != c) & (a != c)])


@cache
def axes_around(count: int) -> list[Floats]:
    """The axes of each of `directions(count)`."""
    return [light_axes(towards) for towards in directions(count)]


@compiled
def gather(
    away: Floats,
    normals: Floats,
    wanted: npt.NDArray[np.bool_],
    axes: Floats,
    near: Floats,
    clear: float,
    colour: Floats,
    light: Floats,
) -> None:
    """Add the light from one direction: what is hidden is told between four cells of its map."""
    side = len(near)
    scale = side / (2 * REACH)
    for n in range(len(away)):
        facing = (
            normals[n, 0] * axes[2, 0] + normals[n, 1] * axes[2, 1] + normals[n, 2] * axes[2, 2]
        )
        if not wanted[n] or facing <= 0:
            continue
        p, q, r = away[n, 0], away[n, 1], away[n, 2]
        x = (p * axes[0, 0] + q * axes[0, 1] + r * axes[0, 2] + REACH) * scale - 0.5
        y = (p * axes[1, 0] + q * axes[1, 1] + r * axes[1, 2] + REACH) * scale - 0.5
        z = p * axes[2, 0] + q * axes[2, 1] + r * axes[2, 2] + clear
        i, j = math.floor(y), math.floor(x)
        seen = 1.0
        if 0 <= i < side - 1 and 0 <= j < side - 1:
            a, b = y - i, x - j
            seen = (1 - a) * ((1 - b) * (near[i, j] <= z) + b * (near[i, j + 1] <= z))
            seen += a * ((1 - b) * (near[i + 1, j] <= z) + b * (near[i + 1, j + 1] <= z))
        weight = seen * facing
        for c in range(3):
            light[n, c] += weight * colour[c]
        light[n, 3] += weight
