"""The published filter, by hand on toys."""

from __future__ import annotations

from math import dist

import numpy as np
import pytest

from raredx.phenotype.landmarks.points import FIVE
from raredx.phenotype.shape.five_points import (
    five_point_cosine,
    five_point_distances,
    five_point_prototypes,
)


def toy(*five: tuple[float, float], box: tuple[float, float] = (10, 20)) -> np.ndarray:
    """A face in a box that begins at (0, 0), all other points in its corners."""
    points = np.zeros((478, 3))
    points[0, :2] = 0  # a corner of the box is at the origin already
    points[2, :2] = box
    points[list(FIVE), :2] = five
    points[:, 2] = np.arange(478)  # depth says nothing
    return points


ONE = toy((3, 6), (7, 6), (5, 10), (4, 14), (6, 14))
OTHER = toy((2, 6), (8, 6), (5, 11), (3, 16), (7, 16))


def by_hand(points: np.ndarray) -> list[float]:
    five = [(x / 10, y / 20) for x, y in points[list(FIVE), :2]]
    return [dist(one, other) for one in five for other in five]


def test_distances_are_those_in_a_box_of_1_by_1():
    found = five_point_distances(np.stack([ONE, OTHER]))
    assert found.shape == (2, 25)
    np.testing.assert_allclose(found[0], by_hand(ONE))
    assert found[0, 1] == pytest.approx(0.4)  # between the pupils
    assert (found == 0).sum() == 10


def test_the_cosine_is_not_centred():
    one, other = np.array(by_hand(ONE)), np.array(by_hand(OTHER))
    cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    found = five_point_cosine(ONE[None], {"other": other})
    assert found.tolist() == [[pytest.approx(cosine)]]
    assert five_point_cosine(ONE[None], {"own": one})[0, 0] == pytest.approx(1)


def test_place_and_size_of_the_box_do_not_matter():
    moved = ONE * [3, 7, 1] + [100, -40, 0]
    np.testing.assert_allclose(five_point_distances(moved[None])[0], by_hand(ONE))


def test_prototypes_are_means_of_distances():
    found = five_point_prototypes(np.stack([ONE, OTHER, ONE]), ["a", "a", "b"])
    assert list(found) == ["a", "b"]
    np.testing.assert_allclose(found["a"], np.mean([by_hand(ONE), by_hand(OTHER)], 0))
    np.testing.assert_allclose(found["b"], by_hand(ONE))


def test_it_saturates_on_people(known, unseen):
    """Unrelated faces come out near 1: why it is a baseline to beat."""
    people = known.people.affected
    prototypes = five_point_prototypes(people.landmarks.points, [str(one) for one in people.labels])
    found = five_point_cosine(unseen.people.landmarks.points, prototypes)
    assert np.median(found) > 0.97
    assert found.max() <= 1 + 1e-9
