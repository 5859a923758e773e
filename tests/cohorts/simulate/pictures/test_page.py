"""The page of the terms shows all of them, and its pictures show what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.knowledge.terms import all_terms
from tests.cohorts.simulate.pictures.page import DOCUMENT, page
from tests.cohorts.simulate.pictures.plates import SHOWN
from tests.cohorts.simulate.pictures.regions import PICTURES, all_regions
from tests.cohorts.simulate.pictures.sheets import patients, shown_conditions, unaffected

AGAIN = "make plates draws them anew"
MOST_BYTES = 2_500_000


def test_every_term_is_of_one_region():
    assert [term.id for region in all_regions() for term in region.terms] == list(all_terms())
    for region in all_regions():
        assert region.turned <= {term.id for term in region.terms}


@pytest.mark.parametrize("region", all_regions(), ids=lambda region: region.name)
def test_a_plate_shows_the_terms_of_its_region(region):
    with Image.open(region.path) as plate:
        shown = plate.getexif()[SHOWN].split()
    assert shown == [term.id for term in region.terms], AGAIN


def test_the_page_is_what_the_vocabulary_says():
    assert DOCUMENT.read_text() == page(), AGAIN


def test_the_page_lists_every_term_once():
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    for term in all_terms().values():
        assert sum(f"[{term.id}]" in row and f"| {term.name} |" in row for row in rows) == 1


def test_the_contact_sheet_shows_conditions_that_are_shipped():
    assert {found.id for found in shown_conditions()} <= {found.id for found in simface()}


def test_the_unaffected_are_the_people_of_the_first_rows():
    people = [replace(patient, condition=None) for patient in patients()]
    assert people[: len(unaffected())] == unaffected()


def test_the_pictures_are_small():
    named = ["simface-conditions.webp", "unaffected.webp", *(r.path.name for r in all_regions())]
    assert sum((PICTURES / name).stat().st_size for name in named) < MOST_BYTES
