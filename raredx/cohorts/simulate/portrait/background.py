"""What is behind people: rooms, walls, curtains, gardens, all more or less out of focus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from raredx.cohorts.simulate.portrait.colour import from_lab
from raredx.cohorts.simulate.portrait.places import PLACES, SIDE
from raredx.errors import UserError

Floats = npt.NDArray[np.float32]
Random = np.random.Generator

_GLITTERING = ("room", "garden")


@dataclass(frozen=True, kw_only=True)
class Background:
    """A place; the seed says what stands in it."""

    place: str = "wall"
    seed: int = 0
    sharp: float = 0.2  # 0 wholly out of focus, 1 nearly in focus
    level: float = 0.6  # how much light there is beside what a white wall would show


def draw_background(rng: Random) -> Background:
    """Some place to be photographed in."""
    return Background(
        place=str(rng.choice(list(PLACES))),
        seed=int(rng.integers(2**31)),
        sharp=float(rng.beta(1.2, 3.2)),
        level=float(np.exp(rng.uniform(np.log(0.3), np.log(0.95)))),
    )


def paint_background(background: Background, size: int) -> Floats:
    """The background without the person: (size, size, 3), linear RGB.

    >>> paint_background(Background(place="garden"), 64).shape
    (64, 64, 3)
    """
    if background.place not in PLACES:
        raise UserError(
            f"There is no place {background.place!r}", remedy=f"Use {', '.join(PLACES)}"
        )
    rng = np.random.default_rng(background.seed)
    scene = PLACES[background.place](rng) * np.float32(background.level)  # (side, side, 3)
    details = int(SIDE * (0.11 + 0.85 * background.sharp))
    painted = _resized(_resized(scene, details), size)
    if background.place in _GLITTERING:
        _add_discs(painted, rng, background)
    return np.maximum(painted, np.float32(0.002))


def _resized(scene: Floats, side: int) -> Floats:
    planes = [Image.fromarray(np.ascontiguousarray(scene[..., c], np.float32)) for c in range(3)]
    smooth = Image.Resampling.BICUBIC
    return np.stack([np.asarray(plane.resize((side, side), smooth)) for plane in planes], 2)


def _add_discs(scene: Floats, rng: Random, background: Background) -> None:
    """Points of light, as round as the lens's opening."""
    size = len(scene)
    for _ in range(rng.integers(0, 12)):
        x, y = rng.uniform(0, size), rng.uniform(0, 0.7 * size)
        radius = size * (0.015 + 0.045 * (1 - background.sharp)) * rng.uniform(0.8, 1.2)
        colour = from_lab([85, rng.normal(3, 6), rng.normal(16, 16)]) * np.exp(rng.normal(-2, 0.8))
        left, top = max(int(x - radius - 2), 0), max(int(y - radius - 2), 0)
        part = scene[top : int(y + radius + 2), left : int(x + radius + 2)]
        rows, columns = np.ogrid[: part.shape[0], : part.shape[1]]
        away = np.hypot(columns + left - x, rows + top - y)
        inside = np.clip((radius - away) / (0.15 * radius + 0.7), 0, 1)
        part += (inside[..., None] * colour * background.level * 2).astype(np.float32)
