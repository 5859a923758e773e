"""Conditions: what the annotations say, as far as a face can show it."""

from __future__ import annotations

import pytest

from raredx.cohorts.simulate.knowledge.conditions import (
    FEWEST_TERMS,
    condition,
    shown_terms,
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
    assert condition("199") == cdls


@pytest.mark.parametrize(
    ("annotated", "shown"),
    [
        ("HP:0000565", {"Strabismus"}),  # esotropia
        ("HP:0000308", {"Micrognathia", "Retrognathia"}),  # microretrognathia
        ("HP:0005484", {"Microcephaly"}),  # secondary microcephaly
        ("HP:0000316", {"Hypertelorism"}),
        ("HP:0002231", set()),  # sparse body hair is no sparse hair on the head
        ("HP:0001053", set()),  # pale patches are no pale face
        ("HP:0000218", set()),  # high palate
        ("HP:0000271", set()),  # abnormality of the face: what is below is not meant
    ],
)
def test_an_annotated_term_shows_as_itself_or_the_nearest_above(annotated, shown):
    assert {all_terms()[id].name for id in shown_terms(annotated)} == shown


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
