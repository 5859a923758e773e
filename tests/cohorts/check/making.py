"""Drawn portraits that are alike in their layout, tables of them, and copies of pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from raredx.cohorts.check.examine import examine
from raredx.cohorts.check.examined import Examined

SIDE = 128
CONDITIONS = ("Kabuki syndrome", "Noonan syndrome", "unaffected")


@cache
def portrait(person: int, photo: int = 0, side: int = SIDE) -> Image.Image:
    """A face in the middle: the person decides its colours and measures, the photo its setting."""
    who, how = np.random.default_rng([person, 9]), np.random.default_rng([person, photo])
    tone = who.uniform(0.35, 1) * np.array([235, 190, 160])
    hair, iris = who.integers(10, 150, 3), who.integers(20, 140, 3)
    width, height, eyes, mouth, brow = who.normal([0.24, 0.32, 0.10, 0.10, 0.07], 0.012)
    x, y, light, slope = how.normal([0.5, 0.52, 1.0, 0.0], [0.02, 0.02, 0.08, 0.3])
    down, across = np.mgrid[:side, :side] / side - 0.5
    ground = how.uniform(40, 215, 3) + 90 * (slope * across + how.normal(0, 0.4) * down)[..., None]
    for _ in range(5):
        far = (across - how.uniform(-0.5, 0.5)) ** 2 + (down - how.uniform(-0.5, 0.5)) ** 2
        ground += how.normal(0, 30, 3) * np.exp(-far / 0.02)[..., None]
    picture = Image.fromarray(ground.clip(0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)

    def oval(cx: float, cy: float, rx: float, ry: float, colour: Any) -> None:
        box = [side * (cx - rx), side * (cy - ry), side * (cx + rx), side * (cy + ry)]
        pen.ellipse(box, fill=tuple(int(c) for c in np.clip(colour, 0, 255)))

    oval(x, y - 0.07, width * 1.15, height * 1.1, hair * light)
    oval(x, y, width, height, tone * light)
    for sign in (-1, 1):
        oval(x + sign * eyes, y - brow, 0.04, 0.022, np.full(3, 240) * light)
        oval(x + sign * eyes, y - brow, 0.018, 0.02, iris)
        oval(x + sign * eyes, y - brow - 0.05, 0.05, 0.01, hair)
    oval(x, y + 0.05, 0.02, 0.05, tone * light * 0.85)
    oval(x, y + 2 * mouth, 0.07, 0.02, tone * light * [0.8, 0.55, 0.55])
    noise = how.normal(0, 5, (side, side, 1))
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(side / 200)), float)
    return Image.fromarray((soft + noise).clip(0, 255).astype(np.uint8))


def encoded_anew(image: Image.Image, quality: int = 60) -> Image.Image:
    file = BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def cropped(image: Image.Image, share: float, rng: np.random.Generator) -> Image.Image:
    """Up to that share is lost on each side."""
    left, top, right, bottom = rng.uniform(0, share, 4)
    width, height = image.size
    return image.crop(
        (
            int(left * width),
            int(top * height),
            int(width - right * width),
            int(height - bottom * height),
        )
    )


COPYING: dict[str, Callable[[Image.Image, np.random.Generator], Image.Image]] = {
    "encoded anew": lambda image, rng: encoded_anew(image),
    "mirrored": lambda image, rng: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned by a quarter": lambda image, rng: image.transpose(Image.Transpose.ROTATE_90),
    "half the size": lambda image, rng: image.resize((image.width // 2, image.height // 2)),
    "grey": lambda image, rng: image.convert("L").convert("RGB"),
    "brighter": lambda image, rng: ImageEnhance.Brightness(image).enhance(1.15),
    "cropped": lambda image, rng: cropped(image, 0.1, rng),
    "cropped, mirrored and encoded anew": lambda image, rng: encoded_anew(
        cropped(image, 0.06, rng).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    ),
}


class Album:
    """Images and a table of them, to be spoilt on purpose before it is examined."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.images: dict[str, Image.Image | Exception] = {}
        self.splits: dict[str, list[tuple[str, ...]]] = {}

    def add(self, image: Image.Image | Exception, **facts: Any) -> dict[str, Any]:
        image_id = facts.pop("image_id", f"image-{len(self.rows):03d}")
        row = {"image_id": image_id, "sha256": f"file of {image_id}", "origin": "real"}
        row |= {"label_id": None, "source": "clinic", "licence": "by agreement", **facts}
        self.rows.append(row)
        self.images.setdefault(image_id, image)
        return row

    def read(self, image_id: str) -> Image.Image:
        found = self.images[image_id]
        if isinstance(found, Exception):
            raise found
        return found

    def examined(self, *, encoder: str | None = None) -> Examined:
        table = pa.Table.from_pylist(self.rows)
        return examine(table, self.read, encoder=encoder, splits=self.splits)


def clean_album() -> Album:
    """Three conditions, four people each, two photographs of everybody; nothing is wrong."""
    album = Album()
    for person in range(12):
        for photo in range(2):
            album.add(
                portrait(person, photo),
                subject_id=f"P{person:02d}",
                label=CONDITIONS[person % 3],
                label_id=f"ORPHA:{person % 3 + 1}",
                sex="female" if person // 3 % 2 else "male",
                age=4.0 + person / 2,
            )
    return album
