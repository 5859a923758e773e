"""Images that are no faces: conditions told apart by a network's features."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from raredx.phenotype.shape.embedding import EmbeddingModel

COLOURS = {"red": (200, 40, 40), "green": (40, 160, 60), "blue": (40, 60, 200)}
EACH = 9


def picture(image_id: str) -> Image.Image:
    """Stripes of a colour, each image with its own noise."""
    colour, number = image_id.split("-")
    chance = np.random.default_rng(int(number))
    pixels = np.full((64, 64, 3), COLOURS[colour]) + chance.normal(0, 25, (64, 64, 3))
    pixels[:: 4 + int(number) % 5] = 128
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def model():
    ids = [f"{colour}-{number}" for colour in COLOURS for number in range(EACH)]
    labels = [one.split("-")[0] for one in ids]
    return EmbeddingModel.fit(ids, picture, labels, ids, components=10)


def test_new_images_are_most_like_their_own(model):
    new = [f"{colour}-{number}" for colour in COLOURS for number in range(50, 54)]
    truth = [one.split("-")[0] for one in new]
    found = model.evidence(new, picture)  # (n, c)
    assert [model.conditions.names[at] for at in found.argmax(1)] == truth
    likeness = model.likeness(new, picture)
    own = likeness[np.arange(len(new)), [model.conditions.names.index(one) for one in truth]]
    assert own.min() > np.sort(likeness, 1)[:, :-1].max(1).mean()
    assert ((likeness > 0) & (likeness < 1)).all()
