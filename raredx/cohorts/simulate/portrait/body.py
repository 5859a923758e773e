"""The body that is photographed: bare skin, eyes and teeth, and clothes where they are worn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.clothes import Clothes, below_neckline, thickness
from raredx.cohorts.simulate.portrait.mesh import fine_mesh
from raredx.cohorts.simulate.portrait.paint import EDGE, paint

Floats = npt.NDArray[np.float32]

_TUCKED = 0.012
"""Metres below the neckline at which skin ends."""


@dataclass(frozen=True, eq=False)
class Body:
    """A person's surface: n points, those of clothes last."""

    vertices: Floats  # (v, 3): the head's own
    points: Floats  # (n, 3)
    normals: Floats  # (n, 3)
    kept: Floats  # (n,): below 0 there is no surface
    painted: Floats  # (n, columns)


def body_of(vertices: Floats, clothes: Clothes) -> Body:
    """The body of a head (v, 3) in clothes."""
    mesh = fine_mesh()
    bare, normals = mesh.around(vertices)
    kept, painted, stands_off = _dressing(clothes)
    points = np.empty((len(kept), 3), np.float32)
    points[: len(bare)] = bare
    points[len(bare) :] = bare[mesh.dressed] + normals[mesh.dressed] * stands_off
    return Body(vertices, points, np.concatenate([normals, normals[mesh.dressed]]), kept, painted)


@lru_cache(maxsize=16)
def _dressing(clothes: Clothes) -> tuple[Floats, Floats, Floats]:
    """What clothes leave of the mesh, its paint, and how far cloth stands off (d, 1)."""
    mesh = fine_mesh()
    below = below_neckline(clothes, mesh.canonical)  # (n,)
    painted = np.concatenate([paint(), paint()[mesh.dressed]])
    painted[:, EDGE] = below
    skin = mesh.undressed
    kept = np.concatenate([_TUCKED - below[:skin], below[skin:]]).astype(np.float32)
    inside = mesh.canonical[:skin, 2] > 0.335
    kept[:skin][inside] = 1
    return kept, painted, thickness(clothes, below[skin:])[:, None]
