"""Lashes: curved hairs that stand on the lid margins, wherever the lids are."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import LASHES
from raredx.cohorts.simulate.strands.leading import POINTS
from raredx.cohorts.simulate.strands.style import Lashes

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_UPPER, _LOWER = (105, 0.0080, 0.85), (60, 0.0046, -0.35)
"""Hairs on a lid, their length in metres, and how far they turn up."""


class _Plan(NamedTuple):
    """What each hair of both eyes has by itself, before the lids say where it is."""

    root: Whole  # (s, 2): the vertices of the lid's margin on both sides of it
    tip: Whole  # (s, 2): those of the sheet's outer edge
    part: Floats  # (s, 1): how far it is from the first to the second
    corners: Whole  # (s, 2): the ends of its lid's margin
    wide: Floats  # (s, 1): how far apart these are canonically
    size: Floats  # (s, 1): its length in metres
    turn: Floats  # (s, 1): how far it turns up
    aside: Floats  # (s, 1): how far it turns aside
    width: Floats  # (s,)


def grow_lashes(lashes: Lashes, vertices: Floats) -> tuple[Floats, Floats]:
    """The lashes of both eyes on a head: points (s, k, 3) and widths (s,)."""
    plan = _plan(lashes)
    roots, tips = (
        vertices[edge[:, 0]] * (1 - plan.part) + vertices[edge[:, 1]] * plan.part
        for edge in (plan.root, plan.tip)
    )  # (s, 3)
    out = (tips - roots) * np.array([1, 1, 0.5], np.float32)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    out[:, :1] += plan.aside
    size = plan.size * np.clip(_gap(vertices, plan.corners) / plan.wide, 0.5, 1.15)
    s = np.linspace(0, 1, POINTS, dtype=np.float32)
    points = roots[:, None] + (s - 0.35 * s**3)[:, None] * (size * out)[:, None]  # (s, k, 3)
    points[..., 1] -= 0.0004
    points[..., 2] += size * (plan.turn * s**2 - 0.10 * np.sign(plan.turn) * s)
    return points, plan.width


@cache
def lid_edges() -> tuple[tuple[Whole, Whole], ...]:
    """Of each sheet of lashes that the base mesh has: vertices along its root and along its tip.

    Both run from the inner to the outer corner of the eye. Upper lids come first.
    """
    head = Head.shipped()
    sheets = _sheets(head.triangles[head.part == LASHES])
    edges = [_edges(sheet, head.canonical) for sheet in sheets]
    return tuple(sorted(edges, key=lambda edge: -float(head.canonical[edge[0], 2].mean())))


@lru_cache(maxsize=16)
def _plan(lashes: Lashes) -> _Plan:
    canonical = Head.shipped().canonical
    parts = []
    for lid, (root, tip) in enumerate(lid_edges()):
        number, length, turn = _UPPER if lid < 2 else _LOWER
        count = int(number * lashes.density) if lashes.length > 0 else 0
        rng = np.random.default_rng([lashes.seed, lid])
        along = 0.05 + 0.93 * (np.arange(count) + rng.uniform(0.1, 0.9, count)) / max(count, 1)
        luck = rng.standard_normal((count, 2)).clip(-2.5, 2.5)
        steps = np.linalg.norm(np.diff(canonical[root], axis=0), axis=1).cumsum()
        place = np.interp(along * steps[-1], [0, *steps], np.arange(len(root)))
        first = np.minimum(place.astype(int), len(root) - 2)
        size = length * lashes.length * (1 + 0.18 * luck[:, 1])
        size *= 0.55 + 0.45 * np.sin(np.pi * along.clip(0.04, 0.92))
        corners = np.tile(root[[0, -1]], (count, 1))
        parts.append(
            (
                *(np.stack([edge[first], edge[first + 1]], 1) for edge in (root, tip)),
                (place - first)[:, None],
                corners,
                _gap(canonical, corners),
                size[:, None],
                np.full((count, 1), turn),
                0.12 * luck[:, :1],
                0.00013 * (1 + 0.2 * luck[:, 1]),
            )
        )
    root, tip, part, corners, wide, *rest = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    parted, sizes, turns, asides, widths = (column.astype(np.float32) for column in (part, *rest))
    return _Plan(root, tip, parted, corners, wide, sizes, turns, asides, widths)


def _gap(vertices: Floats, pairs: Whole) -> Floats:
    """How far apart pairs (s, 2) of vertices are: (s, 1). A small child's eye is narrow."""
    apart = vertices[pairs[:, 0]] - vertices[pairs[:, 1]]
    return np.asarray(np.linalg.norm(apart, axis=1, keepdims=True), np.float32)


def _sheets(triangles: Whole) -> list[Whole]:
    """Triangles by connected sheet."""
    name = np.arange(triangles.max() + 1)
    while True:
        least = name[triangles].min(1)
        before = name.copy()
        for corner in range(3):
            np.minimum.at(name, triangles[:, corner], least)
        if (name == before).all():
            break
    labels = name[triangles[:, 0]]
    return [triangles[labels == label] for label in np.unique(labels)]


def _edges(sheet: Whole, canonical: Floats) -> tuple[Whole, Whole]:
    """The root and the tip edge of a sheet that is a grid of quads, each two triangles."""
    quads = [set(pair.ravel().tolist()) for pair in sheet.reshape(-1, 2, 3)]
    in_quads = Counter(vertex for quad in quads for vertex in quad)
    loop = _rim(sheet)
    turns = [place for place, vertex in enumerate(loop) if in_quads[vertex] == 1]
    loop = [*loop[turns[0] :], *loop[: turns[0] + 1]]
    turns = [place - turns[0] for place in turns] + [len(loop) - 1]
    sides = [loop[a : b + 1] for a, b in pairwise(turns)]
    inner, outer = sorted(sorted(sides, key=len)[2:], key=lambda side: _from_eye(canonical[side]))
    root, tip = (
        side if abs(canonical[side[0], 0]) < abs(canonical[side[-1], 0]) else side[::-1]
        for side in (inner, outer)
    )
    return np.array(root, np.int32), np.array(tip, np.int32)


def _rim(sheet: Whole) -> list[int]:
    """The vertices around a sheet, in order."""
    sides = [(int(t[a]), int(t[b])) for t in sheet for a, b in ((0, 1), (1, 2), (2, 0))]
    after = {a: b for a, b in sides if (b, a) not in set(sides)}
    loop = [next(iter(after))]
    while after[loop[-1]] != loop[0]:
        loop.append(after[loop[-1]])
    return loop


def _from_eye(points: Floats) -> float:
    """How far points lie from the middle of the nearer eyeball, on the average."""
    middle = np.array([np.sign(points[:, 0].mean()) * 0.0272, -0.1035, 0.4152])
    return float(np.linalg.norm(points - middle, axis=1).mean())
