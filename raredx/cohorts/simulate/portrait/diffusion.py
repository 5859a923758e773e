"""Light within the skin: it comes out some way from where it went in, red the farthest."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head.head import SKIN
from raredx.cohorts.simulate.portrait.mesh import fine_mesh
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_ROUNDS = (7, 3, 1)
"""Times that red, green and blue light is passed on between neighbours."""
_WIDTH = 0.0026
"""Metres to which neighbours are told apart: the farther, the less light comes from them."""
_LOWEST, _FARTHEST = 0.29, 0.0
"""Below this height and behind this depth (canonical, metres) light stays where it is."""


def diffused(light: Floats) -> Floats:
    """Light on skin (v + e,) as it comes out again: linear RGB (v + e, 3).

    >>> edge = np.zeros(fine_mesh().undressed, np.float32)
    >>> edge[fine_mesh().canonical[: len(edge), 0] > 0] = 1
    >>> red, green, blue = np.abs(diffused(edge) - edge[:, None]).sum(0)
    >>> bool(red > green > blue)
    True
    """
    starts, neighbours, weights, own = _net()
    out = np.empty((len(light), 3), np.float32)
    out[:] = light[:, None]
    _pass_on(light.copy(), light.copy(), starts, neighbours, weights, own, _ROUNDS, out)
    return out


@cache
def _net() -> tuple[Whole, Whole, Floats, Whole]:
    """Neighbours of every point of the skin, with shares, as one row after another."""
    mesh = fine_mesh()
    triangles = mesh.triangles[mesh.part == SKIN]
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    pairs = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)  # (p, 2)
    canonical = mesh.canonical
    near = (canonical[:, 2] > _LOWEST) & (canonical[:, 1] < _FARTHEST)
    pairs = pairs[near[pairs[:, 0]]]
    gap = np.linalg.norm(canonical[pairs[:, 0]] - canonical[pairs[:, 1]], axis=1)
    weight = np.exp(-np.square(gap / _WIDTH)) + 1e-3
    own, first = np.unique(pairs[:, 0], return_index=True)
    total = np.add.reduceat(weight, first)
    stay = np.exp(-0.1)
    share = weight / np.repeat(total + stay, np.diff(np.append(first, len(pairs))))
    starts = np.append(first, len(pairs)).astype(np.int32)
    return starts, pairs[:, 1].astype(np.int32), share.astype(np.float32), own.astype(np.int32)


@compiled
def _pass_on(
    now: Floats,
    then: Floats,
    starts: Whole,
    neighbours: Whole,
    weights: Floats,
    own: Whole,
    rounds: tuple[int, int, int],
    out: Floats,
) -> None:
    for turn in range(1, rounds[0] + 1):
        for n in range(len(own)):
            point = own[n]
            given = np.float32(0.0)
            kept = np.float32(1.0)
            for k in range(starts[n], starts[n + 1]):
                given += weights[k] * now[neighbours[k]]
                kept -= weights[k]
            then[point] = given + kept * now[point]
        now, then = then, now
        for c in range(3):
            if rounds[c] == turn:
                for n in range(len(own)):
                    out[own[n], c] = now[own[n]]
