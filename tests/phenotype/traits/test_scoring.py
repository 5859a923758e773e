"""Areas, shares and calibration."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from raredx.phenotype.traits.scoring import auc, calibration_error, reliability, share


def test_the_area_is_that_of_the_curve_with_ties():
    rng = np.random.default_rng(0)
    there = rng.random(300) < 0.2
    scores = (rng.normal(size=300) + there).round(1)
    assert auc(scores, there).value == pytest.approx(roc_auc_score(there, scores))


def test_intervals_cover_what_is_so_as_often_as_they_say():
    rng = np.random.default_rng(1)
    covered = []
    for _ in range(400):
        there = np.arange(200) < 60
        found = auc(rng.normal(size=200) + there, there)
        covered.append(found.low <= 0.76025 <= found.high)  # Phi(1 / sqrt(2))
    assert 0.91 < np.mean(covered) < 0.99


def test_nothing_is_said_of_too_few():
    assert np.isnan(auc(np.arange(4.0), np.array([1, 0, 0, 0]))).all()
    assert np.isnan(share(0, 0)).all()


def test_a_share_keeps_within_0_and_1():
    assert share(0, 5).low == pytest.approx(0, abs=1e-12)
    assert share(5, 5).high == pytest.approx(1)
    assert share(0, 5).high > 0.3


def test_frequencies_are_perfectly_calibrated_and_overconfidence_is_not():
    rng = np.random.default_rng(2)
    said = rng.random(50_000)
    there = rng.random(50_000) < said
    assert calibration_error(said, there) < 0.01
    assert calibration_error(said**0.3, there) > 0.15
    assert sum(one.cases for one in reliability(said, there)) == 50_000
