"""Areas, precision and recall along an order are those of scikit-learn, ties included."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from raredx.learning.metrics import curves
from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import get_metric
from raredx.learning.metrics.sizes import THIRDS
from tests.learning.metrics.sample import drawn, predictions_of, rough


def recall_at(rate):
    def of_a_class(own, scores, *, sample_weight):
        wrong, found, _ = roc_curve(
            own, scores, sample_weight=sample_weight, drop_intermediate=False
        )
        return found[wrong <= rate].max()

    return of_a_class


def macro(of_a_class, predictions, weights, classes):
    """By scikit-learn, one class after the other."""
    scores = np.maximum(predictions.scores, -1e9)  # it takes no infinity
    own = [predictions.truth == one for one in classes]
    return np.mean(
        [
            of_a_class(mask, scores[:, one], sample_weight=weights)
            for one, mask in zip(classes, own, strict=True)
            if (mask * weights).any()
        ]
    )


@pytest.mark.parametrize(
    ("name", "of_a_class"),
    [
        ("auroc", roc_auc_score),
        ("average-precision", average_precision_score),
        ("recall-at-0.01", recall_at(0.01)),
        ("recall-at-0.05", recall_at(0.05)),
        ("recall-at-0.1", recall_at(0.1)),
    ],
)
def test_the_mean_over_classes_is_that_of_scikit_learn(name, of_a_class):
    predictions = rough()
    weights = np.vstack([np.ones(150, np.intp), drawn(150), predictions.truth != 2])
    expected = [macro(of_a_class, predictions, row, range(6)) for row in weights]
    found = get_metric(name).values(prepare(predictions), weights)
    np.testing.assert_allclose(found, expected)


@pytest.mark.parametrize(("place", "third"), [*enumerate(THIRDS)])
def test_thirds_are_means_over_their_own_classes_against_all_others(place, third):
    predictions = rough(c=7)  # six with images; the first has the most to train on
    weights = drawn(150)
    classes = [2 * place, 2 * place + 1]
    for name, of_a_class in (
        ("auroc", roc_auc_score),
        ("average-precision", average_precision_score),
    ):
        expected = [macro(of_a_class, predictions, row, classes) for row in weights]
        found = get_metric(f"{name}-{third}").values(prepare(predictions), weights)
        np.testing.assert_allclose(found, expected)


def test_a_draw_of_one_class_says_nothing():
    predictions = predictions_of(np.eye(2)[[0, 0, 1]], np.array([0, 0, 1]))
    found = get_metric("auroc").values(prepare(predictions), np.array([[1, 1, 0], [1, 0, 1]]))
    assert np.isnan(found).tolist() == [True, False]
    assert found[1] == 1


def test_small_pieces_give_the_same(monkeypatch):
    prepared, weights = prepare(rough()), drawn(150)
    whole = get_metric("average-precision").values(prepared, weights)
    monkeypatch.setattr(curves, "_PIECE", 1000)
    assert get_metric("average-precision").values(prepared, weights).tolist() == whole.tolist()
