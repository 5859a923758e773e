"""Which part of the face each place of a picture is, and how much of a map lies on each."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.landmarks.points import outlines
from raredx.phenotype.shape.regions import regions

Floats = npt.NDArray[Any]

EARS, OUTSIDE = "ears", "outside the face"
_TRAGION = 234, 454  # where the face's outline passes the ears, on either side
_EAR = 0.22  # of the face's width: how wide an ear is
_LOWER, _UPPER = 0.45, 0.35  # of the face's width below and above that point
_TOLD = 0.1  # share of a map below which a region is not named


def shares(table: Floats, points: Floats) -> dict[str, float]:
    """The share of a map (side, side) on each region of a face, the largest first; their sum is 1.

    Parameters
    ----------
    points
        (478, 2) of the face in the map's pixels.
    """
    names, where = places(points, len(table))
    whole = float(table.sum())
    if whole <= 0:
        return {}
    summed = np.bincount(where.ravel(), table.ravel(), minlength=len(names)) / whole
    found = {name: float(share) for name, share in zip(names, summed, strict=True)}
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def sizes(points: Floats, side: int) -> dict[str, float]:
    """The share of the picture that each region takes: what a map without any preference has."""
    names, where = places(points, side)
    counts = np.bincount(where.ravel(), minlength=len(names)) / where.size
    return {name: float(share) for name, share in zip(names, counts, strict=True)}


def places(points: Floats, side: int) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Names of the regions, and which of them each pixel (side, side) is in.

    Within the face's outline a place is of the region whose point is nearest; ears are beside the
    outline, where no point lies.
    """
    from PIL import Image, ImageDraw
    from scipy.spatial import cKDTree

    own = regions()
    names = [*own, EARS, OUTSIDE]
    rows, columns = np.mgrid[:side, :side]
    pixels = np.stack([columns, rows], -1) + 0.5  # (side, side, 2)
    tree = cKDTree(np.concatenate([points[list(some)] for some in own.values()]))
    owner = np.repeat(np.arange(len(own)), [len(some) for some in own.values()])
    nearest = owner[tree.query(pixels.reshape(-1, 2))[1]].reshape(side, side)
    outline = Image.new("1", (side, side))
    ImageDraw.Draw(outline).polygon([tuple(one) for one in _around(points)], fill=1)
    inside = np.asarray(outline)
    beside = np.where(_ears(pixels, points), names.index(EARS), names.index(OUTSIDE))
    return names, np.where(inside, nearest, beside)


def told(found: dict[str, float]) -> str:
    """The largest shares in words.

    >>> told({"mouth": 0.62, "nose": 0.3, "cheeks": 0.05, "outside the face": 0.03})
    '62 % on the mouth and 30 % on the nose'
    >>> told({})
    'nothing speaks for it'
    """
    if not found:
        return "nothing speaks for it"
    named = [one for one in found.items() if one[1] >= _TOLD] or [*found.items()]
    said = [f"{100 * share:.0f} % {_where(name)}" for name, share in named[:3]]
    return " and ".join(part for part in (", ".join(said[:-1]), said[-1]) if part)


def _where(name: str) -> str:
    return name if name == OUTSIDE else f"on the {name}"


def _around(points: Floats) -> Floats:
    """The outline of the face in order: (n, 2)."""
    following = dict(outlines()["face_oval"].tolist())
    first = place = next(iter(following))
    order = [first]
    while (place := following[place]) != first:
        order.append(place)
    return np.asarray(points[order])


def _ears(pixels: Floats, points: Floats) -> npt.NDArray[np.bool_]:
    """Where ears are, upright as faces are cut out: beside the outline at their height."""
    right, left = (points[number] for number in _TRAGION)
    width = float(np.linalg.norm(left - right))
    found = np.zeros(pixels.shape[:2], bool)
    for ear in (right, left):
        across, down = np.moveaxis(pixels - ear, -1, 0)
        found |= (abs(across) < _EAR * width) & (-_UPPER * width < down) & (down < _LOWER * width)
    return found
