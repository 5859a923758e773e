"""What is known at each point of the mesh when it is shaded: one row of numbers a point."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.paint import COLUMNS
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

POSITION, NORMAL, CANONICAL = 0, 3, 6
GLOW = 9  # key light as it comes out of the skin: red, green, blue
ROOM = 12  # light from all around: red, green, blue
SHARP = 15  # key light as it falls on the surface
LIT = 16  # the share of the key light that nothing hides
RIM = 17  # light from behind
PAINT = 18  # the columns of `paint`
WIDTH = PAINT + COLUMNS


def record(
    *,
    points: Floats,
    normals: Floats,
    canonical: Floats,
    painted: Floats,
    glow: Floats,
    room: Floats,
    lit: Floats,
    key: Floats,
    rim: Floats,
    dressed: Whole,
) -> Floats:
    """All of it side by side: (n, width).

    Parameters
    ----------
    points, normals, canonical, painted : ndarray of n rows
        The body, bare points (b) first, those of clothes (d) last.
    glow, room, lit : ndarray of b rows
        Light on the bare body; clothes have that of the skin below.
    key, rim : ndarray of shape (3,)
        Where these lights are.
    dressed : ndarray of shape (d,)
        The bare point below each of the clothes'.
    """
    rows = np.empty((len(points), WIDTH), np.float32)
    _fill(rows, points, normals, canonical, painted, glow, room, lit, key, rim, dressed)
    return rows


@compiled
def _fill(
    rows: Floats,
    points: Floats,
    normals: Floats,
    canonical: Floats,
    painted: Floats,
    glow: Floats,
    room: Floats,
    lit: Floats,
    key: Floats,
    rim: Floats,
    dressed: Whole,
) -> None:
    bare = len(lit)
    for n in range(len(rows)):
        own = n if n < bare else dressed[n - bare]
        facing, back = np.float32(0.0), np.float32(0.05)
        for axis in range(3):
            rows[n, POSITION + axis] = points[n, axis]
            rows[n, NORMAL + axis] = normals[n, axis]
            rows[n, CANONICAL + axis] = canonical[n, axis]
            rows[n, GLOW + axis] = glow[own, axis]
            rows[n, ROOM + axis] = room[own, axis]
            facing += normals[n, axis] * key[axis]
            back += normals[n, axis] * rim[axis]
        rows[n, SHARP] = max(facing, np.float32(0.0)) * lit[own]
        rows[n, LIT] = lit[own]
        rows[n, RIM] = max(back, np.float32(0.0))
        for column in range(painted.shape[1]):
            rows[n, PAINT + column] = painted[n, column]
