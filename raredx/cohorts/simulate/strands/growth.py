"""Growing a head of hair: the strands of each lock beside its leader, curled and strayed."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.body import Body
from raredx.cohorts.simulate.strands.combing import aside, in_fringe, unit
from raredx.cohorts.simulate.strands.compiled import compiled, f32
from raredx.cohorts.simulate.strands.keeping import canonical_place, keep_out
from raredx.cohorts.simulate.strands.leading import CLOSE, POINTS, lead
from raredx.cohorts.simulate.strands.plan import Flow, Plan

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_FLIES = 2.1
"""From so many standard deviations of its luck on, a hair flies beside its lock."""


def grow_hair(plan: Plan, body: Body, roots: Floats, disarray: int) -> Floats:
    """The points of every strand of a plan on a head: (s, k, 3).

    `disarray` is the seed of what differs from day to day: how locks and single hairs stray.
    """
    rng = np.random.default_rng(disarray)
    stray = rng.standard_normal((len(roots), 4), np.float32).clip(-2.4, 2.4)
    scale = float(body.scale.mean())
    paths = lead(plan.canonical, roots, plan.length, stray[: plan.leaders], plan.flow, body, scale)
    points = np.empty((len(roots), POINTS, 3), np.float32)
    fringe = _fringe(plan.canonical[: plan.leaders], plan.flow)
    _follow(
        *(paths, roots, plan.lock, plan.length, fringe, stray),
        *(plan.flow, body, scale, points),
    )
    return points


@compiled
def _fringe(canonical: Floats, flow: Flow) -> npt.NDArray[np.bool_]:
    fringe = np.empty(len(canonical), np.bool_)
    for s in range(len(canonical)):
        fringe[s] = in_fringe(canonical[s], flow)
    return fringe


@compiled
def _follow(
    paths: Floats,  # (g, k, 3)
    roots: Floats,  # (s, 3)
    lock: Whole,  # (s,)
    lengths: Floats,  # (s,)
    fringe: npt.NDArray[np.bool_],  # (g,)
    stray: Floats,  # (s, 4)
    flow: Flow,
    body: Body,
    scale: float,
    points: Floats,  # (s, k, 3), filled
) -> None:
    """Every strand beside the leader of its lock."""
    veil, bare = flow.tie == 0, f32(flow.fringe == 0)
    parts = points.shape[1] - 1
    last = f32(parts)
    for s in range(len(roots)):
        g = lock[s]
        share = min(lengths[s] / lengths[g], f32(1.0))
        share *= 1 - flow.ragged * min(abs(stray[s, 3]) * f32(0.6), f32(1.0))
        long_ = lengths[g] * f32(scale) * share
        flies = stray[s, 0] > f32(_FLIES)
        clump = flow.clump * (f32(0.2) if flies else f32(1.0))
        frizz = flow.frizz * (f32(1.5) if flies else f32(1.0))
        layer = flow.volume * f32(0.25) * abs(stray[s, 1])
        phase = f32(g) * f32(2.39996) + f32(0.5) * stray[s, 2]
        wide = 1 + f32(0.04) * stray[s, 2]
        turn = long_ / flow.wavelength * f32(6.28318) / last
        turn_cos, turn_sin = math.cos(turn), math.sin(turn)
        wave_cos, wave_sin = math.cos(phase), math.sin(phase)
        ox, oy, oz = (
            roots[s, 0] - paths[g, 0, 0],
            roots[s, 1] - paths[g, 0, 1],
            roots[s, 2] - paths[g, 0, 2],
        )
        points[s, 0, 0], points[s, 0, 1], points[s, 0, 2] = roots[s, 0], roots[s, 1], roots[s, 2]
        for k in range(1, parts + 1):
            u = f32(k) / last
            at = u * share * last
            i = min(int(at), parts - 1)
            part = at - i
            near = 1 - clump * min(u * f32(1.6), f32(1.0))
            rough = frizz * u * u
            tx, ty, tz = (
                paths[g, i + 1, 0] - paths[g, i, 0],
                paths[g, i + 1, 1] - paths[g, i, 1],
                paths[g, i + 1, 2] - paths[g, i, 2],
            )
            x = paths[g, i, 0] + tx * part + ox * near + rough * stray[s, 0]
            y = paths[g, i, 1] + ty * part + oy * near + rough * stray[s, 1]
            z = paths[g, i, 2] + tz * part + oz * near + rough * stray[s, 2]
            if flow.curl > 0:
                tx, ty, tz = unit(tx, ty, tz)
                ax, ay, az = (
                    ty * (z - body.centre[2]) - tz * (y - body.centre[1]),
                    tz * (x - body.centre[0]) - tx * (z - body.centre[2]),
                    tx * (y - body.centre[1]) - ty * (x - body.centre[0]),
                )
                ax, ay, az = unit(ax + f32(0.01) * tz, ay, az - f32(0.01) * tx)
                wave_cos, wave_sin = (
                    wave_cos * turn_cos - wave_sin * turn_sin,
                    wave_sin * turn_cos + wave_cos * turn_sin,
                )
                size = min(u * f32(4.0), f32(1.0)) * flow.curl
                one, two = size * wave_cos, size * wave_sin
                x += ax * one + (ay * tz - az * ty) * two
                y += ay * one + (az * tx - ax * tz) * two
                z += az * one + (ax * ty - ay * tx) * two
            rise = min(u * long_ / f32(0.03), f32(1.0))
            if veil and not fringe[g]:
                p, q, r = canonical_place(body, x, y, z)
                across, along = aside(p, q, r, wide)
                x, y = x + (across - p) * body.scale[0], y + (along - q) * body.scale[1] * bare
            x, y, z = keep_out(body, x, y, z, f32(CLOSE) + layer * rise)
            points[s, k, 0], points[s, k, 1], points[s, k, 2] = x, y, z
