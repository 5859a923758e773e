"""Small grey pictures, by which images are compared, and the eight ways to lay one down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL import Image

SIDE = 64

_BLOCK = 1024  # thumbnails at a time, so that memory does not grow with them

ORIENTATIONS = (
    "as it is",
    "mirrored",
    "mirrored upside down",
    "turned by half",
    "mirrored along the diagonal",
    "turned by a quarter",
    "turned by three quarters",
    "mirrored along the other diagonal",
)


def thumbnail(image: Image.Image) -> NDArray[np.uint8]:
    """The image in grey, squeezed to a square of `SIDE`: a cropped copy is then a stretched one."""
    from PIL import Image

    small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return np.asarray(small, np.uint8)  # (64, 64)


def deviations(thumbnails: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much each of some thumbnails (n, 64, 64) varies, in grey levels: (n,)."""
    blocks = (thumbnails[low : low + _BLOCK] for low in range(0, len(thumbnails), _BLOCK))
    return np.concatenate([[], *(block.std(axis=(1, 2)) for block in blocks)])


def lay(pictures: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Square pictures (..., s, s) laid down in one of the `ORIENTATIONS`.

    >>> [lay(np.array([[1, 2], [3, 4]]), k).tolist() for k in (1, 3, 5)]
    [[[2, 1], [4, 3]], [[4, 3], [2, 1]], [[3, 1], [4, 2]]]
    """
    if orientation & 4:
        pictures = np.swapaxes(pictures, -1, -2)
    if orientation & 2:
        pictures = pictures[..., ::-1, :]
    return pictures[..., ::-1] if orientation & 1 else pictures
