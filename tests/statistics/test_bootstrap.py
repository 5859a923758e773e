"""Drawn subjects bring all their images, and intervals hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, bootstrap

from raredx.statistics import bootstrap as own
from raredx.statistics.bootstrap import interval, mean_interval, means, pieces, weights
from raredx.statistics.shares import share

SUBJECTS = np.array(["b", "a", "b", "c", "a", "b"])


def coverage(truth: float, found: list) -> float:
    return float(np.mean([one.low <= truth <= one.high for one in found]))


def test_images_of_a_subject_come_together_and_as_many_subjects_as_there_are():
    drawn = weights(SUBJECTS, draws=500)
    assert drawn.shape == (500, 6)
    assert (drawn[:, [0, 0, 1]] == drawn[:, [2, 5, 4]]).all()
    assert (drawn[:, [0, 1, 3]].sum(1) == 3).all()
    assert drawn.mean(0) == pytest.approx(1, abs=0.15)  # a count has variance 2/3


def test_a_seed_draws_the_same_subjects_again():
    assert (weights(SUBJECTS, draws=20, seed=4) == weights(SUBJECTS, draws=20, seed=4)).all()
    assert (weights(SUBJECTS, draws=20, seed=4) != weights(SUBJECTS, draws=20, seed=5)).any()


def test_pieces_are_small_and_the_same_as_the_whole(monkeypatch):
    whole = weights(SUBJECTS, draws=50)
    monkeypatch.setattr(own, "_AT_ONCE", 40)
    parts = [*pieces(SUBJECTS, draws=50)]
    assert max(part.size for part in parts) <= 40
    assert (np.concatenate(parts) == whole).all()


def test_means_are_those_of_the_weights():
    values = np.random.default_rng(0).normal(size=(6, 3))
    drawn = weights(SUBJECTS, draws=30)
    expected = drawn @ values / drawn.sum(1, keepdims=True)
    np.testing.assert_allclose(means(values, SUBJECTS, draws=30), expected)


def test_with_many_subjects_the_interval_is_that_of_scipy():
    values = np.random.default_rng(0).exponential(size=2000)
    found = mean_interval(values, range(2000))
    theirs = bootstrap((values,), np.mean, method="percentile", batch=500, rng=0)
    assert found.value == pytest.approx(values.mean())
    assert [found.low, found.high] == pytest.approx([*theirs.confidence_interval], abs=0.005)


def test_of_one_subject_nothing_is_said():
    found = mean_interval([1.0, 0.0], ["a", "a"])
    assert found.value == 0.5
    assert np.isnan([found.low, found.high]).all()


def test_draws_without_a_figure_are_left_out():
    drawn = np.append(np.linspace(0, 1, 1001), np.nan)
    assert interval(drawn, subjects=10**6) == pytest.approx((0.025, 0.975), abs=1e-5)


@pytest.mark.parametrize("people", [10, 30, 100])
def test_means_are_covered_from_ten_people_on(people):
    values = np.random.default_rng(people).normal(2, 1, size=(1000, people))
    found = [mean_interval(row, range(people), draws=1000) for row in values]
    assert 0.93 <= coverage(2, found) <= 0.97


def exact_coverage(people: int, expected: int, found: list) -> np.ndarray:
    """How often intervals, one for each number of hits, hold each of many rates: no simulation.

    Of each rate at least so many hits, and so many misses, are expected.
    """
    rates = np.linspace(expected / people, 1 - expected / people, 200)
    held = np.array([[one.low <= rate <= one.high for one in found] for rate in rates])
    return (binom.pmf(np.arange(people + 1), people, rates[:, None]) * held).sum(1)


@pytest.mark.parametrize("people", [30, 60, 200])
def test_wilson_covers_every_rate_where_ten_of_either_kind_are_expected(people):
    found = [share(hits, people).estimate for hits in range(people + 1)]
    covered = exact_coverage(people, 10, found)
    assert covered.min() >= 0.93
    assert covered.max() <= 0.97


@pytest.mark.parametrize("people", [30, 60, 100])
def test_hits_are_covered_over_rates_though_not_at_the_worst(people):
    found = [
        mean_interval(np.arange(people) < hits, range(people), draws=4000)
        for hits in range(people + 1)
    ]
    for expected, worst in ((10, 0.91), (5, 0.88), (2, 0.80)):
        covered = exact_coverage(people, expected, found)
        assert 0.93 <= covered.mean() <= 0.97
        assert worst <= covered.min()
    assert covered.min() < 0.9


def test_images_of_a_person_are_alike_and_only_drawing_persons_knows_it():
    people, each, rng = 60, 5, np.random.default_rng(0)
    owner = np.repeat(np.arange(people), each)
    by_person, by_image = [], []
    for _ in range(500):
        values = rng.normal(size=people)[owner] + rng.normal(size=people * each)
        by_person.append(mean_interval(values, owner, draws=1000))
        by_image.append(mean_interval(values, range(people * each), draws=500))
    assert 0.93 <= coverage(0, by_person) <= 0.97
    assert coverage(0, by_image) < 0.8  # the variance is 1 + 4 x 0.5 = 3 times what it takes it for
