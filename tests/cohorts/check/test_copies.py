"""Copies are found however they were made, and photographs of a kind are not taken for copies."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from raredx.cohorts.check.align import agreement
from raredx.cohorts.check.copies import AGREE, near_copies
from raredx.cohorts.check.groups import Groups
from raredx.cohorts.check.neighbours import nearest
from raredx.cohorts.check.thumbnails import ORIENTATIONS, thumbnail
from tests.cohorts.check.making import COPYING, Album, clean_album, cropped, portrait

PEOPLE = 40


def thumbnails(images) -> np.ndarray:
    return np.stack([thumbnail(image) for image in images])


@pytest.fixture(scope="module")
def originals():
    return thumbnails(portrait(person) for person in range(PEOPLE))


@pytest.mark.parametrize("how", COPYING)
def test_a_copy_agrees_with_its_original_down_to_the_texture(how, originals):
    rng = np.random.default_rng(1)
    copies = thumbnails(COPYING[how](portrait(person), rng) for person in range(PEOPLE))
    scores, ways = agreement(originals, copies)
    assert (scores >= AGREE).mean() >= 0.95
    laid = {"mirrored": 1, "cropped, mirrored and encoded anew": 1, "turned by a quarter": 5}
    assert (ways == laid.get(how, 0)).mean() >= 0.95
    assert ORIENTATIONS[laid.get(how, 0)] in ("as it is", "mirrored", "turned by a quarter")


def test_photographs_of_different_people_do_not_agree(originals):
    for step in (1, 2, 3, 5):
        scores, _ = agreement(originals, np.roll(originals, step, axis=0))
        assert scores.max() < AGREE


def test_without_features_all_but_the_cropped_copies_are_found():
    rng = np.random.default_rng(2)
    hows = [how for how in COPYING if "cropped" not in how]
    images = [portrait(person) for person in range(PEOPLE)]
    images += [COPYING[how](portrait(person), rng) for person, how in enumerate(hows)]
    found = {(copy.left, copy.right) for copy in near_copies(thumbnails(images))}
    assert found == {(person, PEOPLE + person) for person in range(len(hows))}


def test_pictures_of_one_colour_are_not_called_copies():
    flat = [Image.new("RGB", (90, 90), (level, level, level)) for level in range(0, 250, 10)]
    assert near_copies(thumbnails(flat)) == []


def test_one_picture_in_many_files_is_one_group_and_few_comparisons(monkeypatch):
    compared = []

    def counting(left, right):
        compared.append(len(left))
        return agreement(left, right)

    monkeypatch.setattr("raredx.cohorts.check.copies.agreement", counting)
    rng = np.random.default_rng(5)
    image = np.asarray(portrait(3), float)
    noisy = (image + rng.normal(0, 3, image.shape) for _ in range(60))
    files = [Image.fromarray(one.clip(0, 255).astype(np.uint8)) for one in noisy]
    copies = near_copies(thumbnails(files * 4 + [portrait(4)]))
    assert Groups((copy.left, copy.right) for copy in copies).lists() == [list(range(240))]
    assert sum(compared) < 1500  # of 28,680 pairs


def test_nothing_to_compare():
    none = np.empty((0, 64, 64), np.uint8)
    assert near_copies(none) == near_copies(none, np.empty((0, 5), np.float32)) == []
    one = thumbnails([portrait(0)])
    assert near_copies(one, np.ones((1, 5), np.float32)) == []


def test_neighbours_are_those_of_comparing_each_with_each():
    vectors = np.random.default_rng(0).normal(size=(2100, 12)).astype(np.float32)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -np.inf)
    np.testing.assert_array_equal(nearest(vectors, k=4), np.argsort(-cosines, axis=1)[:, :4])


def test_copies_of_copies_are_one_group():
    assert Groups([(4, 1), (7, 4), (2, 3), (5, 5)]).lists() == [[1, 4, 7], [2, 3], [5]]


@pytest.mark.slow
def test_a_planted_leak_is_caught_and_nobody_is_accused():
    """Twelve test images come back in training under other subjects, cropped and mirrored."""
    rng = np.random.default_rng(7)
    album = clean_album()
    places = [("test",) if row % 2 else ("development", "0") for row in range(len(album.rows))]
    hows = ("cropped, mirrored and encoded anew", "cropped", "mirrored")
    planted = set()
    for number, row in enumerate(range(1, 24, 2)):
        image = album.images[album.rows[row]["image_id"]]
        copy = COPYING[hows[number % 3]](image, rng)
        facts = {name: album.rows[row][name] for name in ("label", "label_id", "sex", "age")}
        album.add(copy, subject_id=f"Q{number}", **facts)
        planted.add((row, len(album.rows) - 1))
        places.append(("development", "1"))
    album.splits["default"] = places
    examined = album.examined(encoder="efficientnet-lite0")
    found = {(copy.left, copy.right) for copy in examined.copies}
    assert len(found & planted) >= 11
    assert found <= planted
    assert _told(album, examined, "copy-across-parts") == {row for pair in found for row in pair}
    assert _told(album, examined, "copy-across-subjects") == {row for pair in found for row in pair}


@pytest.mark.slow
def test_a_picture_cropped_by_a_sixth_is_proposed_by_its_features():
    rng = np.random.default_rng(3)
    album = clean_album()
    album.add(cropped(portrait(5), 0.16, rng), subject_id="Q", label="unaffected")
    copies = album.examined(encoder="efficientnet-lite0").copies
    assert [(copy.left, copy.right, copy.exact) for copy in copies] == [(10, 24, False)]


def _told(album: Album, examined, name: str) -> set[int]:
    from raredx.cohorts.check.rules import all_rules

    return {row for finding in all_rules()[name].find(examined) for row in finding.rows}
