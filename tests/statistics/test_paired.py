"""Differences on the same images, against numbers worked by hand and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_rel

from raredx.statistics.paired import difference, difference_of, from_draws


def test_values_that_differ_by_a_constant_leave_no_doubt():
    ours = np.random.default_rng(0).normal(size=30)
    found = difference(ours, ours - 0.5, range(30))
    assert list(found.estimate) == pytest.approx([0.5, 0.5, 0.5])
    assert found.error == pytest.approx(0, abs=1e-9)
    assert found.p < 0.01


def test_no_difference_at_all_has_a_p_of_one():
    found = difference([0.1, 0.7, 0.3], [0.1, 0.7, 0.3], range(3))
    assert (*found.estimate, found.p, found.error) == (0, 0, 0, 1, 0)


def test_with_many_subjects_it_is_the_paired_t_test():
    rng = np.random.default_rng(1)
    theirs = rng.normal(size=400)
    ours = theirs + rng.normal(0.1, 1, size=400)
    found, expected = difference(ours, theirs, range(400)), ttest_rel(ours, theirs)
    ends = expected.confidence_interval()
    assert found.estimate.value == pytest.approx((ours - theirs).mean())
    assert [found.estimate.low, found.estimate.high] == pytest.approx([*ends], abs=0.01)
    assert found.p == pytest.approx(expected.pvalue, abs=0.01)
    assert found.error == pytest.approx((ours - theirs).std(ddof=1) / 20, rel=0.03)


def test_ten_subjects_are_judged_as_the_t_test_judges_them():
    # plain percentiles would say 2.0 standard errors is p = 0.03, Student with 9 df says 0.076
    apart = np.random.default_rng(3).normal(size=10)
    apart = (apart - apart.mean()) / apart.std(ddof=1) * np.sqrt(10) + 2.0
    found = difference(apart, np.zeros(10), range(10))
    assert ttest_rel(apart, np.zeros(10)).pvalue == pytest.approx(0.0766, abs=1e-4)
    assert found.p == pytest.approx(0.0766, abs=0.02)
    assert found.estimate.low < 0


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.45, 0.6])
def test_p_is_below_5_percent_exactly_where_the_interval_leaves_out_0(shift):
    drawn = np.random.default_rng(0).normal(shift, 0.2, size=4000)
    found = from_draws(shift, drawn, subjects=15)
    outside = found.estimate.low > 0 or found.estimate.high < 0
    assert outside == (found.p < 0.05)


def test_images_of_a_subject_count_as_one_subject():
    rng = np.random.default_rng(0)
    ours = rng.random(20)
    alone = difference(ours, 1 - ours, range(20))
    fivefold = difference(np.repeat(ours, 5), np.repeat(1 - ours, 5), np.repeat(range(20), 5))
    assert fivefold.estimate == pytest.approx(alone.estimate)
    assert (fivefold.subjects, fivefold.error) == (20, pytest.approx(alone.error))


def test_a_figure_of_weights_that_is_a_mean_gives_the_same():
    rng = np.random.default_rng(0)
    ours, theirs, owner = rng.random(40), rng.random(40), rng.integers(15, size=40)
    found = difference_of(
        lambda drawn: drawn @ ours / drawn.sum(1),
        lambda drawn: drawn @ theirs / drawn.sum(1),
        owner,
        draws=500,
    )
    expected = difference(ours, theirs, owner, draws=500)
    assert found.estimate == pytest.approx(expected.estimate, abs=0.01)
    assert found.p == pytest.approx(expected.p, abs=0.05)


def test_draws_of_what_is_no_mean_are_moved_to_the_difference():
    rng = np.random.default_rng(0)
    ours, theirs = rng.random(30), np.full(30, 0.4)

    def largest(values):
        return lambda drawn: np.where(drawn > 0, values, 0).max(1)  # a draw never has a larger one

    found = difference_of(largest(ours), largest(theirs), range(30), draws=500).estimate
    assert found.value == pytest.approx(ours.max() - 0.4)
    assert found.low < found.value < found.high


def test_draws_that_have_no_figure_are_left_out_and_none_at_all_is_unknown():
    ours = np.arange(12.0)

    def of_the_last(drawn):
        with np.errstate(invalid="ignore"):
            return drawn[:, 11] * 11 / drawn[:, 11]  # 0 / 0 where it was not drawn

    found = difference_of(of_the_last, lambda drawn: drawn @ ours / drawn.sum(1), range(12))
    assert found.estimate.value == pytest.approx(5.5)
    assert np.isfinite([*found.estimate, found.p]).all()
    nothing = difference_of(lambda drawn: np.full(len(drawn), np.nan), of_the_last, range(12))
    assert np.isnan([*nothing.estimate, nothing.p]).all()


def test_differences_of_hits_are_covered():
    # truth by hand: right with 0.6 and 0.5, both drawn anew for each of 60 people: 0.1 apart
    rng, covered = np.random.default_rng(0), []
    for _ in range(1000):
        hits = rng.random((2, 60)) < [[0.6], [0.5]]
        found = difference(*hits, range(60), draws=1000).estimate
        covered.append(found.low <= 0.1 <= found.high)
    assert 0.93 <= np.mean(covered) <= 0.97
