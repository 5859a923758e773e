"""Ridge regression, against scikit-learn and by leaving rows out."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Ridge as Known

from raredx.learning.calibration import fit_temperature
from raredx.learning.heads import Ridge
from raredx.learning.heads.inner import inner_folds
from raredx.learning.heads.ridge import LeastSquares
from raredx.learning.heads.rows import Rows
from raredx.learning.heads.space import Turned
from tests.learning.heads.patients import CLASSES, patients

TRAIN, OTHERS = patients(apart=0.5), patients(apart=0.5, seed=1)
UNEVEN = TRAIN.take([*range(3), *range(12, 72)])
ROWS = Rows.of(UNEVEN.features, UNEVEN.labels, UNEVEN.subjects, classes=sorted(CLASSES))
TARGET = np.eye(6)[ROWS.own]


@pytest.mark.parametrize("weighting", ["none", "balanced"])
def test_it_is_that_of_scikit_learn(weighting):
    head = Ridge(strength=0.2, weighting=weighting, scaling="centre")
    fitted = UNEVEN.fit(head, classes=sorted(CLASSES))
    weights = ROWS.weights(weighting)
    length = Turned.fit(ROWS.features, "centre", weights=weights).length
    known = Known(alpha=0.2 * length).fit(ROWS.features, TARGET, sample_weight=weights)
    assert fitted.logits(OTHERS.features.astype(float)) == pytest.approx(
        known.predict(OTHERS.features.astype(float)), abs=1e-8
    )


@pytest.mark.parametrize("weighting", ["none", "balanced"])
def test_its_confidence_is_that_of_fits_without_the_subjects_who_are_judged(weighting):
    fitted = UNEVEN.fit(Ridge(strength=0.2, weighting=weighting), classes=sorted(CLASSES))
    weights = ROWS.weights(weighting)
    turned = Turned.fit(ROWS.features, "standardise", weights=weights)
    folds = inner_folds(ROWS, seed=0)
    said = np.zeros_like(TARGET)
    for fold in range(5):
        out = folds == fold
        known = Known(alpha=0.2 * turned.length)
        known.fit(turned.points[~out], TARGET[~out], sample_weight=weights[~out])
        said[out] = known.predict(turned.points[out])
    judged = folds >= 0
    expected = 1 / fit_temperature(said[judged], ROWS.own[judged]).value
    assert fitted.sharpness == pytest.approx(expected, rel=1e-4)


def test_the_strength_has_the_lowest_generalised_cross_validation_error():
    penalties = np.geomspace(0.1, 1e4, 15)
    weights = np.ones(len(TARGET))
    turned = Turned.fit(ROWS.features, "standardise")
    errors = []
    for penalty in penalties:
        said = Known(alpha=penalty).fit(turned.points, TARGET).predict(turned.points)
        inverse = np.linalg.inv(turned.points.T @ turned.points + penalty * np.eye(20))
        free = 1 + np.trace(turned.points @ inverse @ turned.points.T)
        errors.append(((TARGET - said) ** 2).sum() / (len(TARGET) - free) ** 2)
    squares = LeastSquares.of(turned.points, TARGET, weights)
    assert 0 < np.argmin(errors) < 14
    assert squares.best(penalties) == penalties[np.argmin(errors)]
