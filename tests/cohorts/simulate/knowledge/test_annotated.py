"""The table of conditions: what the annotations say, as far as a face can show it."""

from __future__ import annotations

import csv

import pytest

from raredx.cohorts.simulate.knowledge.annotated import (
    FEWEST_TERMS,
    TABLE,
    as_stated,
    rows,
    shown_signs,
    shown_terms,
)
from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.ontology import facts
from raredx.ontology.frequency import read_frequency


def test_the_shipped_table_is_what_the_annotations_and_the_terms_say():
    with TABLE.open(encoding="utf-8", newline="") as file:
        shipped = list(csv.DictReader(file))
    again = "run `python -m raredx.cohorts.simulate.knowledge.annotated`"
    assert shipped == rows(), again
    assert all(row["signs"].count(";") + 1 >= FEWEST_TERMS for row in shipped)


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


@pytest.mark.parametrize("id", ["OMIM:122470", "ORPHA:199", "ORPHA:648"])
def test_a_frequency_that_is_written_down_is_read_as_it_was(id):
    signs = [sign for sign in facts.disease(id).terms if sign.frequency_class]
    assert len(signs) > 20
    for sign in signs:
        read = read_frequency(as_stated(sign))
        assert read.share == pytest.approx(sign.frequency)
        assert (read.name, read.seen, read.of) == (sign.frequency_class, sign.seen, sign.of)


def test_of_several_annotations_the_most_frequent_counts_and_the_shown_term_first():
    for id in ("ORPHA:199", "ORPHA:648", "ORPHA:904", "OMIM:122470"):
        disease = facts.disease(id)
        for shown, best in shown_signs(disease).items():
            said = [sign for sign in disease.terms if shown in shown_terms(sign.term_id)]
            assert best.frequency == max(sign.frequency or 0 for sign in said)
            own = [sign for sign in said if sign.term_id == shown]
            assert not own or own[0].frequency != best.frequency or best.term_id == shown
