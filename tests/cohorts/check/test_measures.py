"""Measures move with what they stand for, and not with what they do not."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from raredx.cohorts.check.measures import MEASURES, measure
from raredx.cohorts.check.rules import all_rules
from tests.cohorts.check.making import portrait

PEOPLE = range(12)


def detail(image: Image.Image) -> float:
    return measure(image)["detail"]


def test_the_names_are_those_that_are_promised():
    assert tuple(measure(portrait(0))) == MEASURES


def test_blur_takes_detail_away_step_by_step():
    threshold = all_rules()["blurred"].threshold
    for person in PEOPLE:
        image = portrait(person, side=256)
        steps = [detail(image.filter(ImageFilter.GaussianBlur(sigma))) for sigma in (0, 1, 3, 6)]
        assert steps == sorted(steps, reverse=True)
        assert steps[0] > threshold > steps[-1]


def test_contrast_is_no_detail():
    for person in PEOPLE:
        image = portrait(person)
        faint = ImageEnhance.Contrast(image).enhance(0.4)
        assert detail(faint) == pytest.approx(detail(image), rel=0.15)


def test_fine_noise_on_a_large_blurred_image_is_little_detail():
    rng = np.random.default_rng(0)
    large = portrait(3, side=768).filter(ImageFilter.GaussianBlur(18))
    grainy = np.asarray(large, float) + rng.normal(0, 4, (768, 768, 1))
    noisy = Image.fromarray(grainy.clip(0, 255).astype(np.uint8))
    assert detail(noisy) < all_rules()["blurred"].threshold < detail(portrait(3, side=768))


def test_light_is_counted():
    white, grey = (measure(Image.new("RGB", (40, 30), c)) for c in ("white", (100, 100, 100)))
    assert (white["white"], white["mean"], white["deviation"]) == (1, 255, 0)
    assert (grey["white"], grey["mean"]) == (0, 100)
    half = Image.new("RGB", (40, 30), "white")
    half.paste((0, 0, 0), (0, 0, 20, 30))
    assert measure(half)["white"] == 0.5
    assert measure(half)["deviation"] == 127.5


def test_the_smallest_image_can_be_measured():
    assert measure(Image.new("RGB", (1, 900)))["detail"] == 0
