"""Where hair grows: the hairline in the canonical head, soft at its border."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled, f32
from raredx.cohorts.simulate.strands.style import HairStyle

Floats = npt.NDArray[np.float32]

AXIS = -0.030
"""Where (y) the upright axis stands around which angles are told: 0 ahead, 180 behind."""
_ANGLES = np.arange(0, 181, 5, dtype=np.float32)  # degrees
_HEIGHTS = np.interp(
    _ANGLES,
    [0, 14, 26, 36, 45, 52, 58, 63, 68, 74, 79, 83, 98, 106, 113, 125, 150, 180],
    np.array(
        [475, 474, 473, 469, 459, 445, 430, 416, 404, 399, 406, 425, 426, 408, 386, 370, 360, 357]
    )
    / 1000,
).astype(np.float32)
_SOFT = 0.007
_CROWN = (0.0, 0.015, 0.505)


def scalp_of(hair: HairStyle) -> Floats:
    """What `scalp_density_at` has to know of a style: hairline, recession, density, roughness."""
    rough = np.random.default_rng(hair.seed).uniform(0, 50)
    values = [hair.hairline, hair.recession, hair.density, rough]
    return np.array(values, np.float32)  # (4,)


def scalp_density(points: Floats, hair: HairStyle) -> Floats:
    """How dense hair stands at canonical points (n, 3): from 0 to 1.

    >>> forehead, crown = [0, -0.13, 0.46], [0, -0.02, 0.52]
    >>> scalp_density(np.array([forehead, crown], np.float32), HairStyle()).round(2).tolist()
    [0.0, 1.0]
    """
    return _densities(np.ascontiguousarray(points, np.float32), scalp_of(hair))


@compiled
def inside_hairline(x: float, y: float, z: float, scalp: Floats) -> float:
    """Metres that a canonical point lies within the hairline; negative outside."""
    across = abs(x)
    angle = f32(57.29578) * math.atan2(across, f32(AXIS) - y)
    place = min(max(angle / f32(5.0), f32(0.0)), f32(35.999))
    i = int(place)
    part = place - i
    line = _HEIGHTS[i] * (1 - part) + _HEIGHTS[i + 1] * part
    ahead = min(max((f32(85.0) - angle) / f32(30.0), f32(0.0)), f32(1.0))
    rough = math.sin(x * 410 + scalp[3]) + math.sin(x * 970 + z * 300 + 2 * scalp[3])
    inside: float = z - line - scalp[0] * ahead + f32(0.0011) * rough
    if scalp[1] > 0:
        bay = math.exp(-(((angle - 33) / 17) ** 2)) * ahead
        inside -= f32(0.035) * scalp[1] * bay + 0.02 * max(scalp[1] - 0.5, 0.0) * ahead
    return inside * f32(0.85)


@compiled
def scalp_density_at(x: float, y: float, z: float, scalp: Floats) -> float:
    """`scalp_density` of one canonical point, for use in other compiled code."""
    t = (inside_hairline(x, y, z, scalp) + f32(0.3 * _SOFT)) / f32(1.6 * _SOFT)
    t = min(max(t, f32(0.0)), f32(1.0))
    density: float = t * t * (3 - 2 * t) * min(scalp[2], f32(1.0))
    if scalp[1] > f32(0.25):
        away = (x / 0.045) ** 2 + ((y - _CROWN[1]) / 0.05) ** 2 + ((z - _CROWN[2]) / 0.04) ** 2
        density *= 1 - min(f32(1.3) * (scalp[1] - f32(0.25)), 1.0) * math.exp(-away)
        top = min(max((z - f32(0.470)) / f32(0.02), f32(0.0)), f32(1.0))
        density *= 1 - top * min(max(3 * scalp[1] - f32(2.0), 0.0), 1.0)
    return density


@compiled
def _densities(points: Floats, scalp: Floats) -> Floats:
    density = np.empty(len(points), np.float32)
    for i in range(len(points)):
        density[i] = scalp_density_at(points[i, 0], points[i, 1], points[i, 2], scalp)
    return density
