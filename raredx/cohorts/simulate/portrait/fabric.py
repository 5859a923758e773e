"""Cloth: its pattern, its folds, and the band along its edge."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.clothes import Fabric
from raredx.cohorts.simulate.portrait.noise import noise, spots, step
from raredx.cohorts.simulate.portrait.paint import EDGE
from raredx.cohorts.simulate.portrait.record import CANONICAL, PAINT
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]


@compiled
def on_cloth(values: Floats, fabric: Fabric, footprint: float, rgb: Floats, tilt: Floats) -> None:
    """Colour (3,) and slope (3,) of cloth at a place."""
    x, y, z = values[CANONICAL], values[CANONICAL + 1], values[CANONICAL + 2]
    below = values[PAINT + EDGE]
    weave = noise(x * 900 + fabric.seed, y * 900, z * 900) * min(0.001 / footprint, 1.0)
    fold = noise(x * 22 + fabric.seed, y * 22, z * 14)
    shade = 1 + 0.05 * weave + 0.05 * fold
    other = 0.0
    if fabric.stripes > 0:
        place = (z - 0.12 * abs(x)) / fabric.stripes
        soft = 0.06 + footprint / fabric.stripes
        other = step(0.5 - soft, 0.5 + soft, abs(place % 2.0 - 1))
    if fabric.dots > 0:
        other = fabric.dots * 0.6 * step(0.2, 0.5, spots(x * 110, y * 110, z * 110, 0.35))
    tilt[0] = 0.10 * weave + 0.16 * noise(x * 30, y * 30 + fabric.seed, z * 16)
    tilt[1] = 0.0
    tilt[2] = 0.10 * noise(x * 26 + fabric.seed, y * 30, z * 26)
    if fabric.knit > 0:
        around = math.atan2(x, -y - 0.02)
        rib = math.sin(around * 150) * fabric.knit * step(0.004, 0.0015, footprint)
        shade *= 1 + 0.10 * rib
    if below < fabric.band:
        other = 0.0
        hem = (below - fabric.band) / 0.0012
        edge = (below - 0.0005) / 0.0016
        shade *= 1 - 0.30 * math.exp(-hem * hem) - 0.12 * math.exp(-edge * edge)
        ribs = math.sin(math.atan2(x, -y - 0.02) * 210)
        shade *= 1 + 0.10 * ribs * step(0.003, 0.0008, footprint)
    for c in range(3):
        rgb[c] = (fabric.colour[c] + (fabric.second[c] - fabric.colour[c]) * other) * shade
