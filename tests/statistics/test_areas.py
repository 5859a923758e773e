"""Areas as scikit-learn counts them, and intervals that hold the truth even for five people."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, rankdata
from sklearn.metrics import roc_auc_score

from raredx.statistics.areas import area, areas, interval


def test_areas_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    scores = rng.integers(0, 9, size=(60, 4)).astype(float)  # with ties
    own = rng.random((60, 4)) < 0.3
    expected = [roc_auc_score(own[:, c], scores[:, c]) for c in range(4)]
    assert areas(rankdata(scores, axis=0), own) == pytest.approx(expected)


@pytest.mark.parametrize(("people", "true"), [(5, 0.5), (5, 0.9), (5, 0.97), (20, 0.8)])
def test_intervals_hold_the_truth_as_often_as_they_say(people, true):
    rng = np.random.default_rng(0)
    shift = norm.ppf(true) * np.sqrt(2)
    others = 100
    scores = rng.normal(size=(people + others, 1000))
    scores[:people] += shift
    own = np.repeat([True, False], [people, others])[:, None] & np.ones(1000, bool)
    size = np.full(1000, people)
    low, high = interval(areas(rankdata(scores, axis=0), own), size, 0 * size + others)
    assert 0.93 <= ((low <= true) & (true <= high)).mean() <= 0.99


def test_an_interval_surrounds_its_area_and_stays_inside_0_and_1():
    found = np.linspace(0, 1, 21)
    low, high = interval(found, np.full(21, 6), np.full(21, 50))
    assert (low <= found).all()
    assert (found <= high).all()
    assert low.min() == 0
    assert high.max() == 1
    assert low[-1] < 0.9
    np.testing.assert_allclose(low, 1 - high[::-1], atol=1e-9)


def test_the_area_is_that_of_the_curve_with_ties():
    rng = np.random.default_rng(0)
    there = rng.random(300) < 0.2
    scores = (rng.normal(size=300) + there).round(1)
    assert area(scores, there).value == pytest.approx(roc_auc_score(there, scores))


def test_intervals_cover_what_is_so_as_often_as_they_say():
    rng = np.random.default_rng(1)
    covered = []
    for _ in range(400):
        there = np.arange(200) < 60
        found = area(rng.normal(size=200) + there, there)
        covered.append(found.low <= 0.76025 <= found.high)  # Phi(1 / sqrt(2))
    assert 0.91 < np.mean(covered) < 0.99


def test_nothing_is_said_of_too_few():
    assert np.isnan(area(np.arange(4.0), np.array([1, 0, 0, 0]))).all()
