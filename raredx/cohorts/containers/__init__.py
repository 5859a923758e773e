"""Image files taken apart by small readers of our own, before any decoder sees them.

A reader walks the file's outer structure with every length checked, tells the picture from the
metadata, and finds out where the image ends. What reaches the decoder holds pixels only, so a
decoder's parsers for text, EXIF, profiles and previews have nothing to be attacked with.
"""

from raredx.cohorts.containers import bmp, jpeg, png, webp
from raredx.cohorts.containers.base import Container

READERS = {"PNG": png.read, "JPEG": jpeg.read, "WebP": webp.read, "BMP": bmp.read}

__all__ = ["READERS", "Container"]
