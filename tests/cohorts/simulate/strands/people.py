"""Heads and looks that the tests of strands share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Build, Head
from raredx.cohorts.simulate.strands.ribbons import Layer, draw_strands
from raredx.cohorts.simulate.strands.shading import Lamp, light_strands
from raredx.cohorts.simulate.strands.strands import Strands
from raredx.cohorts.simulate.strands.style import Brows, HairStyle, Lashes

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Look:
    hair: HairStyle = field(default_factory=HairStyle)
    brows: Brows = field(default_factory=Brows)
    lashes: Lashes = field(default_factory=Lashes)


def wearing(cut: str, **options: float) -> Look:
    return Look(hair=HairStyle(cut=cut, **options))  # type: ignore[arg-type]


def someone(seed: int) -> Floats:
    """A head of any age, sex, weight and ancestry-like shape, with some sliders moved."""
    rng = np.random.default_rng(seed)
    head = Head.shipped()
    build = Build(
        years=float(rng.uniform(0, 80)),
        maleness=float(rng.random()),
        weight=float(rng.random()),
        ancestry=tuple(rng.dirichlet(np.ones(3)).tolist()),
    )
    skull = [name for name in head.sliders.names if name.startswith("head-")]
    moved = rng.choice(skull, 4, replace=False)
    return head.shape(build, {str(name): float(rng.uniform(-0.4, 0.4)) for name in moved})


EYE = np.array([0, -1.3, 0.42], np.float32)


def light() -> dict[str, object]:
    return {
        "eye": EYE,
        "lamps": [
            Lamp(towards=np.array([0.5, -0.8, 0.6]), colour=np.array([2.0, 1.9, 1.8])),
            Lamp(towards=np.array([-0.4, 0.8, 0.5]), colour=np.array([0.8, 0.8, 0.9])),
        ],
        "sky": np.array([0.5, 0.5, 0.55]),
        "ground": np.array([0.3, 0.28, 0.25]),
    }


@dataclass(frozen=True)
class Picture:
    layer: Layer
    depth: Floats
    ids: npt.NDArray[np.int32]
    between: Floats


def seen(points: Floats, size: int) -> Floats:
    """Points as a camera ahead sees them: pixels and 1 / distance."""
    away = points[..., 1] - EYE[1]
    scale = focal(size) / away
    x = size / 2 + points[..., 0] * scale
    y = size / 2 - (points[..., 2] - EYE[2]) * scale
    return np.ascontiguousarray(np.stack([x, y, 1 / away], -1), np.float32)


def focal(size: int) -> float:
    return size * 1.2 / 0.34


def draw(strands: Strands, size: int, *, wall: float = np.inf) -> Picture:
    """Strands before a wall that is so far from the camera."""
    depth = np.full((2 * size, 2 * size), 1 / wall, np.float32)
    ids = np.full(depth.shape, -1, np.int32)
    between = np.zeros((*depth.shape, 2), np.float32)
    layer = draw_strands(
        *(strands, seen(strands.points, size), light_strands(strands, **light())),  # type: ignore[arg-type]
        focal=focal(size),
        depth=depth,
        ids=ids,
        between=between,
    )
    return Picture(layer, depth, ids, between)
