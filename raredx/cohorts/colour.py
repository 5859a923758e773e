"""Colours brought to sRGB: by the file's profile where it is sound, by plain rules otherwise."""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageChops, ImageCms

from raredx.cohorts.containers.base import MOST_ICC

_SPACES = {"RGB": b"RGB ", "L": b"GRAY", "CMYK": b"CMYK"}
_MOST_TAGS = 100
_SAME = 2  # levels of 255 by which two ways of writing sRGB may differ


def to_srgb(image: Image.Image, icc: bytes | None) -> tuple[Image.Image, tuple[str, ...]]:
    """An RGB, L or CMYK image as sRGB, and what was done. A profile that is no use is ignored."""
    if icc is None:
        note = "CMYK converted without a colour profile"
        return image.convert("RGB"), (note,) if image.mode == "CMYK" else ()
    fault = _fault(icc, image.mode)
    transform = None if fault else _transform(icc, image.mode)
    if transform is None:
        plain, notes = to_srgb(image, None)
        return plain, (*notes, f"colour profile ignored: {fault or 'not valid'}")
    if _changes_nothing(transform, image.mode):
        return image.convert("RGB"), ()
    converted = transform.apply(image)
    what = "CMYK converted by its" if image.mode == "CMYK" else "converted to sRGB by its"
    return converted, (f"{what} colour profile",)


def _fault(icc: bytes, mode: str) -> str:
    """What is wrong with a profile, as far as its outer structure tells; "" if nothing is."""
    if len(icc) > MOST_ICC:
        return "too large"
    try:
        (length,) = struct.unpack_from(">I", icc)
        (count,) = struct.unpack_from(">I", icc, 128)
        tags = [struct.unpack_from(">II", icc, 136 + 12 * i) for i in range(min(count, _MOST_TAGS))]
    except struct.error:
        return "not valid"
    inside = all(offset + size <= len(icc) for offset, size in tags)
    if icc[36:40] != b"acsp" or not 132 < length <= len(icc) or count > _MOST_TAGS or not inside:
        return "not valid"
    if icc[16:20] != _SPACES[mode]:
        return "made for another kind of image"
    return ""


def _transform(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        return ImageCms.buildTransform(
            profile,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,  # as measured, not as pleasing
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether the profile is sRGB in other words, so that pixels stay as they are."""
    if mode == "CMYK":
        return False
    if mode == "L":
        probe = Image.frombytes("L", (256, 1), bytes(range(256)))
    else:
        steps = range(0, 256, 15)
        probe = Image.new("RGB", (len(steps) ** 3, 1))
        probe.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    difference = ImageChops.difference(transform.apply(probe), probe.convert("RGB"))
    return max(difference.tobytes()) <= _SAME
