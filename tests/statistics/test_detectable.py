"""What could have been shown: by hand, and by counting how often it is."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from scipy.stats import binom, binomtest, norm

from raredx.statistics.detectable import detectable, detectable_by_discordance


def test_of_a_known_error_by_hand():
    # 1.959964 + 0.841621 = 2.801585 standard errors
    assert detectable(0.02, df=inf) == pytest.approx(0.02 * 2.801585, abs=1e-6)
    # Student with 9 degrees: 2.262157 + 0.883404
    assert detectable(1, df=9) == pytest.approx(3.145561, abs=1e-5)


def test_a_difference_of_that_size_is_found_four_times_in_five():
    size = detectable(1.0)
    assert norm.sf(norm.ppf(0.975) - size) == pytest.approx(0.8)


def test_by_discordance_by_hand():
    # 100 people, a quarter discordant: 10 d = 1.959964 x 0.5 + 0.841621 sqrt(0.25 - d^2);
    # with d = 0.1387 the root is 0.48038: 0.979982 + 0.404298 = 1.38428; 10 d = 1.387
    # with d = 0.1384 the root is 0.48046: 0.979982 + 0.404369 = 1.38435; 10 d = 1.384
    assert detectable_by_discordance(0.25, 100) == pytest.approx(0.13844, abs=2e-5)


def test_people_who_never_differed_still_leave_something_that_was_not_seen():
    # 50 d = (1.959964 + 0.841621 sqrt(1 - d))^2: d = 0.15 gives 7.483 and 7.5
    assert detectable_by_discordance(0, 50) == pytest.approx(0.1497, abs=1e-3)
    assert detectable_by_discordance(0, 3) == 1


@pytest.mark.parametrize("people", [50, 200])
def test_mcnemar_finds_it_about_four_times_in_five_even_from_nothing(people):
    share = detectable_by_discordance(0, people)
    found = [binomtest(hits, max(hits, 1)).pvalue < 0.05 for hits in range(people + 1)]
    power = binom.pmf(np.arange(people + 1), people, share) @ found
    assert 0.72 < power < 0.88


def test_more_people_less_discordance_and_a_laxer_level_show_smaller_differences():
    assert detectable_by_discordance(0.2, 400) < detectable_by_discordance(0.2, 100)
    assert detectable_by_discordance(0.1, 400) < detectable_by_discordance(0.2, 400)
    strict = detectable_by_discordance(0.2, 400, level=0.05 / 66)
    assert strict > detectable_by_discordance(0.2, 400)
