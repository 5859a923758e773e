"""Which part of a face a map lies on, where it was put there."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.diagnosis.explain.regions import EARS, OUTSIDE, places, shares, sizes
from raredx.phenotype.landmarks import landmarks_in
from raredx.phenotype.shape.regions import regions
from raredx.phenotype.traits.crops import placed
from tests.diagnosis.model import model, strangers

SIDE = 208


@pytest.fixture
def points():
    model()
    found = (landmarks_in(image) for image, _ in strangers())
    one = next(one for one in found if one.usable[0] and abs(one.angles[0][0]) < 10)
    return placed(one.points[0], side=SIDE)


@pytest.mark.parametrize("name", ["eyes", "nose", "mouth", "jaw", "forehead"])
def test_a_map_on_a_region_is_told_as_that_region(points, name):
    table = np.zeros((SIDE, SIDE))
    for column, row in points[list(regions()[name])]:
        table[int(np.clip(row, 0, SIDE - 1)), int(np.clip(column, 0, SIDE - 1))] = 1
    found = shares(table, points)
    assert next(iter(found)) == name
    assert found[name] > 0.7
    assert sum(found.values()) == pytest.approx(1)


def test_ears_are_beside_the_face_and_corners_are_outside(points):
    names, where = places(points, SIDE)
    for tragion, step in ((234, -6), (454, 6)):
        column, row = points[tragion].round().astype(int)
        assert names[where[row, column + step]] == EARS
    assert names[where[0, 0]] == OUTSIDE
    assert sum(sizes(points, SIDE).values()) == pytest.approx(1)


def test_nothing_has_no_shares(points):
    assert shares(np.zeros((SIDE, SIDE)), points) == {}
