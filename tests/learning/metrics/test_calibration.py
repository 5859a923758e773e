"""ECE, by the book: bins in a loop, and confidences that are right by construction."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.learning.metrics.calibration import BINS, of_mass
from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import get_metric
from raredx.learning.metrics.reliability import reliability
from tests.learning.metrics.sample import drawn, predictions_of, rough, sound

NAMES = {"ece": "width", "ece-mass": "mass"}


def calibrated(n: int, *, seed: int = 0, heat: float = 1.0):
    """Truths drawn from what is said; said too surely where `heat` is above 1."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(n, 5)) * 1.5
    odds = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    truth = (rng.random(n)[:, None] > odds.cumsum(1)).sum(1)
    return predictions_of(scores * heat, truth)


def test_bins_of_equal_width_in_a_loop():
    predictions = sound()
    confidences = predictions.probabilities.max(1)
    hits = predictions.answers == predictions.truth
    weights = drawn(150)
    expected = []
    for row in weights:
        gaps = []
        for low in np.arange(BINS) / BINS:
            inside = (confidences > low) & (confidences <= low + 1 / BINS)
            if row[inside].sum():
                said = np.average(confidences[inside], weights=row[inside])
                true = np.average(hits[inside], weights=row[inside])
                gaps.append(abs(said - true) * row[inside].sum() / row.sum())
        expected.append(sum(gaps))
    assert get_metric("ece").values(prepare(predictions), weights) == pytest.approx(expected)


def test_bins_of_equal_mass_hold_as_many():
    confidences = np.random.default_rng(0).random(150)
    inside = of_mass(confidences, np.ones((1, 150)))[0]
    assert np.bincount(inside).tolist() == [10] * BINS
    assert (np.diff(inside[np.argsort(confidences)]) >= 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_calibrated_confidences_show_no_more_error_than_the_floor(name):
    found = [reliability(calibrated(400, seed=seed), equal=NAMES[name]) for seed in range(60)]
    errors, floors = zip(*((one.error, one.floor) for one in found), strict=True)
    sampling = np.std(errors) / np.sqrt(len(errors))
    assert abs(np.mean(errors) - np.mean(floors)) < 3 * sampling
    large = calibrated(40_000)
    assert get_metric(name).value(prepare(large)) < 0.3 * np.mean(floors)


@pytest.mark.parametrize("name", NAMES)
def test_confidences_that_are_too_sure_show(name):
    found = reliability(calibrated(400, heat=3), equal=NAMES[name])
    assert found.error > 4 * found.floor


@pytest.mark.parametrize("name", NAMES)
def test_the_diagram_says_what_the_metric_says(name):
    predictions = rough(repeats=2)
    found = reliability(predictions, equal=NAMES[name])
    assert found.error == pytest.approx(get_metric(name).value(prepare(predictions)))
    assert sum(one.answers for one in found.bins) == len(predictions)
