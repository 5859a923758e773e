"""What can be told is told; by chance, next to nothing; and nothing is ever called untellable."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import kstest

from raredx.errors import UserError
from raredx.phenotype.population.out_of_fold import out_of_fold
from raredx.phenotype.population.recognisable import FEW, OPEN, YES, recognisable
from tests.phenotype.population.planted import names
from tests.phenotype.population.scorers import nearest_mean

CONDITIONS = ["Clear", "Faint", "None", "Rare"]
LABELS = np.repeat([*CONDITIONS, "unaffected"], [12, 12, 12, 2, 60])


def scores(seed: int = 0) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(98, 4))
    for column, shift in enumerate((2.5, 0.3, 0, 5)):
        found[CONDITIONS[column] == LABELS, column] += shift
    return found


@pytest.fixture(scope="module")
def found():
    return recognisable(scores(), CONDITIONS, LABELS, names(98))


def test_verdicts(found):
    assert found.verdict == (YES, OPEN, OPEN, FEW)
    assert found.people.tolist() == [12, 12, 12, 2]
    assert found.others.tolist() == [86, 86, 86, 96]
    assert found.auc[0] > 0.9
    assert found.q[0] < 0.01
    assert (found.low[:3] < found.auc[:3]).all()
    assert (found.auc[:3] < found.high[:3]).all()
    for figure in (found.auc, found.low, found.high, found.p, found.q):
        assert np.isnan(figure).tolist() == [False] * 3 + [True]


def test_the_table_has_the_best_first_and_no_figure_where_people_are_too_few(found):
    rows = found.table()
    assert rows[0]["condition"] == "Clear"
    assert (rows[-1]["condition"], rows[-1]["auc"], rows[-1]["verdict"]) == ("Rare", None, FEW)
    assert json.loads(json.dumps(found.as_dict()))["verdict"] == [YES, OPEN, OPEN, FEW]


def test_no_verdict_says_that_a_condition_cannot_be_recognised():
    worst = recognisable(-9 * scores(), CONDITIONS, LABELS, names(98))
    assert worst.verdict == (OPEN, OPEN, OPEN, FEW)
    assert worst.p[0] > 0.99


def test_the_order_of_images_changes_nothing(found):
    turn = np.random.default_rng(1).permutation(98)
    again = recognisable(scores()[turn], CONDITIONS, LABELS[turn], [names(98)[i] for i in turn])
    np.testing.assert_array_equal(again.p, found.p)
    np.testing.assert_array_equal(again.auc, found.auc)


def test_more_images_of_a_person_are_not_more_people(found):
    ten = recognisable(np.tile(scores(), (10, 1)), CONDITIONS, np.tile(LABELS, 10), names(98) * 10)
    np.testing.assert_allclose(ten.p, found.p)
    np.testing.assert_allclose(ten.low, found.low)


def test_without_a_difference_p_values_are_uniform_where_others_were_learned_from():
    p = []
    for seed in range(60):
        drawn = np.random.default_rng(seed).normal(size=(98, 4))
        told = recognisable(
            *(drawn, CONDITIONS, LABELS, names(98)), stretch=1, permutations=199, seed=seed
        )
        p.extend(told.p[:3])
    assert kstest(np.array(p) - np.random.default_rng(0).random(180) / 200, "uniform").pvalue > 0.01


def test_by_chance_next_to_nothing_is_recognised_where_folds_take_turns():
    """Ten conditions of eight, 40 times: the stretch holds the level that is lost without it."""
    labels = np.repeat([f"C{number}" for number in range(10)] + ["unaffected"], [8] * 10 + [60])
    conditions = np.unique(labels)[:10]
    p = {1: [], "worst": []}
    for seed in range(40):
        places = np.random.default_rng(seed).normal(size=(140, 10))
        fit = nearest_mean(places, labels, conditions)
        given = out_of_fold(labels, names(140), fit, seed=seed).scores
        for stretch, option in ((1, {"stretch": 1}), ("worst", {})):
            told = recognisable(
                *(given, conditions, labels, names(140)), permutations=199, seed=seed, **option
            )
            p[stretch].extend(told.p)
    assert np.mean(np.array(p["worst"]) <= 0.05) <= 0.05
    assert np.mean(np.array(p[1]) <= 0.05) > 0.055


def test_people_who_were_never_scored_are_left_out():
    given = scores()
    given[-5:] = np.nan
    told = recognisable(given, CONDITIONS, LABELS, names(98))
    assert told.others.tolist() == [81, 81, 81, 91]


@pytest.mark.parametrize(
    ("change", "options", "problem"),
    [
        (lambda given: given[:, :2], {}, "Scores of 4 conditions have the shape"),
        (lambda given: given * [np.nan, 1, 1, 1], {}, "Some scores are no numbers"),
        (lambda given: given * np.nan, {}, "Nobody was scored"),
        (lambda given: given, {"stretch": 0.5}, "would find what is not there"),
    ],
)
def test_what_cannot_be_tested_is_said_in_one_line(change, options, problem):
    with pytest.raises(UserError, match=problem):
        recognisable(change(scores()), CONDITIONS, LABELS, names(98), **options)


def test_a_condition_has_one_column():
    with pytest.raises(UserError, match="two columns"):
        recognisable(scores(), ["Clear"] * 4, LABELS, names(98))
