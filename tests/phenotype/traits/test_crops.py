"""Cut-outs: the same face gives the same picture wherever and however large it stands."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scipy.spatial.transform import Rotation

from raredx.phenotype.traits.crops import FACE, HEAD, SIDE, cut_out


@pytest.fixture(scope="module")
def row(unseen) -> int:
    """A face that stands large in its picture."""
    return int(np.argmax(unseen.people.landmarks.eye_span))


@pytest.fixture(scope="module")
def image(unseen, row) -> Image.Image:
    return unseen.image(row)


@pytest.fixture(scope="module")
def points(unseen, row) -> np.ndarray:
    return unseen.people.landmarks.points[row]


def middle(pixels: np.ndarray) -> np.ndarray:
    """What lies inside the picture for certain."""
    quarter = len(pixels) // 4
    return pixels[quarter:-quarter, quarter:-quarter].astype(float)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(middle(one) - middle(other)).mean())


def test_a_cut_out_is_square_and_upright_with_the_eyes_where_they_belong(image, points):
    for spans in (HEAD, FACE):
        found = cut_out(image, points, spans=spans)
        assert found.shape == (SIDE, SIDE, 3)
        assert found.dtype == np.uint8


def test_a_shifted_picture(image, points):
    whole = Image.new("RGB", (400, 400), "white")
    whole.paste(image, (90, 31))
    found = cut_out(whole, points + np.array([90, 31, 0]), spans=FACE)
    assert apart(found, cut_out(image, points, spans=FACE)) < 0.5


@pytest.mark.parametrize("scale", [0.75, 1.5, 2, 3.7, 6])
def test_a_scaled_picture(image, points, scale):
    size = round(image.width * scale)
    larger = image.resize((size, size), Image.Resampling.BICUBIC)
    found = cut_out(larger, points * (size / image.width), spans=FACE)
    assert apart(found, cut_out(image, points, spans=FACE)) < 4


@pytest.mark.parametrize("degrees", [20, -35, 90, 180])
def test_a_turned_picture(image, points, degrees):
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(128, 128, 128))
    turn = Rotation.from_euler("z", -degrees, degrees=True).as_matrix()  # y goes down
    centre = np.array([image.width / 2, image.height / 2, 0])
    found = cut_out(turned, (points - centre) @ turn.T + centre, spans=FACE)
    assert apart(found, cut_out(image, points, spans=FACE)) < 4


def test_fine_detail_of_a_large_picture_does_not_turn_into_noise(image, points):
    rng = np.random.default_rng(0)
    for scale in (8, 12):
        side = image.width * scale
        grain = rng.integers(0, 2, (side, side, 1), np.uint8) * np.full(3, 255, np.uint8)
        found = cut_out(Image.fromarray(grain), points * scale, spans=FACE)
        shrunk = scale * 255 / SIDE  # a pixel of the cut-out stands for several
        assert middle(found).std() < 127 / (0.35 * shrunk) / 2
        assert middle(found).mean() == pytest.approx(127.5, abs=2)


def test_what_lies_outside_is_grey(image, points):
    moved = image.crop((int(points[168, 0]), 0, image.width, image.height))  # half a face
    found = cut_out(moved, points - np.array([int(points[168, 0]), 0, 0]))
    assert (found[:, : SIDE // 2 - 3] == 128).all()
    assert middle(found)[:, -10:].std() > 5


def test_a_turned_head_is_not_enlarged(image, points):
    turn = Rotation.from_euler("y", 50, degrees=True).as_matrix()
    aside = (points - points[168]) @ turn.T + points[168]
    span = np.linalg.norm(aside[33, :2] - aside[263, :2]), np.linalg.norm(points[33] - points[263])
    assert span[0] < 0.75 * span[1]
    turned = cut_out(image, aside, spans=FACE)
    assert apart(turned, cut_out(image, points, spans=FACE)) < 3


def test_grey_and_transparent_pictures_come_out_in_colour(image, points):
    for mode in ("L", "RGBA"):
        assert cut_out(image.convert(mode), points).shape == (SIDE, SIDE, 3)
