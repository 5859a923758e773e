"""How an image is kept: as a file of pixels and nothing else, and the facts that name it.

>>> from PIL import Image
>>> kept = encode(Image.new("RGB", (32, 16), "teal"), Form())
>>> kept.suffix, kept.width, kept.height
('png', 32, 16)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image

from raredx.cohorts.intake import image_id
from raredx.errors import UserError

Kind = Literal["png", "jpeg", "webp"]
_SUFFIXES = {"png": "png", "jpeg": "jpg", "webp": "webp"}


@dataclass(frozen=True, kw_only=True)
class Form:
    """The kind of file in which images are kept.

    PNG is the default, for JPEG photographs too: compressing them a second time would leave traces
    in just those images, from which a model learns where an image came from.
    """

    kind: Kind = "png"
    quality: int = 95
    """From 1 to 100, of JPEG and WebP; JPEG keeps its colours at full resolution from 90."""

    def __post_init__(self) -> None:
        if self.kind not in _SUFFIXES or not 1 <= self.quality <= 100:
            raise UserError(
                f"{self.kind} of quality {self.quality} is no form to keep images in",
                remedy="Choose png, jpeg or webp, and a quality from 1 to 100",
            )


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An image as a file, and the facts about it that its row holds."""

    data: bytes
    suffix: str
    image_id: str
    """Hash of the pixels that the file gives back."""
    sha256: str
    width: int
    height: int


def encode(image: Image.Image, form: Form, *, known_id: str | None = None) -> Kept:
    """An image in the form in which it is kept. What else the image carries is left behind.

    `known_id` is the id of these very pixels, where it has been worked out before.
    """
    plain = image
    if image.mode != "RGB" or image.info:
        plain = Image.frombytes("RGB", image.size, image.convert("RGB").tobytes())
    file = BytesIO()
    if form.kind == "png":
        plain.save(file, "PNG")
        pixels_id = known_id or image_id(*plain.size, plain.tobytes())
    else:
        finer = {"subsampling": 0 if form.quality >= 90 else 2} if form.kind == "jpeg" else {}
        plain.save(file, form.kind.upper(), quality=form.quality, **finer)
        with Image.open(file, formats=[form.kind.upper()]) as again:
            pixels_id = image_id(*plain.size, again.convert("RGB").tobytes())
    data = file.getvalue()
    return Kept(
        data=data,
        suffix=_SUFFIXES[form.kind],
        image_id=pixels_id,
        sha256=hashlib.sha256(data).hexdigest(),
        width=plain.width,
        height=plain.height,
    )
