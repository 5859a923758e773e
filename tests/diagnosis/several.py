"""Pictures of several people, put together from pictures of one."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from raredx.diagnosis.predict import predict
from tests.diagnosis.model import model, strangers


def people(many: int) -> list[Image.Image]:
    """Pictures of so many strangers to the models, each of the models' kind."""
    bundle = model()
    kind = (image for image, _ in strangers() if not predict(image, bundle).withheld)
    return [next(kind) for _ in range(many)]


def in_a_row(pictures: Sequence[Image.Image]) -> Image.Image:
    """Pictures of one size beside each other, the first on the left."""
    width, height = pictures[0].size
    whole = Image.new("RGB", (width * len(pictures), height))
    for place, one in enumerate(pictures):
        whole.paste(one, (place * width, 0))
    return whole
