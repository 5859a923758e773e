"""Leaders: the hair in the middle of each lock, combed, bent by its weight, kept off the head."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.body import CENTRE, Body
from raredx.cohorts.simulate.strands.combing import aside, comb, in_fringe, to_tie, unit
from raredx.cohorts.simulate.strands.compiled import compiled, f32, inlined
from raredx.cohorts.simulate.strands.keeping import Place, canonical_place, keep_out
from raredx.cohorts.simulate.strands.plan import Flow

Floats = npt.NDArray[np.float32]

POINTS = 13
"""Points of a strand; 12 parts can be drawn in twos, threes, fours or sixes."""
CLOSE = 0.0006
"""Metres that hair keeps from the skin."""
_STEPS = 22


@compiled
def lead(
    canonical: Floats,  # (s, 3)
    roots: Floats,  # (s, 3)
    lengths: Floats,  # (s,)
    stray: Floats,  # (g, 4)
    flow: Flow,
    body: Body,
    scale: float,
) -> Floats:
    """The paths of the leaders, which are the first g strands: (g, k, 3)."""
    leaders = len(stray)
    paths = np.empty((leaders, POINTS, 3), np.float32)
    walk = np.empty((_STEPS + 1, 3), np.float32)
    for g in range(leaders):
        steps = _walk(canonical[g], roots[g], lengths[g] * scale, stray[g], flow, body, walk)
        for k in range(POINTS):
            u = f32(k) / f32(POINTS - 1)
            at = u * (f32(0.6) + f32(0.4) * u) * steps
            i = min(int(at), int(steps) - 1)
            part = at - i
            for axis in range(3):
                paths[g, k, axis] = walk[i, axis] * (1 - part) + walk[i + 1, axis] * part
    return paths


@compiled
def _walk(
    origin: Floats,  # (3,): the root on the canonical head
    root: Floats,  # (3,)
    length: float,
    stray: Floats,  # (4,)
    flow: Flow,
    body: Body,
    walk: Floats,  # (steps + 1, 3), filled
) -> float:
    """Walk one leader from its root to its cut; how many steps that took."""
    fringe = in_fringe(origin, flow)
    cut = (flow.cut_fringe if fringe else flow.cut) + f32(0.0025) * stray[0]
    volume = flow.volume * (f32(0.6) + f32(0.2) * min(abs(stray[1]), f32(2.0)))
    step = length / _STEPS
    hold = f32(1.0) - math.exp(-step / f32(0.012))
    fall = f32(1.0) - math.exp(-step * flow.gravity)
    x, y, z = root[0], root[1], root[2]
    walk[0, 0], walk[0, 1], walk[0, 2] = x, y, z
    p, q, r = canonical_place(body, x, y, z)
    nx, ny, nz = _normal(p, q, r)
    hx, hy, hz = comb(p, q, r, origin, flow, fringe)
    along = hx * nx + hy * ny + hz * nz
    bend = f32(0.11)
    hx, hy, hz = unit(
        hx - (along - flow.lift) * nx + bend * stray[1],
        hy - (along - flow.lift) * ny + bend * stray[2],
        hz - (along - flow.lift) * nz + bend * stray[3],
    )
    tied = False
    for k in range(_STEPS):
        arc = (k + 1) * step
        tied = tied or (flow.tie > 0 and _at_tie(p, q, r, flow.tie))
        if tied:
            hx, hy, hz = _beyond_tie(flow, hx, hy, hz, arc, stray)
        else:
            wx, wy, wz = comb(p, q, r, origin, flow, fringe)
            nx, ny, nz = _normal(p, q, r)
            along = wx * nx + wy * ny + wz * nz
            grip = hold * (1 - flow.stiff)
            if flow.tie == 0:
                grip *= math.exp(-arc / f32(0.09))
            settle = along * grip + hold * (1 - flow.stiff) * f32(0.5) * max(
                hx * nx + hy * ny + hz * nz, f32(0.0)
            )
            hx += grip * wx - settle * nx
            hy += grip * wy - settle * ny
            hz += grip * wz - settle * nz
            heavy = fall * min(arc / f32(0.02), f32(1.0))
            hx, hy, hz = unit(hx * (1 - heavy), hy * (1 - heavy), hz * (1 - heavy) - heavy)
        rise = min(arc / f32(0.035), f32(1.0))
        if flow.tie > 0 and not tied:
            rise *= f32(0.4)
        margin = f32(CLOSE) + volume * rise * rise * (3 - 2 * rise)
        fx, fy, fz = x + hx * step, y + hy * step, z + hz * step
        if flow.tie > 0 and not tied:
            fx, fy, fz = _press(body, fx, fy, fz)
        x, y, z = fx, fy, fz
        if flow.tie == 0 and not fringe:
            p, q, r = canonical_place(body, x, y, z)
            across, along = aside(p, q, r, f32(1.0))
            if flow.fringe:
                along = q
            x, y = x + (across - p) * body.scale[0], y + (along - q) * body.scale[1]
        x, y, z = keep_out(body, x, y, z, margin)
        p, q, r = canonical_place(body, x, y, z)
        hx, hy, hz = _slide(hx, hy, hz, x - fx, y - fy, z - fz)
        walk[k + 1, 0], walk[k + 1, 1], walk[k + 1, 2] = x, y, z
        if r < cut and hz < 0 and not tied:
            return f32(k + 1)
    return f32(_STEPS)


@inlined
def _normal(x: float, y: float, z: float) -> Place:
    return unit(x - f32(CENTRE[0]), y - f32(CENTRE[1]), z - f32(CENTRE[2]))


@inlined
def _at_tie(x: float, y: float, z: float, tie: int) -> bool:
    x, y, z = to_tie(x, y, z, tie)
    return x * x + y * y + z * z < f32(0.016**2)


@compiled
def _press(body: Body, x: float, y: float, z: float) -> Place:
    """A place drawn towards the middle of the head: hair that is tied lies close."""
    part = f32(0.8)
    return (
        body.centre[0] + (x - body.centre[0]) * part,
        body.centre[1] + (y - body.centre[1]) * part,
        body.centre[2] + (z - body.centre[2]) * part,
    )


@inlined
def _slide(hx: float, hy: float, hz: float, px: float, py: float, pz: float) -> Place:
    """A heading that no longer runs against what pushed it aside."""
    push = math.sqrt(px * px + py * py + pz * pz)
    if push > f32(1e-6):
        px, py, pz = px / push, py / push, pz / push
        against = min(hx * px + hy * py + hz * pz, f32(0.0))
        hx, hy, hz = unit(hx - against * px, hy - against * py, hz - against * pz)
    return hx, hy, hz


@compiled
def _beyond_tie(flow: Flow, hx: float, hy: float, hz: float, arc: float, stray: Floats) -> Place:
    """A tail falls behind the head; a bun turns around itself."""
    if flow.tie == 1:
        return unit(hx * f32(0.4) + f32(0.05) * stray[2], hy + f32(0.05), hz - f32(0.7))
    turn = arc * f32(50.0) + f32(2.0) * stray[2]
    return unit(
        math.cos(turn) + f32(0.25) * stray[1],
        math.sin(turn) + f32(0.35) * stray[3],
        f32(0.35) + f32(0.25) * stray[1],
    )
