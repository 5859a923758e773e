"""Faces cut out of pictures alike: upright, in the middle, of one size, with hair and ears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL import Image

Floats = npt.NDArray[Any]
Pixels = npt.NDArray[np.uint8]

SIDE = 144
"""Pixels of a cut-out, each way."""
HEAD, FACE = 2.5, 1.5
"""How many times the outer corners of the eyes are apart that a cut-out is wide."""
_ABOVE = {HEAD: 0.45, FACE: 0.35}  # where the eyes stand, from the top
_OUTER = 33, 263  # outer corners of the eyes
_NOSE = 168  # between the eyes


def cut_out(image: Image.Image, points: Floats, *, side: int = SIDE, spans: float = HEAD) -> Pixels:
    """The face of a picture, from its points (478, 3) in pixels: (side, side, 3).

    The size is taken from the points in depth too, so that a turned head is not enlarged. What
    lies outside the picture is grey.
    """
    right, left = (points[number] for number in _OUTER)
    return cut_between(image, right, left, points[_NOSE], side=side, spans=spans)


def cut_between(
    image: Image.Image,
    right: Floats,
    left: Floats,
    nose: Floats,
    *,
    side: int = SIDE,
    spans: float = HEAD,
) -> Pixels:
    """The face between the outer corners of the eyes, (3,) each in pixels, below the nose's root.

    >>> from PIL import Image
    >>> eyes = np.array([10.0, 20, 0]), np.array([30.0, 20, 0])
    >>> cut_between(Image.new("RGB", (40, 50)), *eyes, np.array([20.0, 20, 0]), side=8).shape
    (8, 8, 3)
    """
    from PIL import Image as Images

    frame = _Frame.between(right, left, nose, side=side, spans=spans)
    shrink = max(1, int(frame.step))
    source = image.convert("RGB")
    if shrink > 1:  # or fine detail would turn into noise
        source = source.reduce(shrink)
    across, down, corner = (one / shrink for one in (frame.across, frame.down, frame.corner))
    form = (across[0], down[0], corner[0], across[1], down[1], corner[1])
    taken = source.transform(
        (side, side),
        Images.Transform.AFFINE,
        tuple(float(value) for value in form),
        Images.Resampling.BILINEAR,
        fillcolor=(128, 128, 128),
    )
    return np.asarray(taken)


def placed(points: Floats, *, side: int = SIDE, spans: float = HEAD) -> Floats:
    """Where the points of a face (478, 3) lie in its cut-out: (478, 2) pixels.

    >>> points = np.zeros((478, 3))
    >>> points[33], points[263], points[168] = (10, 20, 0), (30, 20, 0), (20, 20, 0)
    >>> placed(points, side=100, spans=2.5)[[33, 168]].round(3).tolist()
    [[30.0, 45.0], [50.0, 45.0]]
    """
    right, left = (points[number] for number in _OUTER)
    frame = _Frame.between(right, left, points[_NOSE], side=side, spans=spans)
    apart = points[:, :2] - frame.corner
    return np.asarray(np.stack([apart @ frame.across, apart @ frame.down], 1) / frame.step**2)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Frame:
    """Where a cut-out lies in its picture."""

    corner: Floats
    """(2,) its upper left one."""
    across: Floats
    """(2,) from one of its pixels to the next."""
    down: Floats

    @property
    def step(self) -> float:
        """Pixels of the picture to one of the cut-out."""
        return float(np.linalg.norm(self.across))

    @staticmethod
    def between(right: Floats, left: Floats, nose: Floats, *, side: int, spans: float) -> _Frame:
        """Upright on the outer corners of the eyes, (3,) each, its middle below the nose's root."""
        right, left = (np.asarray(point, float) for point in (right, left))
        roll = float(np.arctan2(left[1] - right[1], left[0] - right[0]))
        step = float(np.linalg.norm(left - right)) * spans / side
        across = step * np.array([np.cos(roll), np.sin(roll)])
        down = step * np.array([-np.sin(roll), np.cos(roll)])
        middle = np.asarray(nose, float)[:2]
        corner = middle - across * side / 2 - down * side * _ABOVE[spans]
        return _Frame(corner=corner, across=across, down=down)
