"""Keeping hair out of a body, and telling where a place around it is canonically."""

from __future__ import annotations

import math

from raredx.cohorts.simulate.strands.body import CENTRE, SIDE, TORSO, TORSO_HALF, Body
from raredx.cohorts.simulate.strands.compiled import compiled, f32, inlined

Place = tuple[float, float, float]

_FAR = 0.16
"""Metres from its centre that no head reaches."""


@compiled
def reach(body: Body, x: float, y: float, z: float) -> float:
    """How far the head reaches from its centre in the direction (x, y, z)."""
    total = abs(x) + abs(y) + abs(z) + f32(1e-9)
    u, w = x / total, y / total
    if z < 0:
        u, w = (
            (f32(1.0) - abs(w)) * (f32(1.0) if u >= 0 else f32(-1.0)),
            (f32(1.0) - abs(u)) * (f32(1.0) if w >= 0 else f32(-1.0)),
        )
    column = (u * f32(0.5) + f32(0.5)) * f32(SIDE - 1)
    row = (w * f32(0.5) + f32(0.5)) * f32(SIDE - 1)
    i, j = min(int(row), SIDE - 2), min(int(column), SIDE - 2)
    a, b = row - i, column - j
    r = body.radius
    low: float = r[i, j] * (1 - b) + r[i, j + 1] * b
    high: float = r[i + 1, j] * (1 - b) + r[i + 1, j + 1] * b
    return low * (1 - a) + high * a


@inlined
def keep_out(body: Body, x: float, y: float, z: float, margin: float) -> Place:
    """The place (x, y, z), or the nearest one that is out of the body by a margin."""
    a, b, c = x - body.centre[0], y - body.centre[1], z - body.centre[2]
    r = math.sqrt(a * a + b * b + c * c) + f32(1e-9)
    if r < f32(_FAR):
        least = reach(body, a, b, c) + margin
        if r < least:
            grow = least / r
            x, y, z = (
                body.centre[0] + a * grow,
                body.centre[1] + b * grow,
                body.centre[2] + c * grow,
            )
    if z < body.neck[3]:
        a, b = x - body.centre[0], y - body.neck[0]
        inside = (a / (body.neck[1] + margin)) ** 2 + (b / (body.neck[2] + margin)) ** 2
        if inside < 1:
            grow = f32(1.0) / math.sqrt(inside + f32(1e-9))
            x, y = body.centre[0] + a * grow, body.neck[0] + b * grow
        x, y, z = _off_shoulders(body, x, y, z, margin)
    return x, y, z


@compiled
def _off_shoulders(body: Body, x: float, y: float, z: float, margin: float) -> Place:
    cell = f32((TORSO - 1) / (2 * TORSO_HALF))
    u = (x - body.centre[0] + f32(TORSO_HALF)) * cell
    w = (y - body.torso_y + f32(TORSO_HALF)) * cell
    if u < 0 or w < 0 or u >= TORSO - 1 or w >= TORSO - 1:
        return x, y, z
    i, j = int(w), int(u)
    a, b = w - i, u - j
    t = body.torso
    low = t[i, j] * (1 - b) + t[i, j + 1] * b
    high = t[i + 1, j] * (1 - b) + t[i + 1, j + 1] * b
    sink = low * (1 - a) + high * a + margin - z
    if sink <= 0 or low < 0 or high < 0:
        return x, y, z
    slope_x = (
        f32(0.25) * ((t[i, j + 1] - t[i, j]) * (1 - a) + (t[i + 1, j + 1] - t[i + 1, j]) * a) * cell
    )
    slope_y = (high - low) * cell
    # hair falls before or behind a shoulder rather than along it
    push = sink / (1 + slope_x * slope_x + slope_y * slope_y)
    return x - slope_x * push, y - slope_y * push, z + push


@inlined
def canonical_place(body: Body, x: float, y: float, z: float) -> Place:
    """Where a place around a head is around the canonical one."""
    return (
        (x - body.centre[0]) / body.scale[0] + f32(CENTRE[0]),
        (y - body.centre[1]) / body.scale[1] + f32(CENTRE[1]),
        (z - body.centre[2]) / body.scale[2] + f32(CENTRE[2]),
    )
