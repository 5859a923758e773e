"""Skin of every colour is exposed well: the lightest is not blown out, the darkest stays brown."""

from __future__ import annotations

import colorsys
import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from raredx.cohorts.simulate.portrait.colour import LUMINANCE, skin_colour
from raredx.cohorts.simulate.portrait.look import Look
from raredx.cohorts.simulate.portrait.photo import Photo, draw_photo
from raredx.cohorts.simulate.strands.style import HairStyle
from tests.cohorts.simulate.portrait.sitters import CLEAN, HEAD, SIZE, around, child, take

BUZZ = HairStyle(cut="buzz")
FACE = ("glabella", "pronasale", "malare_left", "malare_right", "pogonion", "metopion")


def face_pixels(look, photo):
    """The face's pixels (p, 3), found by where its landmarks are in this photograph."""
    taken = take(look, photo)
    points = child()[[HEAD.landmarks[name] for name in FACE]]
    places = taken.camera.project(points)[taken.visible(points)]
    reach = 0.014 * taken.camera.focal / photo.distance
    rows, columns = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    near = [np.hypot(columns - x, rows - y) < reach for x, y in places]
    return taken.image[np.any(near, axis=0)]


@pytest.mark.parametrize("warmth", [-1.0, 1.0])
def test_the_lightest_skin_is_not_blown_out(warmth):
    look = Look(melanin=0.0, warmth=warmth, oil=1.4, hair=BUZZ)
    photos = [draw_photo(np.random.default_rng(seed)) for seed in range(10)]
    pixels = np.concatenate([face_pixels(look, photo) for photo in photos])
    assert (pixels >= 254).any(1).mean() < 0.01


@pytest.mark.parametrize("warmth", [-1.0, 1.0])
def test_the_darkest_skin_stays_brown(warmth):
    look = Look(melanin=1.0, warmth=warmth, hair=BUZZ)
    for seed in range(6):
        red, green, blue = face_pixels(look, draw_photo(np.random.default_rng(seed))).mean(0) / 255
        hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
        assert 0 < 360 * hue < 45
        assert saturation > 0.15
        assert 0.1 < value < 0.6


def test_the_scale_of_skin_covers_that_of_people():
    lightness = [116 * float(skin_colour(m) @ LUMINANCE) ** (1 / 3) - 16 for m in (0, 0.5, 1)]
    assert lightness[0] > 74
    assert 50 < lightness[1] < 62
    assert lightness[2] < 32
    angle = math.degrees(math.atan2(lightness[0] - 50, 14.8))
    assert angle > 55  # "very light" by the individual typology angle


def test_more_melanin_is_darker_in_the_picture_too():
    cheeks = around("malare_left", "malare_right", reach=0.012)
    tones = [
        take(Look(melanin=m, hair=BUZZ), Photo(film=CLEAN, margin=1.3)).image[cheeks].mean()
        for m in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    assert all(lighter > darker + 12 for lighter, darker in pairwise(tones))


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"lines": 1.0}, ["metopion"]),
        ({"freckles": 1.0}, ["malare_left", "malare_right", "rhinion"]),
        ({"stubble": 1.0}, ["chin_pad_left", "chin_pad_right", "chin_lateral_left"]),
        ({"blood": 2.0}, ["pronasale", "malare_left"]),
        ({"circles": 1.4}, ["palpebrale_inferius_left", "palpebrale_inferius_right"]),
    ],
)
def test_marks_of_skin_show_where_they_belong(more, where):
    people = [Look(melanin=0.15, hair=BUZZ, seed=seed) for seed in range(4)]
    with_, without = (
        np.array([take(look).image for look in looks], float)
        for looks in ([replace(look, **more) for look in people], people)
    )
    change = np.abs(with_ - without).mean((0, 3))
    assert change[around(*where, reach=0.012)].mean() > 1.2
