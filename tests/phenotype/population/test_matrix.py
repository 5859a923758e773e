"""Chosen images against each other, on the scale of pairs that have nothing in common."""

from __future__ import annotations

import json

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.population.matrix import similarity_matrix

RNG = np.random.default_rng(0)
REFERENCE = RNG.normal(size=(300, 8))
LABELS = [*"KNU"] * 100
CHOSEN = RNG.normal(size=(5, 8))
CHOSEN[3] = CHOSEN[0] + 0.1 * RNG.normal(size=8)


@pytest.fixture(scope="module")
def found():
    return similarity_matrix(CHOSEN, "abcde", reference=REFERENCE, labels=LABELS)


def test_twins_are_closer_than_all_others_and_stand_side_by_side(found):
    assert found.quantile[0, 3] > 0.99
    places = found.order.tolist()
    assert abs(places.index(0) - places.index(3)) == 1
    assert found.pairs == 3 * 100 * 100


def test_the_matrix_is_symmetric_with_1_on_its_diagonal(found):
    for matrix in (found.likeness, found.quantile):
        np.testing.assert_array_equal(matrix, matrix.T)
        np.testing.assert_array_equal(np.diagonal(matrix), 1)
    assert found.likeness == pytest.approx(np.clip(np.corrcoef(CHOSEN), -1, 1), abs=0.5)


def test_quantiles_of_unrelated_pairs_are_uniform():
    drawn = np.random.default_rng(1).normal(size=(60, 8))
    found = similarity_matrix(drawn, [*map(str, range(60))], reference=REFERENCE, labels=LABELS)
    upper = found.quantile[np.triu_indices(60, 1)]
    for share in (0.05, 0.5, 0.95):
        assert np.mean(upper <= share) == pytest.approx(share, abs=0.04)


def test_the_order_of_the_reference_and_of_the_choice_changes_nothing(found):
    turn = np.random.default_rng(2).permutation(300)
    again = similarity_matrix(
        *(CHOSEN[::-1], "edcba"),
        reference=REFERENCE[turn],
        labels=[LABELS[i] for i in turn],
    )
    np.testing.assert_allclose(again.quantile[::-1, ::-1], found.quantile)


def test_a_large_reference_is_drawn_from_the_same_way_in_any_order():
    rng = np.random.default_rng(3)
    large, labels = rng.normal(size=(2100, 3)), np.array([*"KN"] * 1050)
    turn = rng.permutation(2100)
    one = similarity_matrix(CHOSEN[:, :3], "abcde", reference=large, labels=labels)
    other = similarity_matrix(*(CHOSEN[:, :3], "abcde"), reference=large[turn], labels=labels[turn])
    np.testing.assert_array_equal(one.quantile, other.quantile)
    assert 990_000 < one.pairs < 1_000_001


def test_any_likeness_may_be_given():
    def gauss(one, other):
        return np.exp(-((one[:, None] - other) ** 2).sum(-1))

    found = similarity_matrix(CHOSEN, "abcde", reference=REFERENCE, labels=LABELS, likeness=gauss)
    assert found.quantile[0, 3] > 0.99


def test_one_image_is_a_matrix_too():
    found = similarity_matrix(CHOSEN[:1], "a", reference=REFERENCE, labels=LABELS)
    assert (found.quantile.tolist(), found.table()) == ([[1.0]], [])


def test_it_can_be_written_down(found):
    assert json.loads(json.dumps(found.as_dict()))["names"] == [*"abcde"]
    assert len(found.table()) == 10


@pytest.mark.parametrize(
    ("chosen", "options", "problem"),
    [
        (CHOSEN[:, :3], {}, "have 3 scores each, the reference 8"),
        (CHOSEN * np.nan, {}, "Some scores of chosen images are no numbers"),
        (CHOSEN[:0], {}, "There are no scores of chosen images"),
        (CHOSEN[:2], {}, "have no name or label"),
        (CHOSEN * 0, {}, "the very middle of all"),
        (CHOSEN, {"labels": ["K"] * 300}, "The reference has 0 pairs of different conditions"),
        (CHOSEN, {"likeness": lambda one, other: one @ other.T}, "depends on their order"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(chosen, options, problem):
    given = {"reference": REFERENCE, "labels": LABELS} | options
    with pytest.raises(UserError, match=problem):
        similarity_matrix(chosen, "abcde", **given)
