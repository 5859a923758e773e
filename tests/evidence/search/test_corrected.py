"""The corrected search: it opens by its address, is well formed, and finds more."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from raredx.evidence import catalogue
from raredx.evidence.diseases import is_about
from raredx.evidence.search.build import SAFE_ADDRESS, build
from raredx.evidence.search.clauses import Words, all_of, any_of, flatten
from raredx.evidence.search.config import Search
from raredx.evidence.search.terms import terms
from raredx.evidence.search.wording import wording
from raredx.evidence.workbook import read_workbook
from raredx.ontology.orphanet import disease_names
from tests.evidence.test_catalogue import WORKBOOKS, with_workbooks


@pytest.fixture(scope="module")
def everything():
    return build(Search(form="corrected"))


def test_every_query_opens_by_its_address(everything):
    assert all(query.url for query in everything)
    assert max(len(query.address) for query in everything) <= SAFE_ADDRESS
    assert [query.number for query in everything] == list(range(1, len(everything) + 1))


def test_an_address_says_what_the_text_says(everything):
    query = everything[7]
    (asked,) = parse_qs(urlsplit(query.address).query)["term"]
    assert asked.split() == query.text.split()


def test_every_query_is_well_formed(everything):
    for query in everything:
        assert query.text.count("(") == query.text.count(")")
        assert query.text.count('"') % 2 == 0
        assert not re.search(r"\(\s*\)|OR\s*\)|AND\s*\)|\(\s*OR", query.text)


def test_every_rare_disease_is_asked_for_once(everything):
    asked = sum(query.diseases for query in everything)
    rare = [one for one in disease_names() if one.status != "non_rare" and not one.is_head]
    assert asked == len({str(wording(one.plain)) for one in rare})
    assert asked > 0.99 * len(rare)


def test_a_name_with_very_many_synonyms_is_pasted_and_not_lost():
    many = tuple(f"Invented synonym number {number}" for number in range(400))
    queries = build(Search(form="corrected", synonyms={"58": many}, diseases=("61",)))
    long, short = sorted(queries, key=lambda query: -query.length)
    assert long.url is None
    assert "paste the text" in long.hint
    assert short.url


def test_a_record_tells_all_of_a_query():
    (query,) = build(Search(form="corrected", diseases=("58",), vision=("YOLO",)))
    record = query.record()
    assert record["terms"] == 2 + 1 + 6
    assert record["url"] == query.url
    assert record["length"] == len(query.text)


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        ("Crohn disease", "Scans in Crohn's disease", True),
        ("Crohn disease", "Crohn and his wife had no disease", False),
        ("Retinoblastoma", "Of two retinoblastomas", True),
        ("Hemolytic anemia", "A haemolytic anaemia", True),
        ("Budd-Chiari syndrome", "Budd–Chiari syndrome", True),
        ("Combined immunodeficiency due to CARD11 deficiency", "CARD11 immunodeficiency", False),
        ("Autosomal recessive limb-girdle muscular dystrophy type 2B", "dystrophy alone", False),
    ],
)
def test_a_wording_finds_what_authors_write(name, text, is_found):
    assert wording(name).matches(flatten(text)) is is_found


def test_a_clause_is_tried_as_it_is_written():
    image = any_of([Words("image*"), Words("imaging")])
    both = all_of([Words("ViT"), image])
    assert str(both) == '("ViT"[tiab] AND ("image*"[tiab] OR "imaging"[tiab]))'
    assert both.matches(flatten("A ViT for images"))
    assert not both.matches(flatten("Vit. D in imagination"))
    assert not Words("Deep Learning", tag="mh").matches(flatten("deep learning"))
    assert Words("nose of blue", within=0).matches(flatten("of blue nose"))
    assert not Words("blue nose", within=0).matches(flatten("blue, long nose"))


def test_ambiguous_terms_count_only_in_company():
    asked = terms().clause([group.name for group in terms().groups])
    assert not asked.matches(flatten("A transformer station burnt"))
    assert asked.matches(flatten("A transformer for image classification"))


@with_workbooks
def test_the_corrected_form_finds_more_of_the_review_and_loses_nothing():
    """On title and abstract (as far as the workbook has it) of the studies linked to a disease."""
    texts = {
        f"S{row.number:03d}": flatten(f"{row.text('title')} | {row.text('abstract')}")
        for row in read_workbook(WORKBOOKS[0]).rows
        if row.text("abstract")
    }
    plain = {one.name: one.plain for one in disease_names()}
    linked = {
        (link["study_id"], link["name"])
        for link in catalogue.read()["study_diseases"]
        if is_about(link) and link["study_id"] in texts
    }
    published = {(s, name) for s, name in linked if Words(name).matches(texts[s])}
    corrected = {(s, name) for s, name in linked if wording(plain[name]).matches(texts[s])}
    assert published < corrected
    assert len(corrected) - len(published) > 50
    assert len(corrected) > 0.8 * len(linked)  # the rest is abbreviations and subtypes
