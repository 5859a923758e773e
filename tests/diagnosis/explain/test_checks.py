"""Checks on models of which it is known where they look."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pytest

from raredx.diagnosis.explain.checks import (
    filled_in,
    highest,
    removal,
    steadiness,
)
from raredx.diagnosis.explain.sight import Sight

SIDE = 64
PLACE = np.s_[8:28, 30:56]
"""What the model below looks at."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Looks(Sight):
    """A model that says how much texture there is in one place of a picture."""

    def speaks(self, pictures, column):
        return pictures[(slice(None), *PLACE)].astype(float).std((1, 2, 3))


@pytest.fixture
def sight():
    picture = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)
    return Looks(bundle=None, picture=picture, points=None)


def at(place):
    table = np.zeros((SIDE, SIDE))
    table[place] = 1
    return table


def test_a_map_of_the_place_that_counts_passes_and_one_of_another_does_not(sight):
    true, false = (removal(sight, 0, at(place)) for place in (PLACE, np.s_[40:60, 2:28]))
    assert true.passed
    assert true.value == 1
    assert not false.passed
    assert "loses more of the answer than in 19 of 19 other places" in true.says


def test_maps_without_worth_pass_as_seldom_as_they_may(sight):
    chance = np.random.default_rng(1)
    passed = []
    for number in range(40):
        top, left = chance.integers(0, SIDE - 24, 2)
        table = at(np.s_[top : top + 24, left : left + 24])
        away = abs(top - 8) > 20 or abs(left - 30) > 20
        if away:
            passed.append(removal(sight, 0, table, seed=number).passed)
    assert len(passed) > 10
    assert np.mean(passed) < 0.2


def test_a_map_that_moves_with_the_picture_is_steady_and_a_map_by_lot_is_not(sight):
    by_light = lambda one, column: one.picture.mean(2)  # noqa: E731
    assert steadiness(sight, 0, by_light(sight, 0), by_light).passed
    chance = np.random.default_rng(2)
    by_lot = lambda one, column: chance.random((SIDE, SIDE))  # noqa: E731
    found = steadiness(sight, 0, by_lot(sight, 0), by_lot)
    assert not found.passed
    assert abs(found.value) < 0.2
    nothing = lambda one, column: np.zeros((SIDE, SIDE))  # noqa: E731
    assert not steadiness(sight, 0, nothing(sight, 0), nothing).passed


def test_what_is_taken_away_is_filled_in_from_around():
    across = np.tile(np.linspace(0, 255, SIDE), (SIDE, 1)).astype(np.uint8)
    picture = np.stack([across] * 3, -1)
    mask = at(np.s_[20:40, 20:40]).astype(bool)
    filled = filled_in(picture, mask, seed=0)
    assert np.array_equal(filled[~mask], picture[~mask])
    assert np.abs(filled.astype(int) - picture)[mask].mean() < 5
    assert np.array_equal(filled, filled_in(picture, mask, seed=0))


def test_what_is_filled_in_at_once_is_what_is_filled_in_alone():
    picture = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)
    masks = [at(np.s_[top : top + 20, 30:50]).astype(bool) for top in range(0, 40, 5)]
    fill = lambda number: filled_in(picture, masks[number], seed=number)  # noqa: E731
    with ThreadPoolExecutor(4) as pool:
        together = [*pool.map(fill, range(len(masks)))]
    np.testing.assert_array_equal(together, [fill(number) for number in range(len(masks))])


def test_the_highest_places_are_as_many_as_asked():
    assert highest(np.random.default_rng(0).random((10, 10)), 0.2).sum() == 20
    assert highest(np.zeros((10, 10)), 0.001).sum() == 1
