"""A file to try the door with: a drawn picture that carries what real photographs carry."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

_ORIENTATION, _MAKE, _MODEL, _ARTIST, _GPS = 0x0112, 0x010F, 0x0110, 0x013B, 0x8825


def example_file() -> bytes:
    """A JPEG of a drawn pattern, turned on its side, with a camera, a name and a place inside."""
    y, x = np.mgrid[0:300, 0:420]
    rings = np.hypot(x - 150, y - 130) / 22
    pattern = np.stack([np.sin(rings), np.cos(rings / 2 + x / 90), np.sin(y / 40)], axis=-1)
    picture = Image.fromarray((127 + 110 * pattern).astype(np.uint8)).rotate(90, expand=True)
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    exif[_MAKE], exif[_MODEL], exif[_ARTIST] = "Example", "Camera 1", "Jane Example"
    exif[_GPS] = {1: "N", 2: (50.0, 6.0, 0.0), 3: "E", 4: (8.0, 41.0, 0.0)}
    file = BytesIO()
    picture.save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()
