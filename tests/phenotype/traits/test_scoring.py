"""Calibration."""

from __future__ import annotations

import numpy as np

from raredx.phenotype.traits.scoring import calibration_error, reliability


def test_frequencies_are_perfectly_calibrated_and_overconfidence_is_not():
    rng = np.random.default_rng(2)
    said = rng.random(50_000)
    there = rng.random(50_000) < said
    assert calibration_error(said, there) < 0.01
    assert calibration_error(said**0.3, there) > 0.15
    assert sum(one.cases for one in reliability(said, there)) == 50_000
