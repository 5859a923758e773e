"""Perceptual hashes: alike for one picture however it is kept and laid down, unlike for others."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.check.hashes import all_orientations, distances, frequencies, hashes
from raredx.cohorts.check.thumbnails import ORIENTATIONS, lay, thumbnail
from tests.cohorts.check.making import COPYING, portrait

KEPT = ("encoded anew", "mirrored", "turned by a quarter", "half the size", "grey", "brighter")


@pytest.fixture(scope="module")
def waves():
    return frequencies(np.stack([thumbnail(portrait(person)) for person in range(40)]))


@pytest.mark.parametrize("way", range(8), ids=lambda way: ORIENTATIONS[way])
def test_a_transform_of_the_frequencies_is_a_transform_of_the_picture(way):
    picture = np.random.default_rng(0).integers(0, 256, (1, 64, 64), np.uint8)
    laid = hashes(frequencies(lay(picture, way)))
    assert (distances(laid, hashes(frequencies(picture), orientation=way)) <= 2).all()


def test_the_eight_ways_are_eight():
    picture = np.arange(9).reshape(3, 3)
    assert len({lay(picture, way).tobytes() for way in range(len(ORIENTATIONS))}) == 8


@pytest.mark.parametrize("how", KEPT)
def test_a_copy_has_nearly_the_same_hash_in_one_of_the_ways(how, waves):
    rng = np.random.default_rng(0)
    copies = [COPYING[how](portrait(person), rng) for person in range(40)]
    copied = hashes(frequencies(np.stack([thumbnail(image) for image in copies])))
    nearest = distances(all_orientations(waves), copied).min(axis=0)  # (40,)
    assert nearest.max() <= 32
    assert np.median(nearest) <= 15


def test_pictures_of_other_people_have_other_hashes(waves):
    turned, plain = all_orientations(waves), hashes(waves)
    apart = distances(turned[:, :, None], plain[None, None]).min(axis=0)  # (40, 40)
    assert (apart[~np.eye(40, dtype=bool)] <= 32).mean() < 0.01


def test_light_is_not_in_a_hash():
    image = thumbnail(portrait(1))
    darker = (image * 0.6).astype(np.uint8)
    both = hashes(frequencies(np.stack([image, darker])))
    assert distances(both[0], both[1]) <= 6
