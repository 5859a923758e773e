"""Encoding: whole images, in batches, by trained weights."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from raredx.encoders import encode, get_encoder
from raredx.encoders.preprocess import as_array, as_square

LITE0 = "efficientnet-lite0"


def rings(phase: float, size: tuple[int, int] = (90, 90)) -> Image.Image:
    y, x = np.mgrid[: size[1], : size[0]]
    waves = np.sin(np.hypot(x - 30, y - 50) / 5 + phase)
    return Image.fromarray((128 + 100 * waves).astype(np.uint8)).convert("RGB")


def cosine(left: np.ndarray, right: np.ndarray) -> float:
    return float(left @ right / np.linalg.norm(left) / np.linalg.norm(right))


def test_trained_features_know_a_picture_from_another():
    rng = np.random.default_rng(0)
    noise = Image.fromarray(rng.integers(0, 256, (90, 90, 3), np.uint8))
    one, mirrored, other = encode(LITE0, [rings(0), rings(0).transpose(0), noise])
    assert cosine(one, mirrored) > cosine(one, other) + 0.2


def test_images_are_taken_one_batch_at_a_time():
    taken, heard = [], []

    def images():
        for number in range(5):
            taken.append(number)
            yield rings(number)

    vectors = encode(LITE0, images(), batch=2, tick=lambda done: heard.append((done, len(taken))))
    assert vectors.shape == (5, 1280)
    assert heard == [(2, 2), (4, 4), (5, 5)]


def test_no_images_have_no_features():
    assert encode(LITE0, []).shape == (0, 1280)


@pytest.mark.parametrize("size", [(300, 100), (100, 300), (1, 500), (224, 224)])
def test_nothing_of_an_image_is_cut_or_squeezed(size):
    encoder = get_encoder(LITE0)
    square = np.asarray(as_square(Image.new("RGB", size, (255, 0, 0)), encoder))
    red = (square == (255, 0, 0)).all(axis=2)
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert max(width, height) == encoder.size
    assert width / height == pytest.approx(max(size[0] / size[1], 1 / encoder.size), rel=0.03)
    assert (square[~red] == 128).all()


def test_pixels_are_standardised():
    black, white = as_array(
        [Image.new("RGB", (9, 9), colour) for colour in ("black", "white")], get_encoder(LITE0)
    )
    assert black.shape == (3, 224, 224)
    assert (black == -1).all()
    assert (white == 1).all()
