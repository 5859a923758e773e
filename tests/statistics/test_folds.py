"""The corrected t-test: by hand, beside the naive one, and under no difference at all."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from raredx.errors import UserError
from raredx.statistics.folds import corrected_t

FOLDS, REPEATS, IMAGES, REPLICATIONS = 5, 5, 60, 1000
BINOMIAL = 2.58 * np.sqrt(0.05 * 0.95 / REPLICATIONS)  # 99 % of counts at a rate of 5 %


def test_by_hand():
    # mean 0.04; deviations -0.02, 0.02, 0, -0.04, 0.04: var = 0.004 / 4 = 0.001
    # (1/5 + 20/80) 0.001 = 0.00045; t = 0.04 / 0.0212132 = 1.885618
    # s = 1.371989, F = 0.933790, so p = 0.13242
    # interval: 0.04 -+ 2.776445 x 0.0212132
    found = corrected_t([0.02, 0.06, 0.04, 0.0, 0.08], train=80, test=20)
    assert (found.df, found.t) == (4, pytest.approx(1.885618, abs=1e-6))
    assert [*found.estimate] == pytest.approx([0.04, -0.018897, 0.098897], abs=1e-6)
    # with 4 degrees F(t) = 1/2 + 3/8 s (1 - s^2 / 12) where s = t / sqrt(1 + t^2 / 4)
    s = found.t / np.sqrt(1 + found.t**2 / 4)
    assert found.p == pytest.approx(1 - 2 * (3 / 8) * s * (1 - s**2 / 12))


def test_without_the_shared_images_it_is_the_usual_t_test():
    apart = np.random.default_rng(0).normal(0.1, 0.2, 25)
    expected = ttest_1samp(apart, 0)
    found = corrected_t(apart, train=100, test=0)
    assert (found.t, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    ends = expected.confidence_interval()
    assert [found.estimate.low, found.estimate.high] == pytest.approx([*ends])


def test_sizes_may_differ_between_folds():
    apart = [0.1, 0.2, 0.0]
    found = corrected_t(apart, train=[38, 40, 42], test=[22, 20, 18])
    assert found == corrected_t(apart, train=40, test=20)


def test_folds_that_differ_by_just_as_much_prove_nothing():
    found = corrected_t([0.1] * 25, train=80, test=20)
    assert found.p == 1
    assert found.estimate.value == pytest.approx(0.1)
    assert np.isnan([found.t, found.estimate.low, found.estimate.high]).all()


def test_one_fold_or_nothing_to_train_on_is_refused():
    for apart, train in (([0.1], 80), ([0.1, 0.2], 0)):
        with pytest.raises(UserError, match="two folds or more"):
            corrected_t(apart, train=train, test=20)


def equally_good(classes: int, apart: float) -> np.ndarray:
    """Fold by fold, how nearest means on one set of features differ from those on another.

    Both sets are ten numbers in which the classes lie just as far apart, drawn anew for each
    replication, so that neither is better: (replications, folds x repeats).
    """
    rng = np.random.default_rng(0)
    truth = np.arange(IMAGES) % classes
    fold = np.empty((REPEATS, IMAGES), int)
    for repeat in fold:
        for label in range(classes):
            mine = np.flatnonzero(truth == label)
            repeat[mine] = (rng.permutation(len(mine)) + rng.integers(FOLDS)) % FOLDS
    test = (fold[:, None] == np.arange(FOLDS)[:, None]).reshape(-1, IMAGES)  # (kr, n)
    own = np.eye(classes)[truth]  # (n, c)
    taught = ~test[:, None] * own.T  # (kr, c, n)
    taught = (taught / taught.sum(2, keepdims=True)).reshape(-1, IMAGES)
    rates = []
    for _ in range(2):
        features = rng.normal(size=(REPLICATIONS, IMAGES, 10)) + apart * (own @ np.eye(classes, 10))
        means = taught @ features  # (replications, kr x c, 10)
        near = 2 * features @ means.swapaxes(1, 2) - (means**2).sum(2)[:, None]
        answers = near.reshape(REPLICATIONS, IMAGES, -1, classes).argmax(3)
        hits = (answers == truth[:, None]).swapaxes(1, 2)  # (replications, kr, n)
        rates.append((hits & test).sum(2) / test.sum(1))
    return rates[0] - rates[1]


def rejected(apart: np.ndarray, *, test: float) -> float:
    train = FOLDS - 1.0
    return float(np.mean([corrected_t(row, train=train, test=test).p < 0.05 for row in apart]))


@pytest.mark.parametrize(("classes", "distance"), [(4, 1.4), (10, 1.4), (10, 2.1)])
def test_of_two_that_are_equally_good_it_calls_one_better_as_rarely_as_it_says(classes, distance):
    apart = equally_good(classes, distance)
    assert abs(rejected(apart, test=1) - 0.05) < BINOMIAL
    assert rejected(apart, test=0) > 0.3  # the naive test


@pytest.mark.parametrize("distance", [0.7, 2.1])
def test_it_is_a_rule_of_thumb_and_stays_between_2_and_8_percent(distance):
    apart = equally_good(2, distance)
    assert 0.02 < rejected(apart, test=1) < 0.08
    assert rejected(apart, test=0) > 0.3
