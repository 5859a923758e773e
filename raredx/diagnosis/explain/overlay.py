"""A map laid over its picture: the picture shows through where the map says little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL import Image

Floats = npt.NDArray[Any]
Pixels = npt.NDArray[np.uint8]

SIDE = 416
"""Pixels of what is shown, each way."""
_LEAST, _MOST = 0.1, 0.7  # of the colour
_RED = (200, 40, 40)


def overlay(picture: Pixels, table: Floats, *, warning: str = "") -> Image.Image:
    """The picture under the colours of a map, dark where little and yellow where much speaks.

    Parameters
    ----------
    warning
        Written across the picture, so that it goes wherever the picture goes.
    """
    import cv2
    from PIL import Image, ImageDraw, ImageFont, ImageOps

    many = np.rint(255 * table).astype(np.uint8)
    colours = cv2.cvtColor(cv2.applyColorMap(many, cv2.COLORMAP_VIRIDIS), cv2.COLOR_BGR2RGB)
    weight = (_LEAST + (_MOST - _LEAST) * table)[..., None]
    mixed = np.rint((1 - weight) * picture + weight * colours).astype(np.uint8)
    shown = Image.fromarray(mixed).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    if warning:
        shown = ImageOps.expand(shown.crop((6, 6, SIDE - 6, SIDE - 6)), 6, _RED)
        pen = ImageDraw.Draw(shown)
        pen.rectangle((0, SIDE - 34, SIDE, SIDE), fill=_RED)
        pen.text((12, SIDE - 28), warning, fill="white", font=ImageFont.load_default(18))
    return shown
