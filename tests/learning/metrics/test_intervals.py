"""Intervals hold what other people would give, as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.learning.metrics.intervals import Resampled, estimate
from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import get_metric
from raredx.learning.metrics.scores import score
from tests.learning.metrics.sample import predictions_of, sound

SAMPLES = 300


def people(rng, count=60, c=6):
    """Of each person one to three images, whose scores are alike."""
    own = rng.integers(1, 4, size=count)
    alike = rng.normal(size=(count, c))
    alike[np.arange(count), np.arange(count) % c] += 1.5
    scores = np.repeat(alike, own, axis=0) + 0.5 * rng.normal(size=(own.sum(), c))
    who = np.repeat(np.arange(count), own)
    return prepare(predictions_of(scores, who % c, subjects=who.astype(str)))


@pytest.mark.parametrize("name", ["auroc", "average-precision", "f1-macro", "ece"])
def test_intervals_hold_the_mean_over_other_people(name):
    """Of 300 samples, 0.95 +- 0.035 is within 2.8 standard errors of the binomial."""
    rng = np.random.default_rng(0)
    metric = get_metric(name)
    samples = [people(rng) for _ in range(SAMPLES)]
    truth = np.mean([metric.value(people(rng)) for _ in range(1500)])
    found = [estimate(metric, one, Resampled.of(one, draws=300, seed=0)) for one in samples]
    assert 0.915 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.985


@pytest.mark.parametrize("name", ["auroc", "average-precision", "f1-macro", "ece"])
def test_an_interval_surrounds_its_value_and_stays_in_range(name):
    found = score(sound(signal=2.5, n=120), names=[name])[name]
    low, high = found.estimate[1:]
    assert found.metric.low <= low < found.estimate.value < high <= found.metric.high


def test_all_images_of_a_subject_are_drawn_or_left_out_together():
    prepared = people(np.random.default_rng(0))
    resampled = Resampled.of(prepared, draws=100, seed=0)
    _, first, own = np.unique(prepared.subjects, return_index=True, return_inverse=True)
    for weights in (resampled.drawn, resampled.without):
        assert (weights == weights[:, first][:, own]).all()
    gone = ~resampled.without[:, first]  # (g, s)
    assert gone.sum(0).tolist() == gone.sum(1).tolist() == [1] * 60


def test_very_many_subjects_are_left_out_in_groups():
    prepared = prepare(sound(n=120))
    alone, grouped = (
        estimate(get_metric("average-precision"), prepared, Resampled.of(prepared, draws=d, seed=0))
        for d in (120, 40)
    )
    assert grouped.value == alone.value
    assert grouped.high - grouped.low == pytest.approx(alone.high - alone.low, rel=0.25)
