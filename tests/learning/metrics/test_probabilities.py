"""Brier's score and log loss are those of scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss

from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.probabilities import LARGEST_LOSS
from raredx.learning.metrics.registry import get_metric
from tests.learning.metrics.sample import drawn, predictions_of, sound


def test_both_are_those_of_scikit_learn():
    predictions = sound()
    prepared, weights = prepare(predictions), drawn(150)
    said = predictions.probabilities / predictions.probabilities.sum(1, keepdims=True)
    options = {"labels": np.arange(6)}
    for name, theirs, more in (
        ("brier", brier_score_loss, {"scale_by_half": False}),
        ("log-loss", log_loss, {}),
    ):
        expected = [
            theirs(predictions.truth, said, sample_weight=row, **options, **more) for row in weights
        ]
        assert get_metric(name).values(prepared, weights) == pytest.approx(expected)


def test_a_class_that_was_given_no_chance_costs_the_most_there_is():
    scores = np.array([[0.0, -np.inf], [0.0, -np.inf]])
    prepared = prepare(predictions_of(scores, np.array([0, 1])))
    assert get_metric("log-loss").value(prepared) == pytest.approx(LARGEST_LOSS / 2)
    assert get_metric("brier").value(prepared) == pytest.approx(1.0)
    assert log_loss([0, 1], np.exp(scores)) == pytest.approx(LARGEST_LOSS / 2)
