"""Folds too fine for the light of a single picture: nostrils, ears, lids, the line of the lips."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.portrait.ambient import (
    MIDDLE,
    VIEWS,
    ambient_light,
    axes_around,
    gather,
)
from raredx.cohorts.simulate.portrait.mesh import fine_mesh, spread_to_edges
from raredx.cohorts.simulate.portrait.shadow import depth_map

Floats = npt.NDArray[np.float32]

_VIEWS, _SIDE = 96, 384
_CLEAR = 0.0008


@cache
def folds() -> Floats:
    """How open each point of the canonical fine mesh is, beside what `ambient_light` finds there.

    From 0.02 deep in a fold to 1 on open skin: (v + e,).
    """
    mesh = fine_mesh()
    rough = np.maximum(spread_to_edges(_rough(), mesh.edges), 0.25)
    return np.clip(_fine() / rough, 0.02, 1.05).astype(np.float32)


def _rough() -> Floats:
    """What `ambient_light` finds for the canonical head: (v,)."""
    head = Head.shipped()
    points = head.canonical
    wanted = np.ones(len(points), np.bool_)
    white = np.ones((VIEWS, 3), np.float32)
    normals = fine_mesh().normals[: len(points)]
    return ambient_light(points, normals, wanted, centre=MIDDLE, scene=white)[1]


def _fine() -> Floats:
    """The same by more and finer views of the fine mesh: (v + e,)."""
    mesh = fine_mesh()
    bare = mesh.canonical[: mesh.undressed]
    normals = mesh.normals[: mesh.undressed]
    wanted, white = np.ones(len(bare), np.bool_), np.ones(3, np.float32)
    light = np.zeros((len(bare), 4), np.float32)
    depth = np.empty((_SIDE, _SIDE), np.float32)
    across = bare - MIDDLE
    away = across + normals * np.float32(_CLEAR)
    for axes in axes_around(_VIEWS):
        depth_map((across @ axes.T).astype(np.float32, copy=False), mesh.bare, depth)
        gather(away, normals, wanted, axes, depth, _CLEAR, white, light)
    return np.asarray(np.minimum(light[:, 3] * np.float32(4 / _VIEWS), 1), np.float32)
