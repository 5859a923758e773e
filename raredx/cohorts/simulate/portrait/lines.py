"""Small shapes of the skin that the mesh does not have: the philtrum, and the lines of age.

Each is a groove or a ridge on the canonical head; what is added up is its slope there (`tilt`),
and how much of the light it keeps off is given back.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.noise import noise, step
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]


@compiled
def philtrum(x: float, z: float, depth: float, tilt: Floats) -> float:
    """The groove between nose and lip, with a ridge on each side; depth 0 is smooth."""
    across = abs(x)
    if across > 0.011 or z < 0.3625 or z > 0.3765:
        return 0.0
    up = (z - 0.3645) / 0.0105  # 0 at the lip, 1 below the nose
    there = step(-0.12, 0.22, up) * step(1.12, 0.8, up) * depth
    aside = 0.0047 - 0.0014 * up
    ridge = (across - aside) / 0.0015
    hollow = across / 0.0024
    on_ridge, in_hollow = math.exp(-ridge * ridge), math.exp(-hollow * hollow)
    slope = -2 * ridge * on_ridge * 0.00072 / 0.0015 + 2 * hollow * in_hollow * 0.0013 / 0.0024
    tilt[0] += math.copysign(slope * there, x)
    return there * (0.32 * in_hollow - 0.14 * on_ridge)


@compiled
def age_lines(
    x: float, y: float, z: float, age: float, folds: float, seed: float, tilt: Floats
) -> float:
    """Furrows of the forehead, crow's feet, folds beside nose and mouth, lines between brows."""
    if y > -0.06:
        return 0.0
    across = abs(x)
    side = math.copysign(1.0, x)
    dark = 0.0
    if z > 0.442 and z < 0.487 and across < 0.055:
        wave = 0.0016 * noise(x * 38 + seed, 3.0, z * 20) + 0.05 * x * x / 0.055
        place = (z + wave) / 0.0088 + 0.3
        off = (place - math.floor(place) - 0.5) * 0.0088 / 0.0010
        deep = step(0.442, 0.450, z) * step(0.487, 0.477, z) * step(0.055, 0.034, across)
        deep *= 0.45 + 0.55 * noise(x * 25 + seed, z * 90, 1.0)
        groove = math.exp(-off * off) * max(deep, 0.0) * max(age - 0.15, 0.0)
        tilt[2] += 1.1 * off * groove
        dark += 0.20 * groove
    if across > 0.042 and across < 0.068 and z > 0.394 and z < 0.434:
        dx, dz = across - 0.036, z - 0.4135
        away = math.sqrt(dx * dx + dz * dz)
        turn = math.atan2(dz, dx) / 0.33 + 0.25 * noise(away * 300, seed, 2.0)
        off = (turn - math.floor(turn) - 0.5) * 0.33 * away / 0.0010
        groove = math.exp(-off * off) * step(0.007, 0.011, away) * step(0.028, 0.016, away)
        groove *= max(age - 0.1, 0.0)
        tilt[2] += 0.9 * off * groove
        dark += 0.16 * groove
    if across < 0.038 and z > 0.342 and z < 0.388:
        down = min(max((0.385 - z) / 0.035, 0.0), 1.2)
        line = 0.0172 + 0.0125 * down + 0.0015 * math.sin(2.6 * down)
        off = (across - line) / 0.0021
        groove = math.exp(-off * off) * step(1.15, 0.75, down) * step(-0.02, 0.15, down)
        groove *= 0.12 + 0.75 * age + 0.5 * folds
        tilt[0] += side * 0.75 * off * groove
        dark += 0.12 * groove
    if across < 0.012 and z > 0.424 and z < 0.446:
        off = (across - 0.0055) / 0.0011
        groove = math.exp(-off * off) * step(0.424, 0.431, z) * step(0.446, 0.439, z)
        groove *= max(age - 0.2, 0.0)
        tilt[0] += side * 0.8 * off * groove
        dark += 0.16 * groove
    if across > 0.014 and across < 0.044 and z > 0.392 and z < 0.409:
        bend = (across - 0.027) / 0.015
        off = (z - 0.3985 - 0.004 * bend * bend) / 0.0012
        groove = math.exp(-off * off) * step(1.1, 0.7, abs(bend)) * (0.06 + 0.6 * age)
        tilt[2] += 0.8 * off * groove
        dark += 0.12 * groove
    return dark
