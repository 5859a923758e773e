"""The sentence: a winner only where both the interval and the test say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from raredx.learning.compare.comparison import Comparison
from raredx.learning.compare.pairs import compare
from raredx.learning.compare.verdict import verdict
from raredx.statistics.estimate import Estimate
from raredx.statistics.folds import CorrectedT
from raredx.statistics.paired import Difference
from tests.learning.compare.planted import planted


def found(
    value: float, low: float, high: float, *, p: float, pairs: int = 3, measure: str = "top-1"
) -> Comparison:
    estimate = Estimate(value, low, high)
    return Comparison(
        names=("A", "B"),
        measure=measure,
        values=(Estimate(0.4, 0.3, 0.5), Estimate(0.4, 0.3, 0.5)),
        chance=0.01,
        gain=Difference(estimate=estimate, p=0.01, error=0.01, subjects=456),
        folds=CorrectedT(estimate=estimate, t=2.0, df=24, p=p, error=0.01),
        discordant=None,
        p=p,
        adjusted=p,
        pairs=pairs,
        shown=0.044,
        images=500,
        subjects=456,
    )


def test_a_winner():
    assert verdict(found(-0.041, -0.072, -0.01, p=0.012)) == (
        "B is better than A by 4.1 points"
        " (95 % CI 1.0 to 7.2; paired over 456 people, Holm-adjusted p = 0.012)."
    )


def test_a_winner_of_a_single_pair():
    assert verdict(found(0.041, 0.01, 0.072, p=0.0002, pairs=1)) == (
        "A is better than B by 4.1 points (95 % CI 1.0 to 7.2; paired over 456 people, p < 0.001)."
    )


def test_neither_the_interval_nor_the_test():
    assert verdict(found(0.012, -0.019, 0.043, p=0.4)) == (
        "Not decisive: A and B differ by 1.2 points (95 % CI -1.9 to 4.3);"
        " these data could have shown 4.4 points."
    )


def test_only_the_test_fails():
    assert verdict(found(0.041, 0.01, 0.072, p=0.21)) == (
        "Not decisive: A and B differ by 4.1 points (95 % CI 1.0 to 7.2),"
        " and yet Holm-adjusted p = 0.21 over folds; these data could have shown 4.4 points."
    )


def test_only_the_interval_fails():
    assert verdict(found(-0.031, -0.07, 0.001, p=0.03)) == (
        "Not decisive: A and B differ by 3.1 points (95 % CI -0.1 to 7.0), which includes 0,"
        " although Holm-adjusted p = 0.030; these data could have shown 4.4 points."
    )


@pytest.mark.parametrize(
    ("low", "high", "p", "winner"),
    [
        (0.01, 0.07, 0.049, "A"),
        (0.01, 0.07, 0.05, None),
        (0.0, 0.07, 0.01, None),
        (-0.07, -0.01, 0.01, "B"),
        (float("nan"), float("nan"), 0.01, None),
        (0.01, 0.07, float("nan"), None),
    ],
)
def test_a_winner_needs_both(low, high, p, winner):
    value = 0.04 if winner != "B" else -0.04
    one = found(value, low, high, p=p)
    assert one.winner == winner
    assert ("better" in verdict(one)) == (winner is not None)


def test_a_loss_is_told_in_its_own_unit():
    assert verdict(found(0.2084, 0.1762, 0.2431, p=0.001, measure="log-loss")).startswith(
        "A is better than B by 0.208 of log loss (95 % CI 0.176 to 0.243;"
    )


def test_too_few_to_show_anything():
    one = replace(found(0.5, -0.5, 1.0, p=0.9), shown=1.4)
    assert verdict(one).endswith("these data could have shown nothing.")


def test_one_person_tells_nothing():
    one = planted(1.0, people=1, images=5)
    said = verdict(compare(one, planted(1.0, people=1, images=5, noise=1)))
    assert said == "Not decisive: one person cannot tell A and B apart."


def test_the_same_answers():
    one = planted(1.0)
    same = verdict(compare(one, one, measure="log-loss"))
    assert same == "Not decisive: A and B do not differ in any image."
    assert verdict(compare(one, one)).startswith(
        "Not decisive: A and B do not differ in any image; these data could have shown 1"
    )
