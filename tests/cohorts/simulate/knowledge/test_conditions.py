"""Conditions: what the annotations say, as far as a face can show it."""

from __future__ import annotations

import pytest

from raredx.cohorts.simulate.knowledge.annotated import FEWEST_TERMS
from raredx.cohorts.simulate.knowledge.conditions import (
    condition,
    simface,
    usable_conditions,
)
from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.errors import NotFoundError, UserError
from raredx.ontology import facts

IDS = {term.name: term.id for term in all_terms().values()}


def test_hundreds_of_diseases_are_usable():
    found = usable_conditions()
    assert len(found) > 800
    for id, one in found.items():
        assert id == one.id
        assert id.startswith("ORPHA:")
        assert len(one.frequencies) >= FEWEST_TERMS
        assert all(0 < share <= 1 for share in one.frequencies.values())


def test_the_shipped_conditions_are_103_usable_ones():
    assert len({one.id for one in simface()}) == 103
    assert all(usable_conditions()[one.id] == one for one in simface())


def test_a_condition_has_the_frequencies_of_its_annotations():
    cdls = condition("ORPHA:199")
    said = {sign.term_id: sign.frequency for sign in facts.disease("ORPHA:199").terms}
    assert cdls.frequencies[IDS["Synophrys"]] == said[IDS["Synophrys"]]
    assert condition("199") == condition("orpha:199") == cdls


def test_a_sign_says_for_which_annotated_term_it_stands():
    said = {sign.term_id: sign for sign in facts.disease("ORPHA:648").terms}
    signs = condition("ORPHA:648").signs
    assert any(sign.annotated != shown for shown, sign in signs.items())
    for sign in signs.values():
        assert sign.frequency.name == said[sign.annotated].frequency_class


def test_a_disease_with_too_few_signs_is_refused_with_their_number():
    few = next(
        sign.disease_id
        for sign in facts.diseases_with(IDS["Hypertelorism"])
        if sign.disease_id.startswith("ORPHA:") and sign.disease_id not in usable_conditions()
    )
    with pytest.raises(NotFoundError, match=r"has \d signs"):
        condition(few)


def test_an_unknown_code_is_refused():
    with pytest.raises(UserError):
        condition("ORPHA:999999999")
