"""A mean face is made of light, of people rather than pictures, and never of fewer than five."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from raredx.errors import UserError
from raredx.phenotype.population.faces import SMALLEST, mean_face
from raredx.phenotype.population.warping import Window
from tests.phenotype.population.planted import face, names

SHAPE = face(40)
SIZE = 96


def places(*, scale: float = 60.0, turn: float = 0.0, at=(64.0, 64.0)) -> np.ndarray:
    """The face's points in a picture: (40, 2)."""
    flat = SHAPE[:, :2] * [scale, -scale] * 3
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return flat @ rotation + at


def ramp(points: np.ndarray, size: int = 128) -> Image.Image:
    """A picture whose colours rise across the face, whatever its place, size and turn."""
    flat = SHAPE[:, :2] * [1, -1]
    back, *_ = np.linalg.lstsq(np.c_[points, np.ones(len(points))], flat, rcond=None)  # (3, 2)
    y, x = np.mgrid[:size, :size] + 0.5
    own = np.stack([x, y, np.ones_like(x)], -1) @ back  # (size, size, 2)
    return Image.fromarray(_colours(own))


def _colours(own: np.ndarray) -> np.ndarray:
    channels = [0.5 + own[..., 0], 0.5 + own[..., 1], 0.5 + own[..., 0] * 0]
    return np.round(255 * np.clip(np.stack(channels, -1), 0, 1)).astype(np.uint8)


def plain(value: int) -> Image.Image:
    return Image.new("RGB", (128, 128), (value,) * 3)


def test_faces_of_any_place_size_and_turn_fall_onto_each_other():
    ways = [
        {},
        {"turn": 0.3},
        {"scale": 40.0, "turn": -0.5},
        {"at": (60.0, 70.0)},
        {"scale": 70.0, "at": (66.0, 62.0)},
    ]
    found = [places(**way) for way in ways]
    mean = mean_face([ramp(one) for one in found], found, names(5), shape=SHAPE, size=SIZE)
    window = Window.on(SHAPE, size=SIZE)
    own = ramp(window.places[:40], SIZE)
    whole = mean.reached == 5
    assert whole.mean() > 0.3
    assert abs(mean.pixels[whole].astype(int) - np.asarray(own)[whole]).max() <= 4


def test_large_pictures_are_shrunk_first():
    """A chessboard of single pixels is grey from afar, not black or white by chance."""
    board = Image.fromarray((np.indices((512, 512)).sum(0) % 2 * 255).astype(np.uint8))
    found = [places(scale=240.0, at=(256.0, 256.0))] * 5
    mean = mean_face([board] * 5, found, names(5), shape=SHAPE, size=SIZE)
    assert np.ptp(mean.pixels[30:60, 30:60].astype(int)) <= 2


def test_light_is_averaged_not_its_code():
    images = [plain(0), plain(255)] * 3
    mean = mean_face(images, [places()] * 6, names(6), shape=SHAPE, size=SIZE)
    assert mean.pixels[SIZE // 2, SIZE // 2].tolist() == [188, 188, 188]


def test_a_person_counts_once_by_the_picture_that_is_warped_least():
    crooked = places() + np.random.default_rng(0).normal(scale=4, size=(40, 2))
    images = [plain(255), plain(60)] * 5
    found = [crooked, places()] * 5
    whose = [name for name in names(5) for _ in range(2)]
    mean = mean_face(images, found, whose, shape=SHAPE, size=SIZE)
    assert mean.people == 5
    assert mean.pixels[SIZE // 2, SIZE // 2].tolist() == [60, 60, 60]
    turned = mean_face(images[::-1], found[::-1], whose[::-1], shape=SHAPE, size=SIZE)
    np.testing.assert_array_equal(turned.pixels, mean.pixels)


def test_the_mean_of_few_people_is_refused_however_many_pictures_there_are():
    people = SMALLEST - 1
    with pytest.raises(UserError, match="4 people would show the persons themselves"):
        mean_face(
            *([plain(9)] * 3 * people, [places()] * 3 * people, names(people) * 3), shape=SHAPE
        )


def test_where_too_few_pictures_reach_there_is_grey():
    corner = places(at=(30.0, 30.0))  # much of its surroundings lies outside the picture
    found = [places()] * 4 + [corner] * 4
    mean = mean_face([plain(255)] * 8, found, names(8), shape=SHAPE, size=SIZE)
    fewer = mean.reached < SMALLEST
    assert fewer.any()
    assert (mean.pixels[fewer] == 128).all()
    assert (mean.pixels[~fewer] == 255).all()


def test_images_without_a_face_are_left_out_and_counted():
    found = [places()] * 6 + [np.full((40, 2), np.nan)] * 2
    mean = mean_face([plain(9)] * 8, found, names(8), shape=SHAPE, size=SIZE)
    assert (mean.people, mean.faceless) == (6, 2)


def test_it_is_a_picture():
    mean = mean_face([plain(9)] * 5, [places()] * 5, names(5), shape=SHAPE, size=SIZE)
    again = Image.open(BytesIO(mean.png()))
    assert (again.format, again.size) == ("PNG", (SIZE, SIZE))
    np.testing.assert_array_equal(np.asarray(again), mean.pixels)


def test_what_does_not_belong_together_is_refused():
    with pytest.raises(UserError, match="do not belong together"):
        mean_face([plain(9)] * 5, [places()[:30]] * 5, names(5), shape=SHAPE)
