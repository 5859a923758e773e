"""Light on hair: a white and a coloured highlight, light from behind, and depth within the hair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.combing import unit
from raredx.cohorts.simulate.strands.compiled import compiled, f32, inlined
from raredx.cohorts.simulate.strands.opacity import Opacity, light_through, opacity_of
from raredx.cohorts.simulate.strands.strands import HAIR, LASH, Strands

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_TILT = 0.07
"""By how much the scales of a hair shift its highlights along it (radians)."""
_SKY = np.array([0.0, -0.35, 0.94], np.float32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lamp:
    """A light far away."""

    towards: Floats  # (3,): from the head to the light
    colour: Floats  # (3,): linear RGB


class Lighting(NamedTuple):
    """The light around strands, as compiled code reads it."""

    key: Opacity  # the first lamp, through the hair
    dome: Opacity  # the sky, through the hair
    lamps: Floats  # (n, 6): direction, linear RGB
    around: Floats  # (4, 3): sky, ground, the eye, the middle of the head


def light_strands(
    strands: Strands, *, eye: Floats, lamps: Sequence[Lamp], sky: Floats, ground: Floats
) -> Lighting:
    """Prepare the light in which strands are drawn.

    Parameters
    ----------
    strands : Strands
        What `grow` gave. Its hair shadows itself and, by `light_on`, what lies below.
    eye : ndarray of shape (3,)
        Where the camera is.
    lamps : sequence of Lamp
        Key light first, then fill and rim lights.
    sky, ground : ndarray of shape (3,)
        Light from above and from below, linear RGB.
    """
    hair = strands.kind == HAIR
    points, width = strands.points[hair], strands.width[hair]
    rows = [[*(lamp.towards / np.linalg.norm(lamp.towards)), *lamp.colour] for lamp in lamps]
    return Lighting(
        opacity_of(points, width, strands.centre, lamps[0].towards),
        opacity_of(points, width, strands.centre, _SKY),
        np.array(rows, np.float32),
        np.stack([sky, ground, eye, strands.centre]).astype(np.float32),
    )


@compiled
def shade_strands(
    points: Floats,  # (s, k, 3)
    colour: Floats,  # (s, 3)
    kind: Whole,  # (s,)
    wanted: npt.NDArray[np.bool_],  # (s, k)
    lighting: Lighting,
) -> Floats:
    """Linear RGB of those points of strands that are wanted: (s, k, 3)."""
    shades = np.empty_like(points)
    key, key_volume = lighting.key.frame, lighting.key.volume
    dome, dome_volume = lighting.dome.frame, lighting.dome.volume
    lamps, around = lighting.lamps, lighting.around
    last = points.shape[1] - 1
    for s in range(points.shape[0]):
        hair = kind[s] == HAIR
        gloss = f32(0.02) if kind[s] == LASH else f32(0.05)
        bounce = min(f32(0.9) * colour[s, 1], f32(0.4))  # fair hair hands light on
        for k in range(last + 1):
            if not wanted[s, k]:
                continue
            x, y, z = points[s, k, 0], points[s, k, 1], points[s, k, 2]
            nx, ny, nz = unit(x - around[3, 0], y - around[3, 1], z - around[3, 2])
            vx, vy, vz = unit(around[2, 0] - x, around[2, 1] - y, around[2, 2] - z)
            a, b = min(k + 1, last), max(k - 1, 0)
            tx, ty, tz = unit(
                points[s, a, 0] - points[s, b, 0],
                points[s, a, 1] - points[s, b, 1],
                points[s, a, 2] - points[s, b, 2],
            )
            sin_v = tx * vx + ty * vy + tz * vz
            direct, open_ = f32(1.0), f32(1.0)
            ambient = f32(0.75)
            if hair:
                direct = light_through(key, key_volume, x, y, z)
                direct += (1 - direct) * bounce
                open_ = light_through(dome, dome_volume, x, y, z)
                open_ += (1 - open_) * bounce
                root = min(f32(0.7) + f32(0.9) * k / last, f32(1.0))
                ambient = (f32(0.20) + f32(0.80) * open_) * root
            above = f32(0.5) + f32(0.5) * nz
            for c in range(3):
                light = around[0, c] * above + around[1, c] * (1 - above)
                shades[s, k, c] = colour[s, c] * light * ambient
            for lamp in range(len(lamps)):
                lx, ly, lz = lamps[lamp, 0], lamps[lamp, 1], lamps[lamp, 2]
                lit = (nx * lx + ny * ly + nz * lz) * f32(1.1) + f32(0.40)
                if lit <= 0:
                    continue
                lit = min(lit, f32(1.0)) * (direct if lamp == 0 else open_)
                sin_l = tx * lx + ty * ly + tz * lz
                half = (sin_l + sin_v) * f32(0.5)
                white = gloss * _lobe((half + f32(_TILT)) / f32(0.085))
                coloured = _lobe((half - f32(1.5 * _TILT)) / f32(0.17))
                behind = max(f32(-0.15) - vx * lx - vy * ly - vz * lz, f32(0.0))
                body = f32(0.62) * math.sqrt(max(1 - sin_l * sin_l, f32(0.0)))
                body += coloured + f32(1.6) * behind * behind
                for c in range(3):
                    shades[s, k, c] += lamps[lamp, 3 + c] * lit * (colour[s, c] * body + white)
    return shades


@inlined
def _lobe(t: float) -> float:
    """A highlight's brightness, by how far off its middle one looks."""
    t *= t
    return 1 / (1 + t * (f32(0.6) + f32(0.25) * t))
