"""Faces moved onto one shape, triangle by triangle, and seen through the same window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.phenotype.population.people import Floats, Whole
from raredx.phenotype.population.surface import triangles_of

Colours = npt.NDArray[np.float32]

_FACE = 0.62  # of the window's side that the face's longer side takes
_LOWER = 0.06  # of the side by which the face's middle lies below the window's: hair needs room


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """The window's points turned, sized and shifted onto those of a picture."""

    turn: Floats
    """(2, 2): places in the picture are places in the window times this, plus `shift`."""
    shift: Floats
    """(2,)"""
    off: float
    """How far the points are from each other still, on average, in the window's pixels."""

    @property
    def scale(self) -> float:
        """Pixels of the picture to one of the window."""
        return float(np.linalg.norm(self.turn[0]))


@dataclass(frozen=True, kw_only=True, eq=False)
class Window:
    """A square picture of a mean shape, and what of a face each of its pixels shows.

    Places are measured in pixels from the upper left corner, so the first pixel's middle is at 0.5.
    Four corners, which move with the face as a whole, take in what is around it.
    """

    size: int
    places: Floats
    """(p + 4, 2): the shape's points, x to the right and y down, and the corners."""
    corners: Whole
    """(size * size, 3): the points of the triangle that each pixel lies in."""
    shares: Floats
    """(size * size, 3): what each of them counts there."""

    @classmethod
    def on(cls, shape: Floats, *, size: int) -> Window:
        """A window on a shape (p, 3) with y up, as aligned shapes are."""
        flat = shape[:, :2] * [1, -1]  # (p, 2), y down
        low, high = flat.min(0), flat.max(0)
        middle = np.array([0.5, 0.5 + _LOWER]) * size
        face = (flat - (low + high) / 2) * (_FACE * size / (high - low).max()) + middle
        places = np.vstack([face, [[0, 0], [size, 0], [0, size], [size, size]]])
        corners, shares = _triangle_map(places, triangles_of(places), size)
        return cls(size=size, places=places, corners=corners, shares=shares)

    def fit(self, found: Floats) -> Fit:
        """How the window's face lies in a picture with points (p, 2), by least squares."""
        own, other = self.places[: len(found)], found
        mine, theirs = own - own.mean(0), other - other.mean(0)
        along = (mine * theirs).sum()
        across = (mine[:, 0] * theirs[:, 1] - mine[:, 1] * theirs[:, 0]).sum()
        turn = np.array([[along, across], [-across, along]]) / (mine**2).sum()
        away = theirs @ np.linalg.inv(turn) - mine  # (p, 2)
        off = float(np.linalg.norm(away, axis=1).mean())
        return Fit(turn=turn, shift=other.mean(0) - own.mean(0) @ turn, off=off)

    def sources(self, found: Floats, fit: Fit) -> Floats:
        """Where each pixel comes from in a picture with points (p, 2): (size * size, 2)."""
        around = self.places[len(found) :] @ fit.turn + fit.shift  # (4, 2)
        everything = np.vstack([found, around])  # (p + 4, 2)
        return np.asarray(np.einsum("nc,ncd->nd", self.shares, everything[self.corners]))


def sample(picture: Colours, where: Floats) -> tuple[Colours, npt.NDArray[np.bool_]]:
    """Colours of a picture (h, w, 3) at places (n, 2) between its pixels, and which lie inside.

    >>> picture = np.array([[[0.0] * 3, [1.0] * 3]], np.float32)
    >>> colours, inside = sample(picture, np.array([[0.75, 0.5], [5.0, 0.5]]))
    >>> colours[:, 0].tolist(), inside.tolist()
    ([0.25, 1.0], [True, False])
    """
    height, width = picture.shape[:2]
    inside = ((where >= 0) & (where <= [width, height])).all(1)  # (n,)
    x, y = np.clip(where.T - 0.5, 0, [[width - 1], [height - 1]])  # (n,), (n,)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, below = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = (part[:, None].astype(np.float32) for part in (x - left, y - top))  # (n, 1)
    flat = picture.reshape(-1, 3)
    first, last = top * width, below * width
    upper = flat.take(first + left, 0) * (1 - across) + flat.take(first + right, 0) * across
    lower = flat.take(last + left, 0) * (1 - across) + flat.take(last + right, 0) * across
    return np.asarray(upper * (1 - down) + lower * down), np.asarray(inside)


def _triangle_map(places: Floats, triangles: Whole, size: int) -> tuple[Whole, Floats]:
    """For each pixel the points of its triangle, and its barycentric shares of them."""
    owner = np.zeros((size, size), np.intp)
    shares = np.full((size, size, 3), -np.inf)
    for number, corners in enumerate(places[triangles]):  # (3, 2) each
        left, top = np.floor(corners.min(0)).astype(int).clip(0, size - 1)
        right, below = np.ceil(corners.max(0)).astype(int).clip(1, size)
        middles = np.stack(np.meshgrid(np.arange(left, right), np.arange(top, below)), -1) + 0.5
        edges = np.stack([corners[0] - corners[2], corners[1] - corners[2]])  # (2, 2)
        two = (middles - corners[2]) @ np.linalg.inv(edges)  # (h, w, 2)
        own = np.concatenate([two, 1 - two.sum(-1, keepdims=True)], -1)  # (h, w, 3)
        box = np.s_[top:below, left:right]
        deeper = own.min(-1) > shares[box].min(-1)  # on an edge rounding decides, for one of both
        owner[box][deeper], shares[box][deeper] = number, own[deeper]
    return triangles[owner.ravel()], shares.reshape(-1, 3)
