"""Comparisons of planted classifiers: every part agrees with what it is made of."""

from __future__ import annotations

import json

import numpy as np
import pytest

from raredx.learning.compare.measures import measure_of
from raredx.learning.compare.pairs import compare, compare_all
from raredx.learning.compare.rows import in_common
from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import get_metric
from raredx.learning.predictions import example
from raredx.statistics.discordant import mcnemar
from raredx.statistics.folds import corrected_t
from raredx.statistics.paired import difference, difference_of
from raredx.statistics.several import holm
from raredx.statistics.shares import share
from tests.learning.compare.planted import learnt, one_test, planted

GOOD, POOR = planted(2.5, images=2, noise=1), planted(0.3, images=2, noise=2)
ALIKE = planted(2.5, images=2, noise=3)


def test_the_better_one_wins_whichever_comes_first():
    found = compare(GOOD, POOR)
    turned = compare(POOR, GOOD, names=("B", "A"))
    assert found.winner == turned.winner == "A"
    assert found.gain.estimate.value == -turned.gain.estimate.value
    assert (found.images, found.subjects, found.chance) == (120, 60, 0.2)


def test_of_two_alike_none_wins():
    assert compare(GOOD, ALIKE).winner is None


@pytest.mark.parametrize("name", ["top-1", "top-3", "log-loss", "own-probability"])
def test_every_measure_finds_the_better_one(name):
    found = compare(GOOD, POOR, measure=name)
    assert found.winner == "A"
    assert found.gain.estimate.value > 0
    higher = found.values[0].value > found.values[1].value
    assert higher == measure_of(name).higher_is_better
    for value in found.values:
        assert value.low < value.value < value.high


def test_the_parts_are_those_of_the_statistics():
    found = compare(GOOD, POOR)
    rows = in_common({"A": GOOD, "B": POOR})
    values = rows.values(measure_of("top-1"))
    images, folds = rows.by_image(values), rows.by_fold(values)
    drawn = difference(*images.T, rows.subjects)
    assert found.gain.estimate == pytest.approx(drawn.estimate)
    assert found.gain.p == pytest.approx(drawn.p)
    assert found.folds == corrected_t(folds[:, 0] - folds[:, 1], train=96, test=24)
    assert found.discordant == mcnemar(*values.T, rows.owners)
    assert found.p == found.folds.p


def test_more_to_train_on_makes_the_test_less_careful():
    assert compare(GOOD, POOR, train=400).folds.error < compare(GOOD, POOR).folds.error


def test_a_loss_is_told_as_it_is_and_a_smaller_one_is_a_gain():
    found = compare(GOOD, POOR, measure="log-loss")
    losses = [measure_of("log-loss").values(said).mean() for said in (GOOD, POOR)]
    assert [value.value for value in found.values] == pytest.approx(losses)
    assert found.gain.estimate.value == pytest.approx(losses[1] - losses[0])
    assert found.discordant is None


def test_without_folds_people_decide():
    found = compare(one_test(GOOD), one_test(POOR))
    assert found.folds is None
    assert found.p == found.discordant.p
    assert found.winner == "A"
    loss = compare(one_test(GOOD), one_test(POOR), measure="log-loss")
    assert loss.p == loss.gain.p


def test_a_metric_of_the_registry_can_be_compared_by_weights():
    ours, theirs, top_1 = prepare(GOOD), prepare(POOR), get_metric("top-1")
    found = difference_of(
        lambda drawn: top_1.values(ours, drawn),
        lambda drawn: top_1.values(theirs, drawn),
        ours.subjects,
        draws=2000,
    )
    expected = compare(GOOD, POOR, draws=2000).gain
    assert found.estimate == pytest.approx(expected.estimate, abs=0.002)
    macro_f1 = get_metric("f1-macro")
    found = difference_of(
        lambda drawn: macro_f1.values(ours, drawn),
        lambda drawn: macro_f1.values(theirs, drawn),
        ours.subjects,
        draws=200,
    )
    assert found.estimate.value == pytest.approx(macro_f1.value(ours) - macro_f1.value(theirs))
    assert found.estimate.low > 0


def test_one_image_of_each_person_asked_about_once_has_the_interval_of_wilson():
    alone = one_test(planted(1.0))
    found = compare(alone, one_test(planted(1.0, noise=1)))
    hits = int((alone.ranks == 0).sum())
    assert found.values[0] == share(hits, 60).estimate


def test_all_right_or_all_wrong_still_has_an_interval():
    pairs = [letter for letter in "abcdef" for _ in range(2)]
    surely = example([[0.9, 0.1]] * 12, [0] * 12, pairs)
    never = example([[0.1, 0.9]] * 12, [0] * 12, pairs)
    found = compare(surely, never)
    assert found.values == (share(6, 6).estimate, share(0, 6).estimate)


def test_all_pairs_are_adjusted_together():
    named = {"good": GOOD, "poor": POOR, "alike": ALIKE}
    found = compare_all(named)
    assert [pair.names for pair in found] == [
        ("good", "poor"),
        ("good", "alike"),
        ("poor", "alike"),
    ]
    assert [pair.adjusted for pair in found] == pytest.approx(holm([pair.p for pair in found]))
    assert [pair.winner for pair in found] == ["good", None, "alike"]
    alone = compare(GOOD, POOR)
    assert found[0].gain == alone.gain
    assert found[0].shown > alone.shown  # one of three must show more


def test_what_could_have_been_shown_is_at_least_what_either_test_needs():
    found = compare(GOOD, ALIKE)
    assert found.shown >= 2.8 * max(found.gain.error, found.folds.error)
    few = compare(*(said.take(said.subjects < "person 020") for said in (GOOD, ALIKE)))
    assert few.shown > found.shown


def test_it_goes_into_json_with_what_is_unknown_left_open():
    one = planted(1.0, people=1, images=5)
    found = json.loads(json.dumps(compare(one, one).as_dict(), allow_nan=False))
    assert found["gain"]["estimate"] == {"value": 0, "low": None, "high": None}
    assert found["winner"] is None
    whole = json.loads(json.dumps(compare(GOOD, POOR).as_dict(), allow_nan=False))
    assert whole["winner"] == "A"
    assert whole["values"][0].keys() == whole["folds"]["estimate"].keys()


def test_of_two_that_learn_equally_well_a_winner_is_rare():
    found = [compare(*learnt(seed), draws=1000) for seed in range(200)]
    naive = [pair.folds.t * (1 / 15 + 1 / 4) ** 0.5 / (1 / 15) ** 0.5 for pair in found]
    assert np.mean([pair.p < 0.05 for pair in found]) <= 0.09  # 99 % of a binomial of 200 at 5 %
    assert np.mean([pair.winner is not None for pair in found]) <= 0.09
    assert np.mean([abs(t) > 2.145 for t in naive]) > 0.25  # Student with 14 degrees
