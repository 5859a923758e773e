"""Eyes: white, iris, pupil, the clear dome before them, and the wet rim of the lids."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import EYES
from raredx.cohorts.simulate.portrait.colour import from_lab, iris_colours
from raredx.cohorts.simulate.portrait.look import Look
from raredx.cohorts.simulate.portrait.noise import noise, step
from raredx.cohorts.simulate.portrait.record import CANONICAL, POSITION
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]

_IRIS = 0.365
"""Radius of the iris, beside that of the eyeball."""


class Eyes(NamedTuple):
    """Two eyes, as compiled code reads them; the left one first."""

    centre: Floats  # (2, 3)
    radius: Floats  # (2,)
    axes: Floats  # (2, 3, 3): to the person's left, up, and where it looks
    corner: Floats  # (2, 3): the inner corners
    white: Floats  # (3,) linear RGB
    iris: Floats  # (2, 3): linear RGB of the iris, and next to the pupil
    pupil: float
    veins: float
    seed: float


def eyes_of(look: Look, vertices: Floats, *, gaze: tuple[float, float], towards: Floats) -> Eyes:
    """The eyes in one photograph.

    Parameters
    ----------
    look : Look
        Whose eyes.
    vertices : ndarray of shape (v, 3)
        The head.
    gaze : tuple of float
        Degrees to the camera's right and up by which they look past the camera.
    towards : ndarray of shape (3,)
        Where the camera is, from between the eyes.
    """
    sides = eyeballs()
    centre = np.stack([(vertices[s].max(0) + vertices[s].min(0)) / 2 for s in sides])  # (2, 3)
    radius = [
        np.linalg.norm(vertices[s] - c, axis=1).mean() for s, c in zip(sides, centre, strict=True)
    ]
    marks = Head.shipped().landmarks
    corner = vertices[[marks["endocanthion_left"], marks["endocanthion_right"]]]
    turn = min(max(math.atan2(towards[0], -towards[1]), -0.45), 0.45) + math.radians(gaze[0])
    rise = min(max(float(towards[2]), -0.12), 0.08) + math.radians(gaze[1])
    axes = [_axes(turn, rise), _axes(turn + look.strabismus, rise)]
    main, ring = iris_colours(look.iris)
    blue = min(look.blue_iris, 1.3)
    main = main + (from_lab([39, -5, -25]) - main) * np.float32(min(0.95 * blue, 1))
    ring = ring + (from_lab([49, -7, -17]) - ring) * np.float32(min(0.95 * blue, 1))
    white = np.array([0.45, 0.41, 0.385]) - look.yellow_sclera * np.array([0.04, 0.07, 0.15])
    tint = min(look.blue_sclera, 1.3)
    white = white * (1 - np.array([0.56, 0.36, 0.02]) * tint)
    return Eyes(
        centre=centre.astype(np.float32),
        radius=np.array(radius, np.float32),
        axes=np.stack(axes),
        corner=corner.astype(np.float32),
        white=white.astype(np.float32),
        iris=np.stack([main, ring]).astype(np.float32),
        pupil=0.125 * look.pupil,
        veins=0.35 + 0.4 * look.yellow_sclera + 0.3 * look.lines,
        seed=float(look.seed % 61),
    )


@cache
def eyeballs() -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The vertices of the left eyeball and of the right one."""
    head = Head.shipped()
    balls = head.vertices_of(EYES)
    across = head.canonical[balls, 0]
    return balls[across > 0], balls[across < 0]


@compiled
def on_eye(
    values: Floats, eyes: Eyes, key: Floats, footprint: float, rgb: Floats, normal: Floats
) -> float:
    """Colour (3,) of an eye at a place; its normal becomes that of the clear dome before it.

    How far the place lies on the iris is returned.
    """
    e = 0 if values[CANONICAL] > 0 else 1
    dx = values[POSITION] - eyes.centre[e, 0]
    dy = values[POSITION + 1] - eyes.centre[e, 1]
    dz = values[POSITION + 2] - eyes.centre[e, 2]
    size = math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
    dx, dy, dz = dx / size, dy / size, dz / size
    axes = eyes.axes[e]
    u = dx * axes[0, 0] + dy * axes[0, 1] + dz * axes[0, 2]
    v = dx * axes[1, 0] + dy * axes[1, 1] + dz * axes[1, 2]
    ahead = dx * axes[2, 0] + dy * axes[2, 1] + dz * axes[2, 2]
    r = math.sqrt(u * u + v * v) if ahead > 0 else 2.0
    soft = 0.6 * footprint / eyes.radius[e]
    angle = math.atan2(v, u)
    vein = noise(dx * 9 + eyes.seed, dy * 9, dz * 9 + 4) + 0.5 * noise(dx * 27, dy * 27, dz * 27)
    red = eyes.veins * step(0.38, 0.85, r) * (0.45 + 0.55 * step(0.0, 0.6, vein))
    rgb[0] = eyes.white[0] * (1 - 0.05 * red)
    rgb[1] = eyes.white[1] * (1 - 0.30 * red)
    rgb[2] = eyes.white[2] * (1 - 0.28 * red)
    iris = step(_IRIS + 0.014 + soft, _IRIS - 0.014 - soft, r)
    if iris > 0:
        fibre = 0.6 * noise(angle * 11, r * 7, eyes.seed) + 0.4 * noise(angle * 25, r * 5, 9.0)
        near = step(0.27, 0.14, r + 0.03 * noise(angle * 4, 1.0, eyes.seed))
        limb = 1 - 0.72 * step(_IRIS - 0.10, _IRIS, r)
        across = (u * key[0] + v * key[2]) / max(r, 0.05)
        lens = 1 - 0.75 * across * r / _IRIS  # light gathers opposite to where it comes in
        for c in range(3):
            shade = eyes.iris[0, c] + (eyes.iris[1, c] - eyes.iris[0, c]) * near
            shade *= (1 + 0.42 * fibre) * limb * lens
            rgb[c] += (1.15 * shade - rgb[c]) * iris
        pupil = step(eyes.pupil + 0.012 + soft, eyes.pupil - 0.012 - soft, r)
        for c in range(3):
            rgb[c] += (0.006 - rgb[c]) * pupil
    corner = 0.0
    for axis in range(3):
        gap = (values[POSITION + axis] - eyes.corner[e, axis]) / (0.19 * eyes.radius[e])
        corner += gap * gap
    flesh = math.exp(-corner)
    rgb[0] += (0.52 - rgb[0]) * 0.8 * flesh
    rgb[1] += (0.25 - rgb[1]) * 0.8 * flesh
    rgb[2] += (0.22 - rgb[2]) * 0.8 * flesh
    dome = step(_IRIS + 0.10, _IRIS - 0.06, r) * 0.95
    normal[0] = dx + dome * (u * axes[0, 0] + v * axes[1, 0])
    normal[1] = dy + dome * (u * axes[0, 1] + v * axes[1, 1])
    normal[2] = dz + dome * (u * axes[0, 2] + v * axes[1, 2])
    size = math.sqrt(normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2)
    for axis in range(3):
        normal[axis] /= size
    return iris


def _axes(turn: float, rise: float) -> Floats:
    """Axes (3, 3) of an eye that looks so far to the person's left, and up, in radians."""
    ahead = [math.sin(turn) * math.cos(rise), -math.cos(turn) * math.cos(rise), math.sin(rise)]
    left = [math.cos(turn), math.sin(turn), 0.0]
    return np.array([left, np.cross(ahead, left), ahead], np.float32)
