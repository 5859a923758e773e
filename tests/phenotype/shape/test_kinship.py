"""Kinship of conditions by their signs."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.phenotype.shape.kinship import kinship

KABUKI, NOONAN, COSTELLO = "ORPHA:2322", "ORPHA:648", "ORPHA:3071"
CDLS, DOWN, APERT = "ORPHA:199", "ORPHA:870", "ORPHA:87"
SOME = [KABUKI, NOONAN, COSTELLO, CDLS, DOWN, APERT]


@pytest.fixture(scope="module")
def found() -> np.ndarray:
    return kinship(SOME)


def test_it_is_symmetric_with_1_on_its_diagonal_and_no_less_than_0(found):
    np.testing.assert_allclose(found, found.T)
    assert found.diagonal().tolist() == [1.0] * len(SOME)
    assert found.min() >= 0
    assert found.max() <= 1
    assert np.linalg.eigvalsh(found).min() > -1e-9


def test_rasopathies_are_more_akin_than_strangers(found):
    place = {name: number for number, name in enumerate(SOME)}
    row = found[place[NOONAN]]
    assert row[place[COSTELLO]] > max(row[place[other]] for other in (KABUKI, CDLS, APERT))


def test_the_kinship_of_two_does_not_depend_on_who_else_is_there(found):
    alone = kinship([CDLS, KABUKI])
    assert alone[0, 1] == pytest.approx(found[3, 0])
    turned = kinship(SOME[::-1])
    np.testing.assert_allclose(turned[::-1, ::-1], found)


def test_who_is_not_in_the_tables_is_akin_to_nobody():
    strange = kinship(["my own", NOONAN, "another of mine"])
    np.testing.assert_array_equal(strange, np.eye(3))
    assert kinship(["alone"]).tolist() == [[1.0]]


def test_without_annotations_nobody_is_akin():
    np.testing.assert_array_equal(kinship(SOME, removed=1.0), np.eye(len(SOME)))


def test_what_is_removed_is_drawn_by_its_seed(found):
    less = kinship(SOME, removed=0.3, seed=1)
    np.testing.assert_array_equal(less, kinship(SOME, removed=0.3, seed=1))
    assert not np.allclose(less, kinship(SOME, removed=0.3, seed=2))
    assert not np.allclose(less, found)
    np.testing.assert_array_equal(kinship(SOME, removed=0.0, seed=9), found)
    above = np.triu_indices(len(SOME), 1)
    assert np.corrcoef(less[above], found[above])[0, 1] > 0.5
