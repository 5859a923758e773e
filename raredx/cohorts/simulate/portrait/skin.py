"""Skin: the colour that pigment and blood give it, and how rough and how oily it is."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.colour import LUMINANCE, skin_colour
from raredx.cohorts.simulate.portrait.lines import age_lines, philtrum
from raredx.cohorts.simulate.portrait.lips import Lips, lips_of, on_lips
from raredx.cohorts.simulate.portrait.look import Look
from raredx.cohorts.simulate.portrait.noise import noise, spots, step
from raredx.cohorts.simulate.portrait.paint import BEARD, BLOOD, CIRCLES, LID, LIP, OIL, UPPER
from raredx.cohorts.simulate.portrait.record import CANONICAL, PAINT
from raredx.cohorts.simulate.strands.brows import brow_density_at, brow_of
from raredx.cohorts.simulate.strands.colour import GREY, hair_colour
from raredx.cohorts.simulate.strands.compiled import compiled
from raredx.cohorts.simulate.strands.scalp import scalp_density_at, scalp_of

Floats = npt.NDArray[np.float32]

_BLOOD = np.array([0.045, 0.32, 0.26], np.float32)
_PIGMENT = np.array([0.40, 0.62, 0.80], np.float32)
_CIRCLES = np.array([0.60, 0.70, 0.54], np.float32)


class Skin(NamedTuple):
    """The skin of one person, as compiled code reads it."""

    colour: Floats  # (3,) linear RGB
    absorbed: Floats  # (3, 3): by blood, by pigment, by circles under the eyes
    lips: Lips
    hair: Floats  # (3, 3): linear RGB of scalp hair, brows and beard
    scalp: Floats
    brow: Floats
    moles: Floats  # (m, 3): x, z and radius in metres
    blood: float
    pallor: float
    blotches: float
    freckles: float
    circles: float
    stubble: float
    lashes: float
    philtrum: float
    age: float
    nasolabial: float
    seed: float


def skin_of(look: Look) -> Skin:
    """The skin of somebody with this look."""
    colour = skin_colour(look.melanin, warmth=look.warmth)
    hair = hair_colour(look.hair.eumelanin, look.hair.pheomelanin)
    hair = hair + (GREY * 0.8 - hair) * np.float32(min(look.hair.grey, 1.0))
    brow = hair_colour(look.brows.eumelanin, look.brows.pheomelanin)
    shown = np.float32(1 - 0.55 * look.melanin)
    return Skin(
        colour=colour,
        absorbed=np.stack([_BLOOD * shown, _PIGMENT, _CIRCLES]),
        lips=lips_of(look, colour),
        hair=np.stack([hair * 0.45, brow, hair * 0.5 + np.float32(0.02)]).astype(np.float32),
        scalp=scalp_of(look.hair),
        brow=brow_of(look.brows),
        moles=np.array([*look.moles, (0.0, 9e3, 1.0)], np.float32) / np.float32(1000),
        blood=look.blood,
        pallor=min(look.pallor, 1.3),
        blotches=look.blotches,
        freckles=look.freckles,
        circles=look.circles,
        stubble=look.stubble,
        lashes=min(look.lashes.density * (0.35 + 0.65 * min(look.lashes.length, 1.0)), 1.2),
        philtrum=look.philtrum,
        age=look.lines,
        nasolabial=look.nasolabial,
        seed=float(look.seed % 89),
    )


@compiled
def on_skin(
    values: Floats, skin: Skin, footprint: float, rgb: Floats, tilt: Floats
) -> tuple[float, float]:
    """Colour (3,) and slope (3,) of the skin at a place; its oil and share of lip are given back.

    `footprint` is how many metres a pixel spans there.
    """
    x, y, z = values[CANONICAL], values[CANONICAL + 1], values[CANONICAL + 2]
    s = skin.seed
    wide, mid = noise(x * 40 + s, y * 40, z * 40), noise(x * 150 + s, y * 150, z * 150)
    fine = noise(x * 600 + s, y * 600, z * 600)
    blood = skin.blood * values[PAINT + BLOOD] * (1 + 0.35 * mid)
    blood += skin.blotches * (0.20 * wide + 0.20 * mid + 0.10 * fine)
    blood = blood * (1 - 0.7 * skin.pallor) - 0.55 * skin.pallor
    pigment = skin.blotches * (0.05 * mid - 0.04 * wide + 0.03 * fine)
    pigment += _marks(x, y, z, skin)
    circles = skin.circles * values[PAINT + CIRCLES]
    for c in range(3):
        absorbed = blood * skin.absorbed[0, c] + pigment * skin.absorbed[1, c]
        rgb[c] = skin.colour[c] * math.exp(-absorbed - circles * skin.absorbed[2, c])
    if skin.pallor > 0:
        grey = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
        for c in range(3):
            rgb[c] += (grey * (1.10 - 0.06 * c) - rgb[c]) * 0.30 * skin.pallor
    for c in range(3):
        tilt[c] = 0.0
    dark = philtrum(x, z, skin.philtrum, tilt)
    dark += age_lines(x, y, z, skin.age, skin.nasolabial, s, tilt)
    for c in range(3):
        rgb[c] *= 1 - dark * (0.9 if c == 0 else 1.0)
    rim = step(0.72, 1.0, values[PAINT + LID]) * (0.62 if z > 0.4145 else 0.22) * skin.lashes
    for c in range(3):
        rgb[c] += (0.5 * skin.hair[1, c] - rgb[c]) * rim
    lip = 0.0
    if values[PAINT + LIP] > -0.006:
        within, upper = values[PAINT + LIP], values[PAINT + UPPER]
        lip = on_lips(x, z, within, upper, footprint, skin.lips, rgb, tilt)
    _hair_below(x, y, z, values[PAINT + BEARD] * (1 - lip), fine, skin, rgb)
    rough = (0.045 + 0.02 * skin.blotches) * min(0.0012 / footprint, 1.0) * (1 - 0.6 * lip)
    tilt[0] += rough * noise(x * 800, y * 800 + 7, z * 800)
    tilt[1] += rough * fine
    tilt[2] += rough * noise(x * 800, y * 800, z * 800 + 53)
    oil = (0.55 + 0.75 * max(values[PAINT + OIL], 0.0)) * (1 + 0.30 * mid + 0.15 * fine)
    return oil * (1 - lip) + 1.5 * lip, lip


@compiled
def _marks(x: float, y: float, z: float, skin: Skin) -> float:
    """Pigment of freckles and moles."""
    pigment = 0.0
    if skin.freckles > 0 and y < -0.03:
        band = (z - 0.394) / 0.026
        where = (0.16 + 0.84 * math.exp(-band * band)) * step(0.07, 0.04, abs(x))
        share = min(0.75 * skin.freckles, 0.9)
        pigment += (
            0.75 * where * skin.freckles * spots(x * 420, y * 420 + skin.seed, z * 420, share)
        )
    if y < -0.05:
        for m in range(len(skin.moles)):
            dx, dz = x - skin.moles[m, 0], z - skin.moles[m, 1]
            radius = skin.moles[m, 2]
            pigment += 1.7 * step(1.5, 0.5, math.sqrt(dx * dx + dz * dz) / radius)
    return pigment


@compiled
def _hair_below(
    x: float, y: float, z: float, beard: float, fine: float, skin: Skin, rgb: Floats
) -> None:
    """The shade of hair that is too short or too dense to be drawn as strands."""
    shade = skin.stubble * beard * (0.62 + 0.38 * fine) * 0.62
    scalp = 0.0
    if z > 0.355 and (z > 0.45 or abs(x) > 0.045 or y > -0.08):
        scalp = 0.85 * scalp_density_at(x, y, z, skin.scalp)
    brow = 0.0
    if y < -0.075 and z > 0.415 and z < 0.46:
        brow = brow_density_at(x, y, z, skin.brow)
    for c in range(3):
        rgb[c] += (skin.hair[2, c] - rgb[c]) * shade
        rgb[c] += (skin.hair[0, c] - rgb[c]) * scalp
        rgb[c] += (skin.hair[1, c] - rgb[c]) * brow


def luminance_of(skin: Skin) -> float:
    """How light the skin is by itself, for the meter of a camera."""
    return float(skin.colour @ LUMINANCE)
