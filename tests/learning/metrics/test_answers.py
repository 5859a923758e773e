"""Metrics of the first answer are those of scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import (
    balanced_accuracy_score,
    matthews_corrcoef,
    precision_recall_fscore_support,
)

from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import get_metric
from tests.learning.metrics.sample import drawn, predictions_of, rough

NAMES = ("precision", "recall", "f1")


def values(name, predictions, weights):
    return get_metric(name).values(prepare(predictions), weights)


@pytest.mark.parametrize("average", ["macro", "weighted"])
def test_precision_recall_and_f1(average):
    predictions = rough()
    weights = drawn(len(predictions))
    found = [values(f"{name}-{average}", predictions, weights) for name in NAMES]
    expected = [
        precision_recall_fscore_support(
            predictions.truth,
            predictions.answers,
            labels=np.unique(predictions.truth[row > 0]),
            average=average,
            sample_weight=row,
            zero_division=0,
        )[:3]
        for row in weights
    ]
    np.testing.assert_allclose(np.transpose(found), expected)


def test_balanced_accuracy_and_correlation():
    predictions = rough(1)
    weights = drawn(len(predictions))
    ours = [values(name, predictions, weights) for name in ("balanced-accuracy", "mcc")]
    for number, row in enumerate(weights):
        said = predictions.truth[row > 0], predictions.answers[row > 0]
        with pytest.warns(UserWarning, match="y_pred contains classes not in y_true"):
            balanced = balanced_accuracy_score(*said, sample_weight=row[row > 0])
        assert ours[0][number] == pytest.approx(balanced)
        assert ours[1][number] == pytest.approx(
            matthews_corrcoef(*said, sample_weight=row[row > 0])
        )


def test_a_class_that_a_draw_lacks_is_left_out_of_its_mean():
    predictions = predictions_of(np.eye(3)[[0, 1, 2, 0]] * 9, np.array([0, 1, 1, 2]))
    weights = np.array([[1, 1, 1, 0]])
    assert values("recall-macro", predictions, weights) == pytest.approx([(1 + 0.5) / 2])
    assert values("precision-macro", predictions, weights) == pytest.approx([1.0])


def test_correlation_of_one_answer_is_none():
    predictions = predictions_of(np.eye(2)[[0, 0, 0]] * 9, np.array([0, 1, 1]))
    assert values("mcc", predictions, np.ones((1, 3))).tolist() == [0.0]
