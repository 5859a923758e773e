"""Shading: the light that each pixel of a person sends to the camera."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head.head import EYES, SKIN, TEETH
from raredx.cohorts.simulate.portrait.clothes import Fabric
from raredx.cohorts.simulate.portrait.eyes import Eyes, on_eye
from raredx.cohorts.simulate.portrait.fabric import on_cloth
from raredx.cohorts.simulate.portrait.materials import (
    Rig,
    bend,
    light_cloth,
    light_eye,
    light_mouth,
    light_skin,
)
from raredx.cohorts.simulate.portrait.mesh import CLOTH
from raredx.cohorts.simulate.portrait.record import CANONICAL, WIDTH
from raredx.cohorts.simulate.portrait.skin import Skin
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_SAME = 0.005
"""Metres within which samples of one pixel and part count as one surface."""
_LIDS = 10
"""Samples to which eyes and teeth are searched for what covers them."""


@compiled
def shade(
    depth: Floats,
    ids: Whole,
    between: Floats,
    triangles: Whole,
    part: Whole,
    rows: Floats,
    rig: Rig,
    skin: Skin,
    eyes: Eyes,
    fabric: Fabric,
    picture: Floats,
) -> tuple[float, float]:
    """Lay a person over a background, (s, s, 3) linear RGB.

    Each pixel is shaded once for every surface that its samples show. What the meter reads is
    returned: the squares of the luminance of cheeks, nose and chin, and from how many samples.
    """
    size = len(picture)
    values = np.empty(WIDTH, np.float32)
    rgb = np.empty(3, np.float32)
    tilt = np.empty(3, np.float32)
    normal = np.empty(3, np.float32)
    out = np.empty(3, np.float32)
    squares, count = 0.0, 0.0
    for row in range(size):
        for column in range(size):
            open_ = 15
            total = 0
            red = green = blue = 0.0
            for first in range(4):
                if not (open_ >> first) & 1:
                    continue
                i, j = 2 * row + (first >> 1), 2 * column + (first & 1)
                triangle = ids[i, j]
                if triangle < 0:
                    continue
                own, near = part[triangle], depth[i, j]
                last, shared = first, 1
                for other in range(first + 1, 4):
                    k, m = 2 * row + (other >> 1), 2 * column + (other & 1)
                    if not (open_ >> other) & 1 or ids[k, m] < 0 or part[ids[k, m]] != own:
                        continue
                    if abs(depth[k, m] - near) < _SAME * near * near:
                        open_ &= ~(1 << other)
                        last, shared = other, shared + 1
                _interpolate(first, last, row, column, ids, between, triangles, rows, values)
                footprint = 1 / (near * rig.focal)
                if own == SKIN:
                    light_skin(values, skin, rig, footprint, rgb, tilt, normal, out)
                    if _metered(values[CANONICAL + 1], values[CANONICAL + 2]):
                        seen = 0.2126 * out[0] + 0.7152 * out[1] + 0.0722 * out[2]
                        squares, count = squares + seen * seen * shared, count + shared
                elif own == CLOTH:
                    on_cloth(values, fabric, footprint, rgb, tilt)
                    bend(values, tilt, normal)
                    light_cloth(values, rig, rgb, normal, out)
                elif own == EYES:
                    above = _covered(ids, part, i, j, -1, own) * 0.5 * footprint
                    below = _covered(ids, part, i, j, 1, own) * 0.5 * footprint
                    on_eye(values, eyes, rig.key, footprint, rgb, normal)
                    light_eye(values, rig, above, below, footprint, rgb, normal, out)
                else:
                    above = _covered(ids, part, i, j, -1, own) * 0.5 * footprint
                    light_mouth(values, rig, own == TEETH, above, rgb, out)
                red, green, blue = (
                    red + out[0] * shared,
                    green + out[1] * shared,
                    blue + out[2] * shared,
                )
                total += shared
            if total:
                rest = (4 - total) * 0.25
                picture[row, column, 0] = picture[row, column, 0] * rest + red * 0.25
                picture[row, column, 1] = picture[row, column, 1] * rest + green * 0.25
                picture[row, column, 2] = picture[row, column, 2] * rest + blue * 0.25
    return squares, count


@compiled
def _metered(y: float, z: float) -> bool:
    """Whether the meter reads there: on cheeks, nose and chin, where nothing but skin is seen."""
    return y < -0.085 and (0.376 < z < 0.395 or 0.326 < z < 0.341)


@compiled
def _interpolate(
    first: int,
    last: int,
    row: int,
    column: int,
    ids: Whole,
    between: Floats,
    triangles: Whole,
    rows: Floats,
    values: Floats,
) -> None:
    """The values half-way between two samples of a surface."""
    i, j = 2 * row + (first >> 1), 2 * column + (first & 1)
    k, m = 2 * row + (last >> 1), 2 * column + (last & 1)
    t, s = ids[i, j], ids[k, m]
    a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
    u, v = between[i, j, 0], between[i, j, 1]
    if t == s:
        u, v = 0.5 * (u + between[k, m, 0]), 0.5 * (v + between[k, m, 1])
        w = 1 - u - v
        for n in range(WIDTH):
            values[n] = u * rows[a, n] + v * rows[b, n] + w * rows[c, n]
        return
    d, e, f = triangles[s, 0], triangles[s, 1], triangles[s, 2]
    x, y = between[k, m, 0], between[k, m, 1]
    w, z = 1 - u - v, 1 - x - y
    for n in range(WIDTH):
        one = u * rows[a, n] + v * rows[b, n] + w * rows[c, n]
        values[n] = 0.5 * (one + x * rows[d, n] + y * rows[e, n] + z * rows[f, n])


@compiled
def _covered(ids: Whole, part: Whole, i: int, j: int, way: int, own: int) -> float:
    """How many samples above or below a sample something else begins, at most `_LIDS`."""
    for away in range(1, _LIDS):
        k = i + way * away
        if k < 0 or k >= len(ids) or ids[k, j] < 0 or part[ids[k, j]] != own:
            return float(away)
    return 1e6
