"""Present or not: a model of two classes, its threshold, and what that is worth."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.diagnosis.predict import predict
from raredx.diagnosis.report.sheet import Sheet
from raredx.diagnosis.threshold import is_binary, judged, presentable
from raredx.errors import UserError
from tests.diagnosis.binary import PAIR, PRESENT, binary
from tests.diagnosis.model import model


@pytest.fixture
def bundle():
    return binary()


def calibration():
    cohort = open_cohort(PAIR)
    ids = load_split(cohort, "halves").calibration
    return cohort.select(image_id=ids), ids


def test_two_classes_are_present_or_not(bundle):
    assert is_binary(bundle)
    assert presentable(bundle) == (PRESENT,)
    assert not is_binary(model())


def test_a_prediction_and_its_report_know_two_classes(bundle):
    cohort, ids = calibration()
    for one in ids[:3]:
        told = predict(cohort.image(one), bundle, teaching=True)
        ranked = told.differential.ranked
        assert {one.name for one in ranked} == {PRESENT, "unaffected"}
        assert sum(one.probability for one in ranked) == pytest.approx(1)
        assert told.differential.held
        sheet = Sheet.of(cohort.image(one), told, bundle.card)
        (answer,) = (each for each in sheet.sections if each.title == "Answer")
        assert len(answer.rows) == 2


def test_the_calibration_part_says_what_a_threshold_is_worth(bundle):
    found = judged(bundle, PRESENT)
    cohort, _ = calibration()
    labels = cohort.rows("label")["label"].to_pylist()
    assert found.truth.sum() == labels.count(PRESENT)
    assert len(found.truth) == len(labels)
    assert found.shares[found.truth].mean() > found.shares[~found.truth].mean()
    assert found.sensitivity(0).value == found.specificity(1.1).value == 1
    assert found.sensitivity(1.1).value == found.specificity(0).value == 0
    steps = np.linspace(0, 1, 11)
    sensitive = [found.sensitivity(one).value for one in steps]
    assert sensitive == sorted(sensitive, reverse=True)


def test_each_says_what_the_model_says_of_that_image(bundle):
    cohort, ids = calibration()
    rows = cohort.rows("image_id", "label").to_pylist()
    (label,) = (row["label"] for row in rows if row["image_id"] == ids[0])
    told = predict(cohort.image(ids[0]), bundle, teaching=True)
    own = next(one.probability for one in told.differential.ranked if one.name == PRESENT)
    found = judged(bundle, PRESENT)
    same = np.isclose(found.shares, own, atol=1e-5)
    assert (label == PRESENT) in found.truth[same]


def test_a_cohort_that_is_gone_or_another_is_told(bundle):
    shutil.rmtree(cohorts_folder() / PAIR)
    with pytest.raises(UserError, match=PAIR):
        judged(bundle, PRESENT)
    shipped = open_cohort("simface-103")
    shipped.select(image_id=shipped.rows("image_id")["image_id"].to_pylist()[:30]).write(
        cohorts_folder() / PAIR
    )
    with pytest.raises(UserError, match="pair has changed since"):
        judged(bundle, PRESENT)
