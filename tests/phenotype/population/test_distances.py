"""Two samples of one condition are 0 apart on average; what is apart is as far apart as it is."""

from __future__ import annotations

import json

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.population.distances import distances
from tests.phenotype.population.planted import names

SIZES = {"A": 5, "A again": 5, "B": 12, "C": 12, "D": 30, "single": 1}
LABELS = np.repeat([*SIZES], [*SIZES.values()])
COMPONENTS = 6
FAR = 4.0


def scores(seed: int) -> np.ndarray:
    """B lies at a distance of `FAR` from all others, in units of the spread."""
    rng = np.random.default_rng(seed)
    found = rng.normal(size=(len(LABELS), COMPONENTS))
    found[LABELS == "B", 0] += FAR
    return found


@pytest.fixture(scope="module")
def many():
    found = [distances(scores(seed), LABELS, names(65), draws=100) for seed in range(150)]
    assert found[0].conditions.tolist() == [*SIZES]
    return found


def test_two_samples_of_one_condition_are_0_apart_and_naively_they_are_not(many):
    unbiased = np.array([found.squared[0, 1] for found in many])
    naive = np.array([found.naive[0, 1] for found in many])
    error = unbiased.std() / np.sqrt(len(many))
    assert abs(unbiased.mean()) < 2.5 * error
    assert naive.mean() > 10 * error
    assert (unbiased < 0).any()


def test_a_condition_of_one_person_borrows_its_spread_and_is_0_away_too(many):
    unbiased = np.array([found.squared[3, 5] for found in many])
    assert abs(unbiased.mean()) < 2.5 * unbiased.std() / np.sqrt(len(many))
    assert many[0].borrowed.tolist() == [False] * 5 + [True]


def test_what_is_apart_is_as_far_apart_as_it_is(many):
    seen = np.mean([found.squared[2, 3] for found in many])
    assert seen == pytest.approx(FAR**2, rel=0.1)


def test_intervals_hold_the_truth_about_as_often_as_they_say(many):
    for one, two in ((0, 1), (1, 3), (3, 5)):
        held = [found.low[one, two] <= 0 <= found.high[one, two] for found in many]
        assert np.mean(held) >= 0.93
    held = [found.low[2, 3] <= FAR**2 <= found.high[2, 3] for found in many]
    assert np.mean(held) >= 0.82  # the unit is an estimate, and held still


def test_the_matrix_is_symmetric_and_ordered(many):
    found = many[0]
    for half in (found.squared, found.low, found.high, found.naive):
        np.testing.assert_array_equal(half, half.T)
        assert not np.diagonal(half).any()
    assert (found.apart >= 0).all()
    assert sorted(found.order) == list(range(6))
    assert found.order[0] == 2 or found.order[-1] == 2  # B is the odd one


def test_neither_the_order_of_people_nor_the_axes_matter():
    given = scores(0) * np.linspace(0.7, 1.4, COMPONENTS)
    turn = np.random.default_rng(1).permutation(65)
    one = distances(given, LABELS, names(65), draws=50)
    other = distances(given[turn], LABELS[turn], [names(65)[i] for i in turn], draws=50)
    for name in ("squared", "low", "high", "naive", "order"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-9)
    axes, _ = np.linalg.qr(np.random.default_rng(99).normal(size=(COMPONENTS, COMPONENTS)))
    turned = distances(7 * given @ axes, LABELS, names(65), draws=50)
    np.testing.assert_allclose(turned.squared, one.squared, atol=1e-9)
    np.testing.assert_allclose(turned.low, one.low, atol=1e-9)


def test_more_images_of_a_person_are_not_more_people():
    one = distances(scores(0), LABELS, names(65), draws=20)
    ten = distances(np.tile(scores(0), (10, 1)), np.tile(LABELS, 10), names(65) * 10, draws=20)
    np.testing.assert_allclose(ten.squared, one.squared)
    assert ten.people.tolist() == [*SIZES.values()]


def test_it_can_be_written_down(many):
    assert json.loads(json.dumps(many[0].as_dict()))["people"] == [*SIZES.values()]
    rows = many[0].table()
    assert len(rows) == 15
    assert (rows[0]["condition"], rows[0]["other"]) == ("A", "A again")
    assert [row["borrowed"] for row in rows if row["other"] == "single"] == [True] * 5


def test_what_cannot_be_measured_is_said_in_one_line():
    with pytest.raises(UserError, match="3 conditions with 2 people or more"):
        distances(scores(0)[:10], LABELS[:10], names(10))
    with pytest.raises(UserError, match="Some scores are no numbers"):
        distances(np.full((65, 2), np.nan), LABELS, names(65))
    with pytest.raises(UserError, match="Give images x components"):
        distances(np.ones(65), LABELS, names(65))
    with pytest.raises(UserError, match="people are all the same"):
        distances(np.ones((65, 2)), LABELS, names(65))
