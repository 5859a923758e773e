"""Logistic regression, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from raredx.learning.heads import Logistic
from raredx.learning.heads.inner import inner_folds
from raredx.learning.heads.logistic import STRENGTHS, USUAL, chosen_strength
from raredx.learning.heads.rows import Rows
from raredx.learning.heads.space import Turned
from tests.learning.heads.patients import CLASSES, patients

TRAIN, OTHERS = patients(apart=0.5), patients(apart=0.5, seed=1)
UNEVEN = TRAIN.take([*range(3), *range(12, 72)])


def rows_of(some):
    return Rows.of(some.features, some.labels, some.subjects, classes=CLASSES)


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("weighting", ["none", "balanced"])
def test_it_is_that_of_scikit_learn(weighting, wide):
    fill = np.random.default_rng(0).normal(size=(300, 100)) if wide else np.zeros((300, 0))
    train = np.column_stack([UNEVEN.features, fill[: len(UNEVEN.labels)]])
    others = np.column_stack([OTHERS.features, fill[-len(OTHERS.labels) :]])
    head = Logistic(strength=0.2, weighting=weighting, scaling="centre")
    fitted = head.fit(train, UNEVEN.labels, UNEVEN.subjects, classes=sorted(CLASSES), seed=0)
    weights = rows_of(UNEVEN).weights(weighting)
    length = ((train - weights @ train / weights.sum()) ** 2).sum(1).mean()
    known = LogisticRegression(C=1 / (0.2 * length), tol=1e-8, max_iter=2000)
    known.fit(train, UNEVEN.labels, sample_weight=weights)
    assert np.exp(fitted.scores(others)) == pytest.approx(known.predict_proba(others), abs=1e-3)


def test_logit_adjustment_takes_the_training_frequencies_out():
    plain, adjusted = (
        UNEVEN.fit(Logistic(strength=0.2, adjustment=power)).scores(OTHERS.features)
        for power in (0.0, 1.0)
    )
    shares = np.array([UNEVEN.labels.count(name) for name in CLASSES]) / len(UNEVEN.labels)
    expected = np.exp(plain) / shares
    expected /= expected.sum(1, keepdims=True)
    assert np.exp(adjusted) == pytest.approx(expected, abs=1e-5)


def test_the_strength_is_the_best_by_subjects_left_out():
    rows = rows_of(TRAIN)
    weights = np.ones(len(TRAIN.labels))
    chosen = chosen_strength(Turned.fit(rows.features, "standardise"), rows, weights, seed=0)
    folds = inner_folds(rows, seed=0, folds=3)
    scale = rows.features.std(0)
    points = (rows.features - rows.features.mean(0)) / scale
    length = (points**2).sum(1).mean()
    missed = []
    for strength in STRENGTHS:
        total = 0.0
        for fold in range(3):
            out = folds == fold
            known = LogisticRegression(C=1 / (strength * length), max_iter=500)
            known.fit(points[~out], rows.own[~out])
            said = known.predict_log_proba(points[out])
            total -= said[np.arange(out.sum()), rows.own[out]].sum()
        missed.append(total)
    assert chosen == STRENGTHS[int(np.argmin(missed))]


def test_without_subjects_to_leave_out_the_strength_is_the_usual_one():
    some = patients(people=1)
    one, other = (some.fit(Logistic(strength=strength)) for strength in (None, USUAL))
    assert (one.scores(OTHERS.features) == other.scores(OTHERS.features)).all()
