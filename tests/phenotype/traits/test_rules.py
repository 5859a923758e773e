"""Rules: terms from z-scores, with a confidence that means a frequency."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import NotFoundError, UserError
from raredx.phenotype.reference.packing import pack, unpack
from raredx.phenotype.traits.evaluate import evaluate
from raredx.phenotype.traits.logistic import logit_of, probability
from raredx.phenotype.traits.measures import all_measures
from raredx.phenotype.traits.rule import CLEAR, FEWEST, SPECIFICITY, Rule, folds_of
from raredx.phenotype.traits.rules import Rules
from raredx.phenotype.traits.scoring import calibration_error
from raredx.statistics.estimate import Estimate

WIDE, NARROW, UP, ABSENT = "HP:0000316", "HP:0000601", "HP:0000582", "HP:0000347"
SILENT = "HP:0000400"  # of the ears
TERMS = [WIDE, NARROW, UP, ABSENT, SILENT]
PLACES = {name: place for place, name in enumerate(all_measures())}
N = 3000


def draw(seed: int = 0, n: int = N):
    """People whose intercanthal index and slant say who has three terms; chance says the others."""
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(n, len(PLACES)))
    wide = z[:, PLACES["intercanthal_index"]]
    slant = z[:, PLACES["fissure_slant"]]
    logits = np.stack([2 * wide - 3, -2 * wide - 3, slant - 2, 0 * wide - 2, 2 * wide - 2], 1)
    return z, rng.random((n, len(TERMS))) < probability(logits)


@pytest.fixture(scope="module")
def rules() -> Rules:
    z, present = draw()
    return Rules.fit(z, present, terms=TERMS, groups=[str(row) for row in range(N)])


def test_terms_that_measures_tell_are_decided_and_others_are_not_absent(rules):
    assert rules.terms == (WIDE, NARROW, UP)
    assert rules.undecided[SILENT] == "no measure speaks for it"
    assert rules.undecided[ABSENT].startswith("the measures hardly tell who has it (area 0.")
    assert all(rule.auc.low > CLEAR for rule in rules.rules.values())


def test_confidence_is_a_frequency_on_new_people(rules):
    z, present = draw(seed=1, n=6000)
    said = rules.confidence(z)
    assert calibration_error(said, present[:, :3]) < 0.015
    assert np.abs(said.mean(0) - present[:, :3].mean(0)).max() < 0.03


def test_weights_have_the_declared_sign(rules):
    for term, rule in rules.rules.items():
        assert rule.weights
        for name, weight in rule.weights.items():
            assert np.sign(weight) == all_measures()[name].says[term]
    assert max(rules.rules[WIDE].weights, key=rules.rules[WIDE].weights.get) == "intercanthal_index"


def test_a_measure_that_contradicts_its_declaration_has_no_weight():
    z, present = draw()
    z[:, PLACES["outer_canthal_width"]] = -z[:, PLACES["intercanthal_index"]]
    found = Rules.fit(z, present[:, :1], terms=[WIDE], groups=[str(row) for row in range(N)])
    assert "outer_canthal_width" not in found.rules[WIDE].weights


def test_another_prevalence_shifts_the_logit(rules):
    z, _ = draw(seed=2, n=50)
    usual, rare = rules.confidence(z), rules.confidence(z, prevalence={WIDE: 0.001})
    shift = logit_of(0.001) - logit_of(rules.rules[WIDE].prevalence)
    np.testing.assert_allclose(logit_of(rare[:, 0]), logit_of(usual[:, 0]) + shift, rtol=1e-6)
    np.testing.assert_array_equal(rare[:, 1:], usual[:, 1:])


def test_why_names_what_speaks_for_a_term(rules):
    z = np.zeros(len(PLACES))
    z[PLACES["intercanthal_index"]], z[PLACES["fissure_slant"]] = 2.9, 3.0
    assert rules.why(z, WIDE) == ("Intercanthal index 2.9 SD high",)
    assert rules.why(-z, WIDE) == ()
    assert rules.why(-z, NARROW)[0] == "Intercanthal index 2.9 SD low"
    with pytest.raises(NotFoundError, match="no measure speaks for it"):
        rules.why(z, SILENT)


def test_named_terms_are_as_specific_as_promised(rules):
    z, present = draw(seed=3, n=6000)
    told = evaluate(rules, z, present[:, :3])
    for one in told.terms:
        assert one.specificity.value == pytest.approx(SPECIFICITY, abs=0.02)
        assert one.sensitivity.low < one.sensitivity.value < one.sensitivity.high
        assert one.auc.value == pytest.approx(rules.rules[one.term].auc.value, abs=0.06)


def test_too_few_cases_are_no_rule():
    z, present = draw()
    few = present[:, :1] & (np.cumsum(present[:, :1], 0) < FEWEST)
    found = Rules.fit(z, few, terms=[WIDE], groups=[str(row) for row in range(N)])
    assert found.terms == ()
    assert found.undecided[WIDE] == f"only {FEWEST - 1} faces to learn it from"
    assert found.confidence(z[:2]).shape == (2, 0)


def test_images_of_one_person_never_stand_on_both_sides():
    folds = folds_of(np.repeat([f"person {row}" for row in range(100)], 7))
    assert (folds.reshape(100, 7) == folds[::7, None]).all()
    assert np.bincount(folds).tolist() == [140] * 5


def test_rows_without_a_face_teach_and_get_nothing(rules):
    z, present = draw()
    with_gaps = np.vstack([np.full((3, len(PLACES)), np.nan), z])
    also = np.vstack([np.ones((3, len(TERMS)), bool), present])
    names = [f"gap {row}" for row in range(3)] + [str(row) for row in range(N)]
    again = Rules.fit(with_gaps, also, terms=TERMS, groups=names)
    np.testing.assert_array_equal(again.confidence(z), rules.confidence(z))
    assert np.isnan(rules.confidence(with_gaps)[:3]).all()
    assert evaluate(rules, with_gaps, also[:, :3]).without == 3
    with pytest.raises(UserError, match="No face has z-scores"):
        Rules.fit(with_gaps[:3], also[:3], terms=TERMS, groups=names[:3])


def test_rules_are_the_same_after_they_were_kept(rules, tmp_path):
    pack(rules, tmp_path)
    again = unpack(tmp_path, [Rules, Rule, Estimate])
    assert again.rules == rules.rules
    assert again.undecided == rules.undecided
    z, _ = draw(seed=4, n=50)
    np.testing.assert_array_equal(again.confidence(z), rules.confidence(z))
    assert again.why(z[0], WIDE) == rules.why(z[0], WIDE)
