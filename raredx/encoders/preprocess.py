"""Images as an encoder wants them: the whole image, neither cut nor squeezed, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from raredx.encoders.registry import Encoder


def as_square(image: Image.Image, encoder: Encoder) -> Image.Image:
    """The image scaled until its longer side fits, on a square of the encoder's mean colour.

    >>> from PIL import Image
    >>> from raredx.encoders import get_encoder
    >>> square = as_square(Image.new("RGB", (100, 50), "white"), get_encoder("efficientnet-lite0"))
    >>> square.size, square.getpixel((0, 0)), square.getpixel((0, 112))
    ((224, 224), (128, 128, 128), (255, 255, 255))
    """
    from PIL import Image

    scale = encoder.size / max(image.size)
    width, height = (max(1, round(side * scale)) for side in image.size)
    resampling = Image.Resampling[encoder.interpolation.upper()]
    scaled = image.convert("RGB").resize((width, height), resampling)
    colour = tuple(round(255 * channel) for channel in encoder.mean)
    square = Image.new("RGB", (encoder.size, encoder.size), colour)
    square.paste(scaled, ((encoder.size - width) // 2, (encoder.size - height) // 2))
    return square


def as_array(images: Sequence[Image.Image], encoder: Encoder) -> NDArray[np.float32]:
    """A batch of images, scaled, padded and standardised."""
    import numpy as np

    pixels = np.stack([np.asarray(as_square(image, encoder)) for image in images])  # (n, s, s, 3)
    mean, std = (np.array(values, np.float32) for values in (encoder.mean, encoder.std))
    standard = (pixels.astype(np.float32) / 255 - mean) / std
    return np.ascontiguousarray(standard.transpose(0, 3, 1, 2))  # (n, 3, s, s)
