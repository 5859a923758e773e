"""Brows: short hairs along an arch of the canonical head, and their shade on the skin."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled, f32
from raredx.cohorts.simulate.strands.front import sites_ahead
from raredx.cohorts.simulate.strands.leading import POINTS
from raredx.cohorts.simulate.strands.sites import Sites
from raredx.cohorts.simulate.strands.style import Brows

Floats = npt.NDArray[np.float32]
Hairs = tuple[npt.NDArray[np.float64], ...]

INNER, OUTER = 0.0090, 0.0525
"""Metres from the midline at which a brow begins and ends."""
_KNOTS = np.linspace(0, 1, 9).astype(np.float32)
_HEIGHT = np.array([4318, 4340, 4358, 4372, 4381, 4383, 4374, 4350, 4312], np.float32) / 1e4
_HALF = np.array([34, 40, 42, 41, 38, 33, 26, 17, 8], np.float32) / 1e4
_COMMON, _MOST = 300, 1500
"""Hairs of a common brow, and of the densest there may be."""


def brow_of(brows: Brows) -> Floats:
    """What `brow_density_at` has to know: thickness, density, arch, synophrys."""
    return np.array([brows.thickness, brows.density, brows.arch, brows.synophrys], np.float32)


def grow_brows(brows: Brows, vertices: Floats) -> tuple[Floats, Floats]:
    """The hairs of both brows on a head: points (s, k, 3) and widths (s,)."""
    path, rise, width = _plan(brows)
    on_skin = path.on(vertices).reshape(len(width), POINTS, 3)
    return on_skin + _outwards(on_skin) * rise[..., None], width


@compiled
def brow_density_at(x: float, y: float, z: float, brow: Floats) -> float:
    """How much a brow shades the skin at a canonical point, 0 to 1."""
    if y > -0.075:
        return f32(0.0)
    u = (abs(x) - f32(INNER)) / f32(OUTER - INNER)
    if u > f32(1.08) or u < f32(-0.25):
        return f32(0.0)
    place = min(max(u, f32(0.0)), f32(0.9999)) * 8
    i = int(place)
    part = place - i
    height = _HEIGHT[i] * (1 - part) + _HEIGHT[i + 1] * part
    height += f32(0.0022) * brow[2] * math.sin(f32(3.14159) * min(max(u, 0.0), 1.0))
    half: float = (_HALF[i] * (1 - part) + _HALF[i + 1] * part) * (f32(0.45) + f32(0.55) * brow[0])
    off = abs(z - height) / half
    soft = min(max(f32(1.45) - off, f32(0.0)), f32(1.0))
    begin = min(max((u + f32(0.04)) / f32(0.16), f32(0.0)), f32(1.0))
    bridge = min(brow[3], f32(1.3)) * f32(0.75)
    begin = max(begin, bridge if off < 1 else f32(0.0))
    end = min(max((f32(1.06) - u) / f32(0.2), f32(0.0)), f32(1.0))
    shade: float = soft * soft * begin * end * min(f32(0.5) * brow[1], f32(0.8))
    return shade


@lru_cache(maxsize=16)
def _plan(brows: Brows) -> tuple[Sites, Floats, Floats]:
    """Where the points of each hair lie on the mesh, how far above it, and how wide hairs are."""
    rng = np.random.default_rng(brows.seed)
    sides = [_brow(rng, brows, side) for side in (-1, 1)]
    bridge = _bridge(rng, brows)
    across, heights, length, angle = (
        np.concatenate(part) for part in zip(*sides, bridge, strict=True)
    )
    s = np.linspace(0, 1, POINTS, dtype=np.float32)  # (k,)
    bend = angle[:, None] - np.sign(np.cos(angle))[:, None] * 0.35 * s  # hairs lie down outwards
    step = length[:, None] / (POINTS - 1)
    x = across[:, None] + np.cumsum(np.cos(bend) * step, 1)
    z = heights[:, None] + np.cumsum(np.sin(bend) * step, 1)
    sites, there = sites_ahead(x.ravel(), z.ravel())
    kept = there.reshape(x.shape).all(1)
    hairs = np.repeat(kept, POINTS)
    rise = (0.0003 + 0.0012 * np.sin(math.pi * 0.62 * s)) * np.ones((kept.sum(), 1), np.float32)
    width = rng.uniform(0.00011, 0.00020, int(kept.sum())).astype(np.float32)
    return sites[np.flatnonzero(hairs)], rise.astype(np.float32), width


def _brow(rng: np.random.Generator, brows: Brows, side: int) -> Hairs:
    """Roots (x, z), lengths and angles of the hairs of one brow; 0 points to the person's left.

    A denser brow has the hairs of a thinner one, and more.
    """
    count = int(_COMMON * brows.density * (0.55 + 0.45 * brows.thickness))
    luck = np.clip(rng.standard_normal((_MOST, 2)), -2.5, 2.5)[:count]
    even = rng.random((_MOST, 4))[:count]
    u = np.interp(even[:, 0], [0, 0.06, 0.7, 1], [0, 0.10, 0.72, 1])
    v = (2 * even[:, 1] - 1) * (1 - 0.25 * even[:, 2])
    half = np.interp(u, _KNOTS, _HALF) * (0.45 + 0.55 * brows.thickness)
    height = np.interp(u, _KNOTS, _HEIGHT) + 0.0022 * brows.arch * np.sin(math.pi * u)
    outwards = np.interp(u, [0, 0.10, 0.3, 0.6, 1], [1.45, 1.05, 0.55, 0.2, -0.15])
    slope = np.interp(u, [0, 0.5, 0.75, 1], [0.20, 0.08, -0.12, -0.42])
    angle = outwards - 0.45 * v * (u > 0.12) + slope + 0.16 * luck[:, 0]
    length = np.interp(u, [0, 0.25, 0.8, 1], [5.0, 7.5, 7.0, 4.0]) * (0.7 + 0.45 * even[:, 3])
    x = side * (INNER + u * (OUTER - INNER) - 0.002 * np.cos(angle))
    return x, height + v * half - 0.0006, length / 1000, angle if side > 0 else math.pi - angle


def _bridge(rng: np.random.Generator, brows: Brows) -> Hairs:
    """The hairs that join both brows over the root of the nose."""
    count = int(150 * min(max(brows.synophrys, 0), 1.6) * min(brows.density, 1.6))
    luck = np.clip(rng.standard_normal((_MOST, 2)), -2.2, 2.2)[:count]
    even = rng.random((_MOST, 2))[:count]
    x = (2 * even[:, 0] - 1) * (INNER + 0.003)
    z = np.interp(np.abs(x), [0, INNER], [0.4300, 0.4322]) + 0.0021 * luck[:, 0]
    angle = math.pi / 2 - x / INNER * 0.7 + 0.3 * luck[:, 1]
    return x, z, 0.0035 + 0.003 * even[:, 1], angle


def _outwards(points: Floats) -> Floats:
    """Unit directions away from the face at points (s, k, 3) around the brows."""
    away = points.copy()
    away[..., 1] = -np.sqrt(np.maximum(0.0044 - np.square(points[..., 0]), 0.0004))
    away[..., 2] = 0.006
    away /= np.linalg.norm(away, axis=-1, keepdims=True)
    return away
