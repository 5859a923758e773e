"""Which triangle each sample of the picture shows: four samples a pixel, nearest first."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

SAMPLES = 2
"""Samples a pixel each way. They are staggered, so that no two share a row or a column."""
NOTHING = -1


@dataclass(frozen=True, eq=False)
class Samples:
    """What the samples show: s is twice the size of the picture."""

    depth: Floats  # (s, s): 1 / metres, larger when nearer, 0 for the background
    ids: Whole  # (s, s): a triangle, `NOTHING`, or -2 - segment for strands
    between: Floats  # (s, s, 2): weights of the triangle's first two corners


def rasterise(seen: Floats, triangles: Whole, kept: Floats, size: int) -> Samples:
    """Draw triangles that face the camera.

    Parameters
    ----------
    seen : ndarray of shape (n, 3)
        Points as `Camera.see` gives them.
    triangles : ndarray of shape (t, 3)
        Their corners, counter-clockwise seen from outside.
    kept : ndarray of shape (n,)
        A surface ends where this falls below 0.
    size : int
        Pixels each way.
    """
    side = size * SAMPLES
    samples = Samples(
        depth=np.zeros((side, side), np.float32),
        ids=np.full((side, side), NOTHING, np.int32),
        between=np.zeros((side, side, 2), np.float32),
    )
    _draw(seen, triangles, kept, samples.depth, samples.ids, samples.between)
    return samples


@compiled
def _draw(
    seen: Floats, triangles: Whole, kept: Floats, depth: Floats, ids: Whole, between: Floats
) -> None:
    side = len(depth)
    for t in range(len(triangles)):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, y0, z0 = seen[a, 0], seen[a, 1], seen[a, 2]
        x1, y1, z1 = seen[b, 0], seen[b, 1], seen[b, 2]
        x2, y2, z2 = seen[c, 0], seen[c, 1], seen[c, 2]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if area >= -1e-9:  # y points down: what faces the camera turns the other way
            continue
        if kept[a] < 0 and kept[b] < 0 and kept[c] < 0:
            continue
        partly = kept[a] < 0 or kept[b] < 0 or kept[c] < 0
        left = max(math.ceil(2 * (min(x0, x1, x2) - 0.375)), 0)
        right = min(math.floor(2 * (max(x0, x1, x2) - 0.125)), side - 1)
        top = max(math.ceil(2 * (min(y0, y1, y2) - 0.375)), 0)
        bottom = min(math.floor(2 * (max(y0, y1, y2) - 0.125)), side - 1)
        ux, uy, vx, vy = (y1 - y2) / area, (x2 - x1) / area, (y2 - y0) / area, (x0 - x2) / area
        for row in range(top, bottom + 1):
            shifted = 0.375 - 0.25 * (row & 1) - x2
            for column in range(left, right + 1):
                x = 0.5 * column + shifted
                y = 0.5 * row + 0.25 * (column & 1) + 0.125 - y2
                u = ux * x + uy * y
                v = vx * x + vy * y
                w = 1 - u - v
                if u < 0 or v < 0 or w < 0:
                    continue
                near = u * z0 + v * z1 + w * z2
                if near <= depth[row, column]:
                    continue
                u *= z0 / near
                v *= z1 / near
                if partly and u * kept[a] + v * kept[b] + (1 - u - v) * kept[c] < 0:
                    continue
                depth[row, column] = near
                ids[row, column] = t
                between[row, column, 0] = u
                between[row, column, 1] = v
