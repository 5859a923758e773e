"""Lips: red where their border says, finely lined, moist; thin or thick as a person has them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.colour import LUMINANCE
from raredx.cohorts.simulate.portrait.look import Look
from raredx.cohorts.simulate.portrait.noise import noise, step
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]

_UP, _DOWN = 0.0034, 0.0038
"""Metres by which a vermilion border moves for a painted thickness of 1."""


class Lips(NamedTuple):
    """The lips of one person."""

    colour: Floats  # (3,) linear RGB
    upper: float  # metres by which the border is moved outwards
    lower: float
    bow: float


def lips_of(look: Look, skin: Floats) -> Lips:
    """Lips over skin of some colour (3,)."""
    thin = np.exp(-np.array([0.10, 0.62, 0.50]) * look.lip_red * (1 - 0.45 * look.melanin))
    dark = np.exp(-np.array([0.55, 0.60, 0.55]) * look.lip_dark)
    colour = skin * thin * dark * (1.02 - 0.10 * (1 - look.melanin))
    grey = float(colour @ LUMINANCE)
    pale = min(look.pallor, 1.0)
    colour = colour + (grey * np.array([1.22, 1.0, 0.95]) * 1.1 - colour) * 0.55 * pale
    return Lips(
        colour=colour.astype(np.float32),
        upper=_UP * look.upper_vermilion,
        lower=_DOWN * look.lower_vermilion,
        bow=look.bow,
    )


@compiled
def on_lips(
    x: float,
    z: float,
    within: float,
    upper: float,
    footprint: float,
    lips: Lips,
    rgb: Floats,
    tilt: Floats,
) -> float:
    """Paint lips over skin; the share that they cover is given back.

    `within` is how far inside the canonical border a point lies, `upper` 1 on the upper lip.
    """
    across = abs(x)
    corner = step(0.0205, 0.0105, across)
    moved = (lips.upper * upper + lips.lower * (1 - upper)) * (0.25 + 0.75 * corner)
    peak = (across - 0.0042) / 0.0021
    dip = across / 0.0019
    bow = 0.0008 * math.exp(-peak * peak) - 0.0010 * math.exp(-dip * dip)
    inside = within + moved + lips.bow * upper * bow
    soft = 0.00045 + 0.35 * footprint
    cover = step(-soft, soft, inside)
    roll = (inside + 0.0011) / 0.0009
    light = math.exp(-roll * roll) * (0.4 + 0.6 * upper) * corner
    for c in range(3):
        rgb[c] *= 1 + 0.07 * light
    if cover <= 0:
        return 0.0
    lined = noise(x * 1500, z * 160, 0.5) * min(0.0009 / footprint, 1.0)
    deep = step(0.0, 0.004, inside)
    shade = (0.94 + 0.10 * lined) * (1 - 0.10 * upper) * (1.04 - 0.08 * deep)
    for c in range(3):
        rgb[c] += (lips.colour[c] * shade - rgb[c]) * cover * (0.80 + 0.14 * deep)
    tilt[0] += 0.16 * lined * cover
    return cover
