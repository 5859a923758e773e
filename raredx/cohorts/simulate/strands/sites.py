"""Places on the head's mesh that follow it: triangles with weights, spread evenly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import SKIN
from raredx.cohorts.simulate.strands.compiled import compiled
from raredx.cohorts.simulate.strands.scalp import inside_hairline

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]

_EAR = 100
"""From this value of the ears' mask on, of 255, skin counts as ear."""


@dataclass(frozen=True, eq=False)
class Sites:
    """Places on the mesh, each three corners and their weights."""

    corners: Whole  # (n, 3)
    weights: Floats  # (n, 3)

    def on(self, vertices: Floats) -> Floats:
        """Where the places are on a head: (n, 3)."""
        return _placed(self.corners, self.weights, vertices)

    def __getitem__(self, chosen: npt.NDArray[np.intp] | slice) -> Sites:
        return Sites(self.corners[chosen], self.weights[chosen])

    def __len__(self) -> int:
        return len(self.corners)


def spread(triangles: Whole, canonical: Floats, *, count: int, seed: int = 0) -> Sites:
    """So many places spread evenly over some triangles, so that any stretch of them is even, too.

    Places are dealt out along a curve through space; reading them in bit-reversed order visits
    all regions alike.
    """
    rng = np.random.default_rng(seed)
    corners = canonical[triangles]  # (t, 3, 3)
    order = np.argsort(_along_curve(corners.mean(1)))
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )[order]
    ends = area.cumsum()
    at = (np.arange(count) + rng.random(count)) / count * ends[-1]
    chosen = order[np.minimum(np.searchsorted(ends, at), len(order) - 1)]
    one, two = np.sqrt(rng.random(count)), rng.random(count)
    weights = np.stack([1 - one, one * (1 - two), one * two], 1).astype(np.float32)
    reading = np.argsort(_bits_reversed(np.arange(count)), kind="stable")
    return Sites(triangles[chosen][reading].astype(np.int32), weights[reading])


@cache
def scalp_sites() -> tuple[Sites, Floats]:
    """Places all over the part of the head that can bear hair, and where they are canonically."""
    head = Head.shipped()
    triangles = head.triangles[skin_without_ears()]
    middle = head.canonical[triangles].mean(1)
    widest = np.array([-0.012, 0, 9, 0], np.float32)
    within = np.array([inside_hairline(x, y, z, widest) for x, y, z in middle])
    sites = spread(triangles[within > -0.02], head.canonical, count=1 << 15)
    return sites, sites.on(head.canonical)


@cache
def skin_without_ears() -> npt.NDArray[np.intp]:
    """The triangles of the skin that are not of an ear."""
    head = Head.shipped()
    middle = head.uv[head.uv_triangles].mean(1)  # (t, 2)
    mask = head.masks["ears"]
    row = ((1 - middle[:, 1]) * len(mask)).astype(int).clip(0, len(mask) - 1)
    column = (middle[:, 0] * len(mask)).astype(int).clip(0, len(mask) - 1)
    return np.flatnonzero((head.part == SKIN) & (mask[row, column] < _EAR))


@compiled
def _placed(corners: Whole, weights: Floats, vertices: Floats) -> Floats:
    placed = np.empty((len(corners), 3), np.float32)
    for n in range(len(corners)):
        a, b, c = corners[n, 0], corners[n, 1], corners[n, 2]
        for axis in range(3):
            placed[n, axis] = (
                weights[n, 0] * vertices[a, axis]
                + weights[n, 1] * vertices[b, axis]
                + weights[n, 2] * vertices[c, axis]
            )
    return placed


def _along_curve(points: Floats) -> npt.NDArray[np.int64]:
    """The place of points along a Z-shaped curve through space."""
    low, high = points.min(0), points.max(0)
    cells = ((points - low) / (high - low + 1e-9) * 1023).astype(np.int64)  # (n, 3)
    place = np.zeros(len(points), np.int64)
    for bit in range(10):
        for axis in range(3):
            place |= ((cells[:, axis] >> bit) & 1) << (3 * bit + axis)
    return place


def _bits_reversed(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    width = int(numbers.max()).bit_length()
    reversed_ = np.zeros_like(numbers)
    for bit in range(width):
        reversed_ |= ((numbers >> bit) & 1) << (width - 1 - bit)
    return reversed_
