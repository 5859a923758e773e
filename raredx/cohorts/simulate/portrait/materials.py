"""How skin, cloth, eyes and teeth give back the light that falls on them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.noise import step
from raredx.cohorts.simulate.portrait.paint import EAR, EDGE, FOLD
from raredx.cohorts.simulate.portrait.record import (
    CANONICAL,
    GLOW,
    LIT,
    NORMAL,
    PAINT,
    POSITION,
    RIM,
    ROOM,
    SHARP,
)
from raredx.cohorts.simulate.portrait.skin import Skin, on_skin
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]


class Rig(NamedTuple):
    """The lights around a head: directions (3,) and linear RGB (3,)."""

    key: Floats
    key_colour: Floats
    rim: Floats
    rim_colour: Floats
    fill: Floats
    fill_colour: Floats
    sky: Floats
    ground: Floats
    camera: Floats  # (3,): where it is
    focal: float


@compiled
def bend(values: Floats, tilt: Floats, normal: Floats) -> None:
    """The normal of a surface with small slopes on it."""
    nx, ny, nz = values[NORMAL], values[NORMAL + 1], values[NORMAL + 2]
    along = tilt[0] * nx + tilt[1] * ny + tilt[2] * nz
    nx, ny, nz = nx * (1 + along) - tilt[0], ny * (1 + along) - tilt[1], nz * (1 + along) - tilt[2]
    size = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9
    normal[0], normal[1], normal[2] = nx / size, ny / size, nz / size


@compiled
def light_skin(
    values: Floats,
    skin: Skin,
    rig: Rig,
    footprint: float,
    rgb: Floats,
    tilt: Floats,
    normal: Floats,
    out: Floats,
) -> None:
    """Skin: light that comes out again some way from where it fell in, and what its oil mirrors."""
    oil, lip = on_skin(values, skin, footprint, rgb, tilt)
    bend(values, tilt, normal)
    fold = min(values[PAINT + FOLD], 1.0)
    facing = normal[0] * rig.key[0] + normal[1] * rig.key[1] + normal[2] * rig.key[2]
    lit = values[LIT]
    detail = max(facing, 0.0) * lit - values[SHARP]
    rise = 1 + 0.45 * (normal[2] - values[NORMAL + 2])
    rim = values[RIM]
    collar = min(math.exp(-max(-values[PAINT + EDGE], 0.0) / 0.007), 1.0)
    shaded = (1 - 0.45 * collar) * (0.35 + 0.65 * fold)
    sqrt_fold = math.sqrt(fold)
    for c in range(3):
        kept = 0.40 if c == 0 else (0.68 if c == 1 else 0.85)
        bled = 0.55 if c == 0 else (0.12 if c == 1 else 0.0)
        glow = max(values[GLOW + c] + kept * detail, 0.0) * shaded
        seen = bled * sqrt_fold + (1 - bled) * fold  # red light gets out of folds
        room = values[ROOM + c] * seen * rise * (1 - 0.5 * collar)
        back = rig.rim_colour[c] * rim * (1 + 0.8 * values[PAINT + EAR] * (c == 0))
        out[c] = rgb[c] * (rig.key_colour[c] * glow + room + back)
    _gloss(values, rig, oil, lip, lit * shaded, fold, normal, out)


@compiled
def _gloss(
    values: Floats,
    rig: Rig,
    oil: float,
    lip: float,
    lit: float,
    fold: float,
    normal: Floats,
    out: Floats,
) -> None:
    """Two lobes of the key light on skin, and a sheen of the room at its edges."""
    vx = rig.camera[0] - values[POSITION]
    vy = rig.camera[1] - values[POSITION + 1]
    vz = rig.camera[2] - values[POSITION + 2]
    size = math.sqrt(vx * vx + vy * vy + vz * vz)
    vx, vy, vz = vx / size, vy / size, vz / size
    nv = max(normal[0] * vx + normal[1] * vy + normal[2] * vz, 0.0)
    nl = max(normal[0] * rig.key[0] + normal[1] * rig.key[1] + normal[2] * rig.key[2], 0.0)
    hx, hy, hz = rig.key[0] + vx, rig.key[1] + vy, rig.key[2] + vz
    size = math.sqrt(hx * hx + hy * hy + hz * hz) + 1e-9
    nh = max((normal[0] * hx + normal[1] * hy + normal[2] * hz) / size, 1e-3)
    graze = 1 - max((vx * hx + vy * hy + vz * hz) / size, 0.0)
    mirrored = 0.028 + 0.972 * graze**5
    wide, narrow = 20.0 + 20 * lip, 75.0 + 60 * lip
    lobes = 0.62 * (wide + 8) / 8 * nh**wide + 0.24 * oil * (narrow + 8) / 8 * nh**narrow
    shine = lobes * mirrored * lit * nl * (0.55 + 0.45 * oil)
    up = 2 * nv * normal[2] - vz
    edge = (1 - nv) ** 4
    open_ = min(1.6 * values[ROOM + 1] / (rig.sky[1] + rig.ground[1] + 1e-6), 1.0)
    sheen = (0.012 + 0.16 * edge) * fold * open_ * open_ * (0.45 + 0.4 * oil)
    aside = 2 * nv * normal[0] - vx
    ahead = 2 * nv * normal[1] - vy
    lobe = max(aside * rig.fill[0] + ahead * rig.fill[1] + up * rig.fill[2], 0.0) ** 6
    for c in range(3):
        room = rig.ground[c] + (rig.sky[c] - rig.ground[c]) * step(-0.6, 0.9, up)
        out[c] += rig.key_colour[c] * shine + sheen * (room + 3 * lobe * rig.fill_colour[c])
        out[c] += rig.rim_colour[c] * values[RIM] * 0.25 * edge * open_


@compiled
def light_cloth(values: Floats, rig: Rig, rgb: Floats, normal: Floats, out: Floats) -> None:
    """Cloth: no gloss, a little fuzz at its edges."""
    facing = normal[0] * rig.key[0] + normal[1] * rig.key[1] + normal[2] * rig.key[2]
    key = max(0.85 * facing + 0.15, 0.0) * values[LIT]
    rise = 1 + 0.6 * (normal[2] - values[NORMAL + 2])
    for c in range(3):
        room = values[ROOM + c] * rise
        out[c] = rgb[c] * (rig.key_colour[c] * key + room + rig.rim_colour[c] * values[RIM])


@compiled
def light_eye(
    values: Floats,
    rig: Rig,
    above: float,
    below: float,
    footprint: float,
    rgb: Floats,
    normal: Floats,
    out: Floats,
) -> None:
    """An eye in the shade of its lids; the key light and the room mirrored by its wet dome."""
    shade = (1 - 0.62 * math.exp(-above / 0.0022)) * (1 - 0.25 * math.exp(-below / 0.0010))
    light = values[LIT] * (1 - 0.55 * math.exp(-above / 0.0030))
    facing = 0.35 + 0.65 * max(
        values[NORMAL] * rig.key[0]
        + values[NORMAL + 1] * rig.key[1]
        + values[NORMAL + 2] * rig.key[2],
        0.0,
    )
    vx = rig.camera[0] - values[POSITION]
    vy = rig.camera[1] - values[POSITION + 1]
    vz = rig.camera[2] - values[POSITION + 2]
    size = math.sqrt(vx * vx + vy * vy + vz * vz)
    vx, vy, vz = vx / size, vy / size, vz / size
    nv = normal[0] * vx + normal[1] * vy + normal[2] * vz
    rx, ry, rz = 2 * nv * normal[0] - vx, 2 * nv * normal[1] - vy, 2 * nv * normal[2] - vz
    toward = rx * rig.key[0] + ry * rig.key[1] + rz * rig.key[2]
    across = math.sqrt(max(2 - 2 * toward, 0.0)) if toward > 0 else 2.0
    soft = 0.05 + 60 * footprint
    spark = step(0.17 + soft, 0.17 - 0.5 * soft, across) * (0.3 + 0.7 * values[LIT])
    wet = math.exp(-(((below - 0.0004) / 0.0005) ** 2)) * 0.10
    mirrored = 0.03 + 0.5 * (1 - max(nv, 0.0)) ** 5
    for c in range(3):
        room = rig.ground[c] + (rig.sky[c] - rig.ground[c]) * step(-0.5, 0.6, rz)
        base = rgb[c] * (rig.key_colour[c] * facing * light + values[ROOM + c] * shade)
        out[c] = base + mirrored * room * shade + wet * room
        out[c] += 1.1 * spark * (rig.key_colour[c] + 0.3 * rig.sky[c])


@compiled
def light_mouth(
    values: Floats, rig: Rig, tooth: bool, above: float, rgb: Floats, out: Floats
) -> None:
    """Teeth and tongue, darker the deeper they lie below the upper lip."""
    rgb[0], rgb[1], rgb[2] = (0.56, 0.52, 0.44) if tooth else (0.42, 0.17, 0.16)
    shade = 0.75 - 0.5 * math.exp(-above / 0.003)
    deep = min(max((-0.104 - values[CANONICAL + 1]) / 0.014, 0.06), 1.0)
    for c in range(3):
        key = rig.key_colour[c] * (0.2 + 0.8 * values[SHARP]) * values[LIT]
        out[c] = rgb[c] * (key + values[ROOM + c]) * shade * deep
