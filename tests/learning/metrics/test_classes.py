"""The table of classes agrees with scikit-learn and with the metrics over all of them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

from raredx.learning.metrics.classes import per_class
from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import get_metric
from raredx.statistics.shares import Share
from tests.learning.metrics.sample import predictions_of, rough


def test_rows_are_those_of_scikit_learn():
    predictions = rough()
    rows = per_class(predictions)[:5]
    precision, recall, f1, images = precision_recall_fscore_support(
        predictions.truth, predictions.answers, labels=np.arange(5)
    )
    assert [row.precision.value for row in rows] == pytest.approx(precision)
    assert [row.recall.value for row in rows] == pytest.approx(recall)
    assert [row.f1 for row in rows] == pytest.approx(f1)
    assert [row.images for row in rows] == images.tolist()
    scores = np.maximum(predictions.scores, -1e9)
    areas = [roc_auc_score(predictions.truth == one, scores[:, one]) for one in range(5)]
    assert [row.auroc for row in rows] == pytest.approx(areas)


def test_their_means_are_the_metrics_of_all():
    predictions = rough(repeats=3)
    rows = [row for row in per_class(predictions) if row.images]
    prepared = prepare(predictions)
    recalls = [row.recall.value for row in rows]
    assert np.mean(recalls) == pytest.approx(get_metric("recall-macro").value(prepared))
    assert np.mean([row.auroc for row in rows]) == pytest.approx(
        get_metric("auroc").value(prepared)
    )
    ranks = np.average([row.rank for row in rows], weights=[row.images for row in rows])
    assert ranks == pytest.approx(predictions.ranks.mean() + 1)


def test_intervals_are_wilsons_over_people():
    answers, truth = [0, 0, 1, 1], np.array([0, 0, 0, 1])
    alone = per_class(predictions_of(np.eye(2)[answers] * 9, truth))[0]
    assert alone.recall[1:] == Share(2, 3).interval
    assert alone.precision[1:] == Share(2, 2).interval
    subjects = np.array(["ann", "ann", "bob", "eve"])
    shared = per_class(predictions_of(np.eye(2)[answers] * 9, truth, subjects=subjects))[0]
    assert shared.subjects == 2
    assert shared.recall.value == alone.recall.value
    assert shared.recall.high - shared.recall.low > alone.recall.high - alone.recall.low


def test_what_a_class_is_taken_for():
    answers, truth = [2, 2, 1, 0, 1], np.array([0, 0, 0, 0, 1])
    first, second, third = per_class(predictions_of(np.eye(3)[answers] * 9, truth))
    assert (first.taken_for, first.taken) == ("class 2", 2)
    assert (second.taken_for, second.taken) == (None, 0)
    assert third.images == 0
    assert third.trained == 3


def test_a_class_without_images_goes_into_json():
    rows = [row.as_dict() for row in per_class(rough())]
    last = json.loads(json.dumps(rows, allow_nan=False))[-1]
    assert last["images"] == 0
    assert {last["recall"], last["f1"], last["auroc"], last["rank"]} == {None}
