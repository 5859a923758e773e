"""Some of a batch's items asked about: pictures in, answers out, and small pictures to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from raredx.cohorts.apart import together
from raredx.diagnosis.batch.asked import Item
from raredx.diagnosis.batch.pictures import Pictures
from raredx.diagnosis.predict import answer
from raredx.diagnosis.prediction import Prediction
from raredx.diagnosis.sighting import Sighting
from raredx.errors import UserError
from raredx.learning.bundle.store import open_bundle
from raredx.phenotype.landmarks import find_landmarks

if TYPE_CHECKING:
    from PIL import Image

    from raredx.learning.bundle.bundle import Bundle

SIDE = 224
"""Pixels of a small picture, at most."""
_AT_ONCE = 40_000_000  # pixels that are held together: 120 MB
_QUALITY = 80


class _Came(NamedTuple):
    """A picture that came in, and which item it is of."""

    place: int
    image_id: str
    image: Image.Image


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How items are asked about; it goes to other processes."""

    model: str
    digest: str
    """Of the model, so that nobody asks another one of that name."""
    pictures: Pictures
    coverage: float
    teaching: bool
    folder: Path
    """Where small pictures go."""
    threads: int
    """That a process may use."""

    def ask(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        """What became of each item, in their order, as plain values."""
        bundle = _opened(self.model, self.digest)
        found: dict[int, dict[str, Any]] = {}
        with together(), _threads(self.threads):
            for some in self._came(items, found):
                found |= self._answered(some, bundle)
        return [found[place] for place in range(len(items))]

    def _came(
        self, items: Sequence[Item], refused: dict[int, dict[str, Any]]
    ) -> Iterator[list[_Came]]:
        """The pictures that come in, as many at a time as may be held."""
        held: list[_Came] = []
        pixels = 0
        for place, item in enumerate(items):
            if item.refused:
                refused[place] = {"refused": item.refused}
                continue
            try:
                came = _Came(place, *self.pictures.open(item.key))
            except UserError as error:
                refused[place] = {"refused": str(error)}
                continue
            size = came.image.width * came.image.height
            if held and pixels + size > _AT_ONCE:
                yield held
                held, pixels = [], 0
            held.append(came)
            pixels += size
        if held:
            yield held

    def _answered(self, some: Sequence[_Came], bundle: Bundle) -> dict[int, dict[str, Any]]:
        images = {one.image_id: one.image for one in some}
        ids, keep = [*images], self.pictures.keep
        landmarks = find_landmarks(ids, images.__getitem__, keep=keep)
        sighting = Sighting.of(images.__getitem__, ids, bundle, landmarks, keep=keep)
        told = {
            image_id: as_record(
                answer(sighting, row, bundle, coverage=self.coverage, teaching=self.teaching),
                bundle.classes,
            )
            for row, image_id in enumerate(ids)
        }
        for image_id, image in images.items():
            picture_file(self.folder, image_id).write_bytes(small(image))
        return {one.place: {"image_id": one.image_id, **told[one.image_id]} for one in some}


def as_record(told: Prediction, classes: Sequence[str]) -> dict[str, Any]:
    """An answer as plain values: what a row of a batch keeps of it."""
    found = told.differential
    shares = {one.name: one.probability for one in found.ranked} if found else {}
    return {
        "seen": told.seen,
        "doubts": list(told.doubts),
        "withheld": told.withheld,
        "teaching": told.teaching,
        "far": told.apart.far if told.apart else None,
        "odd": told.apart.odd if told.apart else None,
        "shares": [shares[name] for name in classes] if found else None,
        "held": [one.name for one in found.ranked if one.name in found.held] if found else None,
        "nearest": [vars(one) for one in told.nearest],
    }


def small(image: Image.Image) -> bytes:
    """A picture made anew from pixels, small, without anything that its file said besides them."""
    shown = image.copy()
    shown.thumbnail((SIDE, SIDE))
    file = BytesIO()
    shown.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def picture_file(folder: Path, image_id: str) -> Path:
    """Where the small picture of an image lies."""
    return folder / f"{image_id}.jpg"


@lru_cache(maxsize=1)
def _opened(model: str, digest: str) -> Bundle:
    """The model that is asked; each process opens it once."""
    bundle = open_bundle(model)
    if bundle.digest != digest:
        raise UserError(
            f"The model {model!r} has been replaced since the batch began",
            remedy="Start the batch over",
        )
    return bundle


@contextmanager
def _threads(most: int) -> Iterator[None]:
    """Let networks use so many threads, where several processes share the cores."""
    import torch

    usual = torch.get_num_threads()
    torch.set_num_threads(most)
    try:
        yield
    finally:
        torch.set_num_threads(usual)
