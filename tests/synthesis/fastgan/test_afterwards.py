"""Conditions given afterwards: images are drawn until the nearest mean face is the one wanted."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.landmarks.found import WIDTH, Seen, unpacked
from raredx.phenotype.landmarks.points import FIVE
from raredx.synthesis.fastgan.afterwards import TRIES, first_near, looking, mean_faces

WIDE, NARROW = "Wide eyes", "Narrow eyes"


def look(faces):
    """Faces whose eyes are as wide apart as the picture is bright; black ones have none."""
    rows = np.full((len(faces), WIDTH), np.nan, np.float32)
    for row, one in zip(rows, faces, strict=True):
        row[:4] = Seen.NONE, 0, 32, 32
        bright = one.mean() / 255
        if not bright:
            continue
        points = np.random.default_rng(1).random((478, 3)) * 30  # a box of the same size for all
        points[list(FIVE)] = [[15, 10, 0], [15, 10, 0], [15, 16, 0], [11, 22, 0], [19, 22, 0]]
        points[list(FIVE[:2]), 0] += np.array([-10, 10]) * bright
        row[:2] = Seen.ONE, 1
        row[4 : 4 + 478 * 3] = points.ravel()
    return unpacked(rows)


def faces(*bright):
    return np.stack([np.full((32, 32, 3), one, np.uint8) for one in bright])


@pytest.fixture
def means():
    return mean_faces(faces(200, 220, 60, 40), [WIDE, WIDE, NARROW, NARROW], look)


def drawn_as(bright):
    """What draws: the image of a seed is as bright as a list says, in turn."""
    asked = []

    def draw(seeds):
        asked.extend(seeds)
        return faces(
            *(bright[(len(asked) - len(seeds) + row) % len(bright)] for row in range(len(seeds)))
        )

    return draw, asked


def test_mean_faces_are_of_each_condition_as_they_come(means):
    assert [*means] == [WIDE, NARROW]
    assert means[WIDE].shape == (25,)
    assert means[WIDE][1] == pytest.approx(means[NARROW][1] * 210 / 50, rel=0.05)


@pytest.mark.parametrize(("label", "tries"), [(WIDE, 4), (NARROW, 2)])
@pytest.mark.parametrize("at_once", [1, 3, 8])
def test_the_first_one_near_is_taken_however_many_are_drawn_together(means, label, tries, at_once):
    draw, asked = drawn_as([0, 50, 60, 230])
    found = first_near(label, means, draw, seed=7, at_once=at_once, look=look)
    assert (found.tries, found.nearest) == (tries, True)
    assert found.pixels.mean() == {WIDE: 230, NARROW: 50}[label]
    assert found.seed == asked[tries - 1]
    assert found.cosine > 0.99
    assert found.facts == {
        **{"chance": found.seed, "tries": tries, "nearest": True, "cosine": found.cosine},
    }


def test_if_none_is_near_the_most_like_it_is_taken_and_said(means):
    draw, asked = drawn_as([40, 0, 70, 50])
    found = first_near(WIDE, means, draw, seed=7, at_once=8, look=look)
    assert (found.tries, found.nearest) == (TRIES, False)
    assert found.seed == asked[2]
    assert found.pixels.mean() == 70
    assert len(asked) == len({*asked}) == TRIES


def test_where_no_face_is_found_the_first_one_is_taken_and_said(means):
    found = first_near(WIDE, means, drawn_as([0])[0], seed=7, at_once=32, look=look)
    assert (found.tries, found.nearest, found.cosine) == (TRIES, False, None)


def test_a_condition_without_a_face_is_one_line():
    with looking() as really, pytest.raises(UserError, match=r"no example of 'Narrow eyes', 'Wide"):
        mean_faces(faces(10, 200), [WIDE, NARROW], really)
