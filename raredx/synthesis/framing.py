"""How a face is framed before a generator sees it: as encoders see heads, and large enough.

The frame is that of `raredx.phenotype.traits.crops.HEAD`, so that what is generated and what is
photographed look alike to every classifier. The size follows from the eyes alone: the mouth is left
where it is, or a long midface would come out as a common one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.traits.crops import HEAD, cut_between, cut_out

if TYPE_CHECKING:
    from PIL import Image

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[Any]

SIDE = 128
"""Pixels of a framed face, each way."""
_BEYOND = 0.35  # of a picture's size, by which it is widened on each side
_FINER = 2  # times as fine as it is framed, then averaged: no fine line turns into noise


def framed(image: Image.Image, points: Floats, *, side: int = SIDE) -> Pixels:
    """The head of a picture, from its landmarks (478, 3) in pixels: (side, side, 3)."""
    wider, by = _widened(image)
    return _averaged(cut_out(wider, points + by, side=side * _FINER, spans=HEAD))


def framed_between(
    image: Image.Image, right: Floats, left: Floats, nose: Floats, *, side: int = SIDE
) -> Pixels:
    """The same from the true places of the eyes' outer corners and of the nose's root, (3,) each.

    >>> from PIL import Image
    >>> eyes = np.array([60.0, 80, 0]), np.array([110.0, 80, 0])
    >>> framed_between(Image.new("RGB", (170, 200)), *eyes, np.array([85.0, 80, 5])).shape
    (128, 128, 3)
    """
    wider, by = _widened(image)
    cut = cut_between(wider, right + by, left + by, nose + by, side=side * _FINER, spans=HEAD)
    return _averaged(cut)


def _widened(image: Image.Image) -> tuple[Image.Image, Floats]:
    """A picture that goes on in a mirror beyond its edges, and by how much points move in it.

    A grey edge would be learned, and drawn.
    """
    from PIL import Image as Images

    pixels = np.asarray(image.convert("RGB"))
    high, wide = (round(size * _BEYOND) for size in pixels.shape[:2])
    wider = np.pad(pixels, ((high, high), (wide, wide), (0, 0)), mode="symmetric")
    return Images.fromarray(wider), np.array([wide, high, 0])


def _averaged(fine: Pixels) -> Pixels:
    side = len(fine) // _FINER
    blocks = fine.reshape(side, _FINER, side, _FINER, 3)
    return np.asarray(np.rint(blocks.mean((1, 3))), np.uint8)
