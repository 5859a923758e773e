"""The mesh that is photographed: four triangles for each of the head's, and clothes around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import EYES, SKIN, TEETH, TONGUE
from raredx.cohorts.simulate.strands.compiled import compiled

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

CLOTH = 4
"""The part of the mesh that clothes are, after `SKIN`, `EYES`, `TEETH` and `TONGUE`."""
_DRESSED = 0.345
"""Below this height (canonical, metres) the body may be dressed."""
_PATCH = np.float32(0.016)


@dataclass(frozen=True, eq=False)
class Fine:
    """The head's vertices (v), one in the middle of each edge (e), and again those dressed (d)."""

    triangles: Whole  # (t, 3)
    part: Whole  # (t,)
    edges: Whole  # (e, 2)
    dressed: Whole  # (d,): the bare vertices below the cloth's
    canonical: Floats  # (v + e + d, 3)
    normals: Floats  # (v + e + d, 3): of the canonical head
    bare: Whole  # (b, 3): the triangles without those of clothes
    coarse: Whole  # (c, 3): the head's own triangles of the same parts

    @property
    def undressed(self) -> int:
        """How many vertices the mesh has without clothes."""
        return len(self.canonical) - len(self.dressed)

    def around(self, vertices: Floats) -> tuple[Floats, Floats]:
        """Positions and normals (v + e, 3) of the bare body, for a head's vertices (v, 3).

        The middle of an edge lies where the surface bends to, by the normals at its ends; the
        head's own vertices stay where they are.
        """
        rough = normals_of(vertices, self.coarse)
        points = np.empty((self.undressed, 3), np.float32)
        points[: len(vertices)] = vertices
        _bend(vertices, rough, self.edges, points)
        return points, normals_of(points, self.bare)


@cache
def fine_mesh() -> Fine:
    """The finer mesh of the shipped head."""
    head = Head.shipped()
    chosen = np.isin(head.part, (SKIN, EYES, TEETH, TONGUE))
    coarse, part = head.triangles[chosen], head.part[chosen].astype(np.int32)
    count = len(head.canonical)
    pairs = np.sort(coarse[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)  # (3c, 2)
    edges, place = np.unique(pairs, axis=0, return_inverse=True)
    middle = (place.reshape(-1, 3) + count).astype(np.int32)  # (c, 3): of edges ab, bc, ca
    (a, b, c), (ab, bc, ca) = coarse.T, middle.T
    fourfold = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    bare = np.concatenate([np.stack(corners, 1) for corners in fourfold]).astype(np.int32)
    parts = np.tile(part, 4)
    canonical = np.empty((count + len(edges), 3), np.float32)
    canonical[:count] = head.canonical
    _bend(head.canonical, normals_of(head.canonical, coarse), edges.astype(np.int32), canonical)
    body = bare[(parts == SKIN) & (canonical[bare][:, :, 2].max(1) < _DRESSED)]
    dressed, cloth = np.unique(body, return_inverse=True)
    normals = normals_of(canonical, bare)
    whole = np.concatenate([canonical, canonical[dressed]])
    triangles = np.concatenate([bare, cloth.reshape(-1, 3) + len(canonical)]).astype(np.int32)
    order = _by_place(whole[triangles].mean(1))
    return Fine(
        triangles=np.ascontiguousarray(triangles[order]),
        part=np.concatenate([parts, np.full(len(body), CLOTH)]).astype(np.int32)[order],
        edges=edges.astype(np.int32),
        dressed=dressed.astype(np.int32),
        canonical=whole,
        normals=np.concatenate([normals, normals[dressed]]),
        bare=bare,
        coarse=np.ascontiguousarray(coarse),
    )


def spread_to_edges(values: Floats, edges: Whole) -> Floats:
    """Values at vertices (v, ...) continued to the middle of every edge: (v + e, ...)."""
    columns = values.reshape(len(values), -1)
    spread = np.empty((len(values) + len(edges), columns.shape[1]), np.float32)
    _spread(columns, edges, spread)
    return spread.reshape(-1, *values.shape[1:])


@compiled
def _spread(values: Floats, edges: Whole, spread: Floats) -> None:
    first, columns = values.shape
    for n in range(first):
        for c in range(columns):
            spread[n, c] = values[n, c]
    for e in range(len(edges)):
        for c in range(columns):
            spread[first + e, c] = 0.5 * (values[edges[e, 0], c] + values[edges[e, 1], c])


def _by_place(middles: Floats) -> npt.NDArray[np.intp]:
    """An order in which neighbours in a picture are near each other, the front first."""
    x, y, z = middles.T
    return np.lexsort((y, x // _PATCH, -(z // _PATCH)))


def normals_of(points: Floats, triangles: Whole) -> Floats:
    """Unit normals at points (n, 3), outwards, from the triangles that meet there."""
    normals = np.zeros_like(points)
    _add_normals(points, triangles, normals)
    return normals


@compiled
def _add_normals(points: Floats, triangles: Whole, normals: Floats) -> None:
    for t in range(len(triangles)):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, y0, z0 = points[a, 0], points[a, 1], points[a, 2]
        x1, y1, z1 = points[b, 0] - x0, points[b, 1] - y0, points[b, 2] - z0
        x2, y2, z2 = points[c, 0] - x0, points[c, 1] - y0, points[c, 2] - z0
        nx, ny, nz = y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2
        for corner in (a, b, c):
            normals[corner, 0] += nx
            normals[corner, 1] += ny
            normals[corner, 2] += nz
    for n in range(len(normals)):
        x, y, z = normals[n, 0], normals[n, 1], normals[n, 2]
        scale = 1 / (np.sqrt(x * x + y * y + z * z) + 1e-20)
        normals[n, 0], normals[n, 1], normals[n, 2] = x * scale, y * scale, z * scale


@compiled
def _bend(vertices: Floats, normals: Floats, edges: Whole, points: Floats) -> None:
    """Fill in the middle of each edge after the vertices: half-way on a cubic arc."""
    first = len(vertices)
    for e in range(len(edges)):
        a, b = edges[e, 0], edges[e, 1]
        rise_a = rise_b = np.float32(0.0)
        for axis in range(3):
            along = vertices[b, axis] - vertices[a, axis]
            rise_a += along * normals[a, axis]
            rise_b -= along * normals[b, axis]
        for axis in range(3):
            bent = rise_a * normals[a, axis] + rise_b * normals[b, axis]
            points[first + e, axis] = 0.5 * (vertices[a, axis] + vertices[b, axis]) - 0.125 * bent
