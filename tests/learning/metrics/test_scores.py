"""Scores come with an interval, chance and n, or with the reason why they do not."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from raredx.learning.metrics.registry import all_metrics
from raredx.learning.metrics.scores import score
from raredx.statistics.shares import Share
from tests.learning.metrics.sample import predictions_of, rough, sound


def test_a_share_of_independent_images_has_wilsons_interval():
    predictions = sound()
    found = score(predictions, names=["top-1"], draws=10)["top-1"]
    hits = int((predictions.ranks == 0).sum())
    assert found.estimate == pytest.approx(Share(hits, 150).estimate)


def test_images_of_the_same_people_widen_the_interval():
    alone = sound(n=200)
    order = np.argsort(alone.ranks)  # people who are easy, and people who are not
    shared = replace(alone, subjects=np.array([f"s{place // 5}" for place in np.argsort(order)]))
    low, high = score(alone, names=["top-1"])["top-1"].estimate[1:]
    found = score(shared, names=["top-1"])["top-1"]
    assert found.subjects == 40
    assert found.images == 200
    assert found.estimate.high - found.estimate.low > 1.7 * (high - low)


def test_who_is_always_right_is_still_uncertain():
    truth = np.arange(60) % 6
    found = score(predictions_of(np.eye(6)[np.tile(truth, 2)] * 99, truth, repeats=2))
    assert found["top-1"].estimate == (1.0, *Share(60, 60).interval)
    assert np.isnan(found["auroc"].estimate.low)
    assert found["auroc"].note.startswith("no interval")
    assert "no interval" in str(found["auroc"])


def test_all_of_it_goes_into_json():
    found = score(rough(repeats=2), draws=50)
    read = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert [row["metric"] for row in read["scores"]] == list(all_metrics())
    assert (read["images"], read["subjects"], read["classes"], read["repeats"]) == (150, 150, 6, 2)
    rows = {row["metric"]: row for row in read["scores"]}
    assert rows["auroc"]["chance"] == 0.5
    assert rows["auroc"]["value_low"] < rows["auroc"]["value"] < rows["auroc"]["value_high"]
    assert rows["top-10"]["value"] is None
    assert rows["top-10"]["note"] == "6 classes, and 11 are needed"


def test_the_same_seed_gives_the_same():
    one, other = (score(rough(), names=["auroc"], draws=50, seed=3)["auroc"] for _ in range(2))
    assert one.estimate == other.estimate
    assert score(rough(), names=["auroc"], draws=50)["auroc"].estimate != one.estimate
