"""What is measured on each image: its size, its sharpness, its light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

MEASURES = ("width", "height", "detail", "mean", "deviation", "white")

_SCALE = (
    128  # pixels on the longer side; larger images are made smaller, so that noise is no detail
)
_WHITE = 253


def measure(image: Image.Image) -> dict[str, float]:
    """Numbers that say whether an image can be seen.

    Returns
    -------
    width, height
        In pixels.
    detail
        Variance of the Laplacian over the variance of the image, at a fixed scale: 0.05 and more in
        a sharp photograph, below 0.02 in a blurred one, whatever its contrast.
    mean, deviation
        Of the grey levels, from 0 to 255.
    white
        Share of pixels that are burnt out.

    Examples
    --------
    >>> from PIL import Image
    >>> measure(Image.new("RGB", (40, 30), "white"))["white"]
    1.0
    """
    from PIL import Image

    grey = image.convert("L")
    scale = min(1, _SCALE / max(grey.size))
    small = grey.resize(
        [max(3, round(side * scale)) for side in grey.size], Image.Resampling.LANCZOS
    )
    levels = np.asarray(grey, np.float32)  # (h, w)
    seen = np.asarray(small, np.float32)
    inner = seen[1:-1, 1:-1]
    around = seen[:-2, 1:-1] + seen[2:, 1:-1] + seen[1:-1, :-2] + seen[1:-1, 2:]
    return {
        "width": float(image.width),
        "height": float(image.height),
        "detail": float(np.var(around - 4 * inner) / (np.var(seen) + 1e-6)),
        "mean": float(levels.mean()),
        "deviation": float(levels.std()),
        "white": float((levels >= _WHITE).mean()),
    }
