"""Shares and their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.statistics.shares import Share


def test_nothing_is_said_of_nothing():
    assert np.isnan(Share(0, 0).estimate).all()


def test_a_share_keeps_within_0_and_1():
    assert Share(0, 5).estimate.low == pytest.approx(0, abs=1e-12)
    assert Share(5, 5).estimate.high == pytest.approx(1)
    assert Share(0, 5).estimate.high > 0.3
