"""Holm's adjustment, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.statistics.several import holm


def test_an_example_by_hand():
    # in order: 4 x 0.005 = 0.020, 3 x 0.011 = 0.033, 2 x 0.02 = 0.040, 1 x 0.04 = 0.040
    assert holm([0.02, 0.005, 0.04, 0.011]) == pytest.approx([0.04, 0.02, 0.04, 0.033])


def test_a_larger_one_never_ends_below_a_smaller_one():
    # 3 x 0.03 = 0.09, then 2 x 0.031 = 0.062 and 0.032, both raised to 0.09
    assert holm([0.03, 0.031, 0.032]) == pytest.approx([0.09, 0.09, 0.09])


def test_equals_end_as_equals():
    assert holm([0.01, 0.2, 0.01]) == pytest.approx([0.03, 0.2, 0.03])


def test_one_alone_stays_as_it_is_and_none_is_above_one():
    assert holm([0.04]).tolist() == [0.04]
    assert holm([0.6, 0.9]).tolist() == [1, 1]
    assert holm([]).tolist() == []


def test_what_was_not_tested_does_not_count():
    np.testing.assert_allclose(holm([np.nan, 0.02, 0.03]), [np.nan, 0.04, 0.04])


def test_one_wrong_finding_among_many_is_as_rare_as_it_says():
    p = np.random.default_rng(0).random((2000, 20))
    found = np.mean([holm(row).min() < 0.05 for row in p])
    assert abs(found - 0.05) < 2.58 * np.sqrt(0.05 * 0.95 / 2000)  # 99 % of a binomial
    assert (p.min(1) < 0.05).mean() > 0.6
