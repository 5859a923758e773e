"""The head as a light sees it: depth maps, and the soft shadow of a light with a size."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

REACH = 0.20
"""Half the width, in metres, of what a depth map shows around the middle of the head."""
_SIDE = 208
_TAPS = 20
_CLEAR = 0.0022
"""Metres that a surface may be behind another and still not be in its shadow."""


def light_axes(towards: Floats) -> Floats:
    """Two directions across a light's and its own, towards the light: (3, 3)."""
    aside = np.array([1e-6 - towards[1], towards[0], 0.0])
    aside /= np.linalg.norm(aside)
    return np.stack([aside, np.cross(towards, aside), towards]).astype(np.float32)


def shadows(
    points: Floats,
    normals: Floats,
    wanted: npt.NDArray[np.bool_],
    *,
    occluders: Floats,
    triangles: Whole,
    centre: Floats,
    towards: Floats,
    size: float,
) -> Floats:
    """The share of a light that reaches each point past the head itself: (n,).

    Parameters
    ----------
    points, normals : ndarray of shape (n, 3)
        Where, and which way the surface looks.
    wanted : ndarray of shape (n,)
        Points that are asked for; the others are told to be in the light.
    occluders, triangles : ndarray
        The mesh that throws the shadow.
    centre, towards : ndarray of shape (3,)
        The middle of the head, and the direction of the light.
    size : float
        Half the angle, in radians, that the light spans.
    """
    axes = light_axes(towards)
    far = np.empty((_SIDE, _SIDE), np.float32)
    seen = ((occluders - centre) @ axes.T).astype(np.float32, copy=False)
    depth_map(seen, triangles, far)
    lit = np.ones(len(points), np.float32)
    across = (points + normals * np.float32(0.0015) - centre) @ axes.T  # (n, 3)
    facing = normals @ axes[2]
    _soften(across, facing, wanted, far, _disc(_TAPS), math.tan(size), lit)
    return lit


@compiled
def depth_map(seen: Floats, triangles: Whole, near: Floats) -> None:
    """Fill a map (h, h) with how near the light the nearest surface is, in metres."""
    side = len(near)
    near[:] = -1e3
    scale = side / (2 * REACH)
    for t in range(len(triangles)):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, y0 = (seen[a, 0] + REACH) * scale, (seen[a, 1] + REACH) * scale
        x1, y1 = (seen[b, 0] + REACH) * scale, (seen[b, 1] + REACH) * scale
        x2, y2 = (seen[c, 0] + REACH) * scale, (seen[c, 1] + REACH) * scale
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if area <= 1e-9:
            continue
        ux, uy, vx, vy = (y1 - y2) / area, (x2 - x1) / area, (y2 - y0) / area, (x0 - x2) / area
        left = max(math.ceil(min(x0, x1, x2) - 0.5), 0)
        right = min(math.floor(max(x0, x1, x2) - 0.5), side - 1)
        top = max(math.ceil(min(y0, y1, y2) - 0.5), 0)
        bottom = min(math.floor(max(y0, y1, y2) - 0.5), side - 1)
        for row in range(top, bottom + 1):
            y = row + 0.5 - y2
            for column in range(left, right + 1):
                x = column + 0.5 - x2
                u = ux * x + uy * y
                v = vx * x + vy * y
                w = 1 - u - v
                if u < 0 or v < 0 or w < 0:
                    continue
                depth = u * seen[a, 2] + v * seen[b, 2] + w * seen[c, 2]
                if depth > near[row, column]:
                    near[row, column] = depth


@compiled
def _soften(
    across: Floats,
    facing: Floats,
    wanted: npt.NDArray[np.bool_],
    near: Floats,
    disc: Floats,
    spread: float,
    lit: Floats,
) -> None:
    """The nearer what throws a shadow, the sharper it is."""
    side = len(near)
    scale = side / (2 * REACH)
    search = 0.05 * spread * scale + 1.0
    for n in range(len(across)):
        if not wanted[n]:
            continue
        if facing[n] <= -0.25:
            lit[n] = 0.0
            continue
        x, y, z = (across[n, 0] + REACH) * scale, (across[n, 1] + REACH) * scale, across[n, 2]
        blockers, gap = 0, 0.0
        for tap in range(0, len(disc), 2):
            i, j = int(y + disc[tap, 1] * search), int(x + disc[tap, 0] * search)
            if 0 <= i < side and 0 <= j < side and near[i, j] > z + _CLEAR:
                blockers += 1
                gap += near[i, j] - z
        if blockers == 0:
            continue
        radius = max(gap / blockers * spread * scale, 1.2)
        clear = 0
        for tap in range(len(disc)):
            i, j = int(y + disc[tap, 1] * radius), int(x + disc[tap, 0] * radius)
            inside = 0 <= i < side and 0 <= j < side
            clear += not (inside and near[i, j] > z + _CLEAR)
        lit[n] = clear / len(disc)


def _disc(count: int) -> Floats:
    """Places spread evenly over a disc of radius 1: (count, 2)."""
    n = np.arange(count) + 0.5
    radius, angle = np.sqrt(n / count), n * math.pi * (3 - math.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).astype(np.float32)
