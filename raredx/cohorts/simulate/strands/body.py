"""What hair may not enter: a head, its neck and shoulders as three simple maps of the mesh."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.strands.compiled import compiled, f32
from raredx.cohorts.simulate.strands.sites import Sites, skin_without_ears, spread

Floats = npt.NDArray[np.float32]

SIDE = 64
TORSO = 24
TORSO_HALF = 0.21
CENTRE = np.array([0.0, -0.041, 0.440], np.float32)
"""The middle of the canonical cranium."""
_EXTENT = np.array([0.0702, 0.0915, 0.0787], np.float32)


class Body(NamedTuple):
    """The surfaces that keep hair out, and how the canonical head lies in this one."""

    centre: Floats  # (3,)
    scale: Floats  # (3,): this head over the canonical one
    radius: Floats  # (side, side): how far the head reaches, by direction
    neck: Floats  # (4,): y of the axis, half width, half depth, top
    torso: Floats  # (cells, cells): height of the shoulders over x and y
    torso_y: float


def body_of(vertices: Floats) -> Body:
    """The maps of one head: a third of a millisecond."""
    head_sites, torso_sites = _samples()
    marks = Head.shipped().landmarks
    left, right = vertices[marks["euryon_left"]], vertices[marks["euryon_right"]]
    back, brow = vertices[marks["opisthocranion"]], vertices[marks["glabella"]]
    middle_z = (left[2] + right[2]) / 2
    centre = np.array([(left[0] + right[0]) / 2, (back[1] + brow[1]) / 2, middle_z], np.float32)
    top = vertices[marks["vertex"]][2] - middle_z
    extent = np.array([(left[0] - right[0]) / 2, (back[1] - brow[1]) / 2, top], np.float32)
    sides = vertices[[marks["cervicale_lateral_left"], marks["cervicale_lateral_right"]]]
    throat, nape = vertices[marks["cervicale"]], vertices[_nape()]
    neck = np.array(
        [
            (throat[1] + nape[1]) / 2,
            (sides[0, 0] - sides[1, 0]) / 2,
            (nape[1] - throat[1]) / 2,
            vertices[marks["otobasion_inferius_left"]][2],
        ],
        np.float32,
    )
    torso_y = float(neck[0])
    shoulders = torso_sites.on(vertices)
    return Body(
        centre,
        (extent / _EXTENT).astype(np.float32),
        _radius_map(head_sites.on(vertices), centre),
        neck,
        _height_map(shoulders, f32(torso_y)),
        torso_y,
    )


@compiled
def _radius_map(points: Floats, centre: Floats) -> Floats:
    radius = np.zeros((SIDE, SIDE), np.float32)
    for n in range(len(points)):
        x, y, z = points[n, 0] - centre[0], points[n, 1] - centre[1], points[n, 2] - centre[2]
        r = math.sqrt(x * x + y * y + z * z)
        total = abs(x) + abs(y) + abs(z)
        u, w = x / total, y / total
        if z < 0:
            u, w = (1 - abs(w)) * (1 if u >= 0 else -1), (1 - abs(u)) * (1 if w >= 0 else -1)
        column, row = (u * 0.5 + 0.5) * (SIDE - 1), (w * 0.5 + 0.5) * (SIDE - 1)
        for i in range(int(row), min(int(row) + 2, SIDE)):
            for j in range(int(column), min(int(column) + 2, SIDE)):
                radius[i, j] = max(radius[i, j], r)
    for i in range(SIDE):
        for j in range(SIDE):
            if radius[i, j] == 0:  # no place was sampled there
                for a in range(max(i - 1, 0), min(i + 2, SIDE)):
                    for b in range(max(j - 1, 0), min(j + 2, SIDE)):
                        radius[i, j] = max(radius[i, j], radius[a, b])
    return radius


@compiled
def _height_map(points: Floats, middle: float) -> Floats:
    height = np.full((TORSO, TORSO), f32(-1.0))
    cell = (TORSO - 1) / (2 * TORSO_HALF)
    for n in range(len(points)):
        u, w = (points[n, 0] + TORSO_HALF) * cell, (points[n, 1] - middle + TORSO_HALF) * cell
        if u < 0 or w < 0 or u >= TORSO - 1 or w >= TORSO - 1:
            continue
        for i in range(int(w), int(w) + 2):
            for j in range(int(u), int(u) + 2):
                height[i, j] = max(height[i, j], points[n, 2])
    return height


@cache
def _samples() -> tuple[Sites, Sites]:
    """Dense places on the head above its neck, and on the shoulders."""
    head = Head.shipped()
    triangles = head.triangles[skin_without_ears()]
    _, y, z = head.canonical[triangles].mean(1).T
    above = (z > 0.345) | ((z > 0.318) & (y < -0.075))
    shoulders = (z < 0.300) & (z > 0.155)
    return (
        spread(triangles[above], head.canonical, count=8000),
        spread(triangles[shoulders], head.canonical, count=2500),
    )


@cache
def _nape() -> int:
    head = Head.shipped()
    away = np.abs(head.canonical - np.array([0, 0.03, 0.311], np.float32)).sum(1)
    away[np.setdiff1d(np.arange(len(away)), head.vertices_of(0))] = 9
    return int(away.argmin())
