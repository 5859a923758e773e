"""More than 8 bits of grey brought down to 8, by rules that leave comparable images comparable."""

from __future__ import annotations

import numpy as np
from PIL import Image

_WHITES = (255, 4095, 65535)  # 8, 12 and 16 bit data are all stored in 16 bits


def to_eight_bits(image: Image.Image) -> tuple[Image.Image, tuple[str, ...], tuple[str, ...]]:
    """A 16 bit, 32 bit or floating-point grey image as 8 bits, with notes and warnings.

    White is what the brightest pixel needs: 255, 4095 or 65535 (1.0 too, for floating point). A
    camera's 12 bit image so keeps its brightness, and images of one camera are scaled alike. Only
    where values lie outside does the image's own darkest and brightest count.
    """
    values = np.asarray(image)
    kind = "floating point" if values.dtype.kind == "f" else f"{8 * values.dtype.itemsize} bit"
    warnings: tuple[str, ...] = ()
    if values.dtype.kind == "f":
        finite = np.isfinite(values)
        if not finite.all():
            values = np.where(finite, values, values[finite].min() if finite.any() else 0)
            warnings = ("pixels without a number are shown as the darkest",)
    low, high = float(values.min()), float(values.max())
    whites = (1, *_WHITES) if values.dtype.kind == "f" else _WHITES
    if low >= 0 and high <= whites[-1]:
        black, white = 0.0, float(next(white for white in whites if high <= white))
        rule = f"white is {white:g}"
    else:
        black, white = low, high
        rule = "from its darkest to its brightest pixel"
    note = f"{kind} grey reduced to 8 bit ({rule})"
    return Image.fromarray(scaled(values, black=black, white=white)), (note,), warnings


def scaled(values: np.ndarray, *, black: float, white: float) -> np.ndarray:
    """Values as 8 bits, `black` as 0 and `white` as 255, in stripes to spare memory."""
    result = np.empty(values.shape, np.uint8)
    step = max(1, 1_000_000 // max(1, values[0].size))  # rows
    span = white - black or 1.0
    for row in range(0, len(values), step):
        part = (values[row : row + step].astype(np.float64) - black) * (255 / span)
        result[row : row + step] = np.rint(np.clip(part, 0, 255))
    return result
