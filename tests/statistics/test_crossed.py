"""Intervals over draws and people hold the truth as often as they say, whatever differs."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.statistics.crossed import crossed

TIMES = 1000


@pytest.mark.parametrize(
    ("draws", "people", "spread"),
    [(3, 1000, (0.02, 0.3, 0.4)), (3, 1000, (0.1, 0.3, 0.4)), (3, 50, (0.0, 0.3, 0.4))],
)
def test_intervals_hold_the_truth(draws, people, spread):
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(TIMES):
        values = rng.normal(0, spread[0], (draws, 1)) + rng.normal(0, spread[1], (1, people))
        found = crossed(values + rng.normal(0, spread[2], (draws, people)))
        held += found.estimate.low <= 0 <= found.estimate.high
        assert (found.p < 0.05) == (found.estimate.low > 0 or found.estimate.high < 0)
    assert 0.92 <= held / TIMES <= 0.985


def test_one_draw_says_nothing_of_others():
    with pytest.raises(UserError, match="two of each"):
        crossed([[0.0, 1, 1]])


def test_no_difference_at_all_is_no_evidence():
    found = crossed(np.zeros((3, 9)))
    assert found.p == 1
    assert np.isnan(found.estimate.low)
