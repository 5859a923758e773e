"""Which way hair is combed: directions over the canonical head, for a root and a place."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled, f32, inlined
from raredx.cohorts.simulate.strands.plan import Flow

Floats = npt.NDArray[np.float32]
Place = tuple[float, float, float]

CROWN = (0.006, 0.022, 0.507)
"""Where hair turns around, at the back of the top."""
_TIES = np.array([[0.0, 0.048, 0.475], [0.0, -0.012, 0.519]], np.float32)
"""Where a tail and a bun come together."""
_FRINGE_WIDE = 0.050
_FACE = 0.058
"""Half the width of the face that hair without a fringe leaves free."""


@compiled
def in_fringe(root: Floats, flow: Flow) -> bool:
    """Whether a root belongs to a fringe."""
    if flow.fringe == 0:
        return False
    wide = _FRINGE_WIDE - f32(0.35) * max(root[1] + f32(0.10), f32(0.0))
    within: bool = root[1] < -0.045 and root[2] > 0.455 and abs(root[0]) < wide
    return within


@compiled
def comb(x: float, y: float, z: float, root: Floats, flow: Flow, fringe: bool) -> Place:
    """The direction in which hair from a root is combed at a canonical place."""
    if flow.tie > 0:
        x, y, z = to_tie(x, y, z, flow.tie)
        return unit(x, y, z)
    a, b, c = x - f32(CROWN[0]), y - f32(CROWN[1]), z - f32(CROWN[2])
    turn = f32(0.45)
    a, b, c = unit(a - turn * b, b + turn * a, c)
    if fringe:
        return unit(f32(0.35) * root[0] * f32(20.0), f32(-1.0), c)
    behind = min(max(root[1] / f32(0.04), f32(0.0)), f32(1.0))
    share = flow.part * (1 - behind)
    if share > 0:
        side = f32(1.0) if root[0] > flow.parting else f32(-1.0)
        p, q, r = unit(side, f32(0.30), f32(-0.5))
        a, b, c = (
            a * (1 - share) + p * share,
            b * (1 - share) + q * share,
            c * (1 - share) + r * share,
        )
    if flow.back > 0:
        share = flow.back
        p, q, r = unit(x * 3, f32(1.0), f32(0.05))
        a, b, c = (
            a * (1 - share) + p * share,
            b * (1 - share) + q * share,
            c * (1 - share) + r * share,
        )
    return unit(a, b, c)


@inlined
def to_tie(x: float, y: float, z: float, tie: int) -> Place:
    """The way from a canonical place to where hair is tied together."""
    return _TIES[tie - 1, 0] - x, _TIES[tie - 1, 1] - y, _TIES[tie - 1, 2] - z


@inlined
def aside(x: float, y: float, z: float, wide: float) -> tuple[float, float]:
    """Where (x, y) hair at a canonical place is drawn to, so that it does not hang on the face.

    `wide` is around 1 and differs from hair to hair.
    """
    if y > f32(-0.052) or z > f32(0.474):
        return x, y
    below = min((f32(0.474) - z) / f32(0.03), f32(1.0))
    free = f32(_FACE) * wide * below * min((f32(-0.052) - y) / f32(0.012), f32(1.0))
    y = max(y, f32(-0.130) + f32(0.028) * below)
    if abs(x) >= free:
        return x, y
    return (free, y) if x >= 0 else (-free, y)


@inlined
def unit(x: float, y: float, z: float) -> Place:
    """A direction of length 1."""
    size = math.sqrt(x * x + y * y + z * z) + f32(1e-9)
    return x / size, y / size, z / size
