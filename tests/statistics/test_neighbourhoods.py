"""Precision, recall, density and coverage, on clouds of which the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.statistics.neighbourhoods import neighbourhoods

CHANCE = np.random.default_rng(7)
TRUE = CHANCE.normal(size=(400, 3))


def test_by_hand_on_a_line():
    true = np.array([[0.0], [1], [2], [10]])
    drawn = np.array([[0.4], [2.6], [30], [31]])
    found = neighbourhoods(true, drawn, k=1)
    # true ones reach 1, 1, 1 and 8 around them; drawn ones 2.2, 2.2, 1 and 1
    assert found.precision == 2 / 4
    assert found.recall == 3 / 4
    assert found.density == pytest.approx((2 + 2 + 0 + 0) / 4)
    assert found.coverage == 4 / 4
    assert found.around.tolist() == [2, 2, 0, 0]
    assert found.reached.tolist() == [True, True, True, False]


def test_others_of_a_kind_lie_where_the_first_do():
    found = neighbourhoods(TRUE, CHANCE.normal(size=(400, 3)))
    assert found.precision > 0.9
    assert found.recall > 0.9
    assert found.density == pytest.approx(1, abs=0.15)
    assert found.coverage > 0.9


def test_some_other_place_is_nowhere_near():
    found = neighbourhoods(TRUE, TRUE + 50)
    assert (found.precision, found.recall, found.density, found.coverage) == (0, 0, 0, 0)


def test_half_of_the_kinds_are_precise_and_not_recalled():
    both = np.concatenate([TRUE, TRUE + 50])
    found = neighbourhoods(both, CHANCE.normal(size=(400, 3)))
    assert found.precision > 0.9
    assert found.recall == pytest.approx(0.5, abs=0.05)
    assert found.coverage == pytest.approx(0.5, abs=0.05)


def test_too_few_are_refused_with_how_many_it_takes():
    with pytest.raises(UserError, match=r"400 true and 6 drawn images, and 7 of both are needed"):
        neighbourhoods(TRUE, TRUE[:6])
    assert len(neighbourhoods(TRUE, TRUE[:7]).around) == 7
