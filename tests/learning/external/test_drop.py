"""What is lost on the way: against published numbers, by hand, and in planted cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from raredx.learning.external.drop import apart, drops
from raredx.learning.predictions import Predictions
from raredx.statistics.shares import share


def said(right: float, people: int, *, classes: int = 4, seed: int = 0, only: int | None = None):
    """Answers of which a share is right, about one image of each of some people."""
    rng = np.random.default_rng(seed)
    truth = rng.permutation(np.arange(people) % (only or classes))
    hits = rng.permutation(np.arange(people) < round(right * people))
    answers = np.where(hits, truth, (truth + 1) % classes)
    shares = np.full((people, classes), 0.4 / (classes - 1), np.float32)
    shares[np.arange(people), answers] = 0.6
    ids = np.array([f"{seed}-{number}" for number in range(people)])
    return Predictions(
        classes=tuple("ABCDEFGH"[:classes]),
        scores=np.log(shares),
        truth=truth.astype(np.intp),
        images=ids,
        subjects=ids,
        repeat=np.zeros(people, np.intp),
        fold=np.zeros(people, np.intp),
        trained=np.full(classes, 5.0),
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
    ],
)
def test_two_shares_are_apart_as_newcombe_has_published(ours, theirs, expected):
    found = apart(share(*ours).estimate, share(*theirs).estimate)
    assert found.value == pytest.approx(ours[0] / ours[1] - theirs[0] / theirs[1])
    assert (found.low, found.high) == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize(("ours", "theirs"), [(0.3, 0.05), (0.3, 0.15), (0.6, 0.1), (0.2, 0.2)])
def test_the_interval_holds_the_truth_as_often_as_it_should(ours, theirs):
    people = 150, 30
    there = [share(part, people[1]).estimate for part in range(people[1] + 1)]
    holds = np.array(
        [
            [found.low <= ours - theirs <= found.high for found in (apart(own, o) for o in there)]
            for own in (share(part, people[0]).estimate for part in range(people[0] + 1))
        ]
    )
    likely = [
        binom.pmf(np.arange(size + 1), size, rate)
        for size, rate in zip(people, (ours, theirs), strict=True)
    ]
    assert 0.93 <= likely[0] @ holds @ likely[1] <= 0.97


def test_a_clear_loss_is_told_with_its_interval():
    (found,) = drops(said(0.8, 200), said(0.3, 100, seed=1), ["top-1"])
    assert found.drop[0] == pytest.approx(0.5)
    assert found.drop[1] > 0.35
    assert "a loss of 50.0 points (95 % CI " in found.says
    assert "not decisive" not in found.says


def test_a_difference_that_may_be_chance_is_not_decisive():
    (found,) = drops(said(0.5, 40), said(0.4, 40, seed=1), ["top-1"])
    assert found.drop[1] < 0 < found.drop[2]
    assert found.says.endswith("which is not decisive.")


def test_a_gain_is_called_one_whichever_way_a_metric_counts():
    for found in drops(said(0.3, 100), said(0.9, 100, seed=1), ["top-1", "log-loss"]):
        assert found.drop[2] < 0
        assert "a gain of " in found.says


def test_the_loss_of_a_loss_is_positive_where_it_grows():
    (found,) = drops(said(0.9, 100), said(0.3, 100, seed=1), ["log-loss"])
    assert found.drop[0] == pytest.approx(found.there[0] - found.own[0])
    assert found.drop[1] > 0


def test_only_conditions_of_both_places_count():
    own, there = said(1.0, 80), said(0.5, 40, seed=1, only=2)
    two = own.truth < 2
    expected = drops(own.take(two), there, ["top-1"])
    assert drops(own, there, ["top-1"]) == expected
    assert "40 and 40 people" in expected[0].says


def test_places_without_a_condition_in_common_have_no_loss():
    own = said(1.0, 40)
    assert drops(own.take(own.truth < 2), own.take(own.truth >= 2), ["top-1"]) == ()


def test_what_has_no_value_in_a_place_has_no_loss():
    (found,) = drops(said(0.5, 200), said(0.5, 40, seed=1), ["ece"])
    assert found.drop == (None, None, None)
    assert "the loss is not known (40 images, and 100 are needed)" in found.says
