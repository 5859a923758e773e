"""Places to be photographed in, as coarse pictures: 64 pixels each way, linear RGB."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image

from raredx.cohorts.simulate.portrait.colour import from_lab

Floats = npt.NDArray[np.float32]
Random = np.random.Generator

SIDE = 64
_ROWS, _COLUMNS = (np.mgrid[0:SIDE, 0:SIDE] / np.float32(SIDE)).astype(np.float32)
_DOWN, _ACROSS = _ROWS[..., None], _COLUMNS[..., None]  # (side, side, 1)


def _wall(rng: Random) -> Floats:
    wall = from_lab([rng.uniform(35, 88), rng.normal(1, 5), rng.normal(5, 9)])
    light = 1 + rng.uniform(-0.4, 0.4) * (_ACROSS - 0.5) + rng.uniform(-0.4, 0.1) * _DOWN
    scene = wall * light * (1 + 0.05 * _cloud(rng, 5))
    if rng.random() < 0.5:  # a picture, or a door
        left, top = rng.uniform(-0.2, 0.8), rng.uniform(-0.3, 0.3)
        thing = from_lab([rng.uniform(20, 92), rng.normal(4, 10), 10])
        box = left, left + rng.uniform(0.2, 0.5), top, top + rng.uniform(0.2, 1.5)
        _lay(scene, box, thing)
    return np.asarray(scene, np.float32)


def _clinic(rng: Random) -> Floats:
    wall = from_lab([rng.uniform(66, 88), rng.uniform(-9, -2), rng.uniform(-12, 3)])
    scene = wall * (1.05 - 0.35 * _DOWN + 0.2 * rng.normal() * (_ACROSS - 0.5))
    rail = rng.uniform(0.45, 0.8)
    _lay(scene, (0, 1, rail, rail + 0.05), wall * 0.6)
    if rng.random() < 0.6:
        x, wide = rng.uniform(-0.2, 0.9), rng.uniform(0.15, 0.4)
        _lay(scene, (x, x + wide, 0.05, 0.4), from_lab([90, 0, 2]))
        _lay(
            scene, (x + 0.03, x + wide - 0.03, 0.09, 0.37), from_lab([rng.uniform(45, 75), -5, -9])
        )
    return np.asarray(scene, np.float32)


def _curtain(rng: Random) -> Floats:
    cloth = from_lab([rng.uniform(25, 82), rng.normal(3, 9), rng.normal(6, 13)])
    sway = np.cumsum(1 + 0.6 * rng.standard_normal(SIDE)) / SIDE
    folds = np.sin((sway + 0.01 * _cloud(rng, 3)[..., 0]) * rng.uniform(30, 70))
    folds += 0.4 * np.sin(2.3 * folds + 40 * sway)
    return np.asarray(
        cloth * (0.75 + 0.22 * folds[..., None] - 0.2 * _DOWN + 0.05 * _cloud(rng, 3)), np.float32
    )


def _window(rng: Random) -> Floats:
    scene = from_lab([rng.uniform(30, 75), 1, 8]) * np.ones_like(_DOWN)
    left, wide, down = rng.uniform(-0.3, 0.7), rng.uniform(0.4, 0.8), rng.uniform(0.5, 0.9)
    outside = from_lab([96, -3, rng.uniform(-12, 4)]) * rng.uniform(0.8, 1.25)
    leaves = np.clip(_cloud(rng, 6), 0, 1) * _low(_DOWN)
    glass = outside * (1 - leaves * np.array([0.5, 0.3, 0.6], np.float32))
    for pane in range(2):
        at = left + (pane + np.array([0.03, 0.47 + 0.5])) * wide / 2
        box = _slices(at[0], at[1], -0.1, down)
        scene[box] = glass[box]
    return np.asarray(scene, np.float32)


def _room(rng: Random) -> Floats:
    scene = from_lab([rng.uniform(25, 60), 4, rng.uniform(4, 18)]) * (1.1 - 0.5 * _DOWN)
    for _ in range(rng.integers(4, 9)):
        x, y = rng.uniform(-0.2, 1), rng.uniform(0.1, 0.9)
        thing = from_lab([rng.uniform(10, 75), rng.normal(5, 11), rng.normal(10, 13)])
        box = x, x + rng.uniform(0.08, 0.4), y, y + rng.uniform(0.1, 0.6)
        _lay(scene, box, thing * np.float32(rng.uniform(0.5, 1)))
    return np.asarray(scene, np.float32)


def _shelves(rng: Random) -> Floats:
    scene = np.full((SIDE, SIDE, 3), 0.02, np.float32)
    height = rng.uniform(0.22, 0.34)
    board = from_lab([35, 9, 16])
    for row in np.arange(-rng.random() * height, 1, height):
        x = -0.05
        while x < 1:
            wide = rng.uniform(0.03, 0.08)
            book = from_lab([rng.uniform(12, 75), rng.normal(4, 10), rng.normal(7, 10)])
            top = row + height * rng.uniform(0.12, 0.4)
            _lay(scene, (x, x + wide * 0.95, top, row + height * 0.93), book)
            x += wide
        _lay(scene, (0, 1, row + height * 0.93, row + height), board)
    return scene


def _garden(rng: Random) -> Floats:
    leaves = _cloud(rng, 5) + 0.55 * _cloud(rng, 11) + 0.3 * _cloud(rng, 24)
    bright = np.clip(0.42 + 0.16 * leaves - 0.12 * _DOWN, 0.05, 1)
    green = np.array([0.34, 0.42, 0.15]) + rng.normal(0, 0.03, 3)
    gaps = np.clip(leaves - 1.0, 0, 1.2) * (1 - _DOWN) * 0.5
    scene = green * bright + gaps * np.array([0.85, 0.95, 0.9])
    return np.asarray((scene * rng.uniform(0.8, 1.6)), np.float32)


def _street(rng: Random) -> Floats:
    scene = from_lab([rng.uniform(66, 90), -2, rng.uniform(-16, 2)]) * np.ones_like(_DOWN)
    x = -0.1
    while x < 1:
        wide, top = rng.uniform(0.15, 0.5), rng.uniform(-0.1, 0.45)
        front = from_lab([rng.uniform(25, 65), rng.normal(3, 5), rng.normal(8, 7)])
        _lay(scene, (x, x + wide, top, 1), front)
        for floor in np.arange(top + 0.06, 0.9, 0.16):
            _lay(scene, (x + 0.03, x + wide - 0.03, floor, floor + 0.07), front * np.float32(0.6))
        x += wide
    return np.asarray(scene, np.float32)


def _studio(rng: Random) -> Floats:
    cloth = from_lab([rng.uniform(18, 70), rng.normal(0, 5), rng.normal(-4, 9)])
    glow = np.exp(-((_ACROSS - 0.5) ** 2 + (_DOWN - 0.45) ** 2) * rng.uniform(1, 5))
    return np.asarray(
        cloth * (0.55 + 0.6 * glow + 0.10 * _cloud(rng, 4) + 0.04 * _cloud(rng, 11)), np.float32
    )


PLACES: dict[str, Callable[[Random], Floats]] = {
    "wall": _wall,
    "clinic": _clinic,
    "curtain": _curtain,
    "window": _window,
    "room": _room,
    "shelves": _shelves,
    "garden": _garden,
    "street": _street,
    "studio": _studio,
}


def _low(down: Floats) -> Floats:
    """0 above the upper third of a picture, 1 in its lower half."""
    return np.asarray(np.clip((down - 0.3) * 5, 0, 1), np.float32)


def _cloud(rng: Random, cells: int) -> Floats:
    """Smooth noise with so many features across: (side, side, 1)."""
    grid = rng.standard_normal((cells + 1, cells + 1), np.float32)
    smooth = Image.fromarray(grid).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return np.asarray(smooth)[..., None]


def _lay(scene: Floats, box: tuple[float, float, float, float], colour: Floats) -> None:
    scene[_slices(*box)] = colour


def _slices(left: float, right: float, top: float, bottom: float) -> tuple[slice, slice]:
    x0, x1, y0, y1 = (int(min(max(edge, 0), 1) * SIDE) for edge in (left, right, top, bottom))
    return slice(y0, y1), slice(x0, x1)
