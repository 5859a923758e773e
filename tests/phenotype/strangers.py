"""Photographs that come with scikit-image: an astronaut, and small faces of LFW enlarged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image

GREY = (128, 128, 128)


def astronaut() -> Image.Image:
    return Image.fromarray(skimage.data.astronaut())


def lfw(number: int) -> list[Image.Image]:
    """The first faces of the LFW subset, ten times as large and with room around them."""
    kept = np.load(Path(skimage.data.__file__).with_name("lfw_subset.npy"))  # (200, 25, 25)
    return [_framed((face * 255).round().astype(np.uint8)) for face in kept[:number]]


def _framed(pixels: np.ndarray) -> Image.Image:
    face = Image.fromarray(pixels).convert("RGB").resize((250, 250), Image.Resampling.BICUBIC)
    whole = Image.new("RGB", (500, 500), GREY)
    whole.paste(face, (125, 125))
    return whole
