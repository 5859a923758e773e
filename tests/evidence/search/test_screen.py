"""Records screened: diseases with their steps, vision terms, the catalogue, repeats."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from raredx.evidence import catalogue
from raredx.evidence.search.config import Search
from raredx.evidence.search.example import example_list
from raredx.evidence.search.named import diseases_in
from raredx.evidence.search.records import Record
from raredx.evidence.search.results import read_results
from raredx.evidence.search.rows import COLUMNS, row, rows_as_csv
from raredx.evidence.search.screen import screen, summary
from raredx.evidence.workbook import read_workbook
from tests.evidence.test_catalogue import WORKBOOKS, with_workbooks

TEETH = Record("a.nbib", 1, "900000001", "Deep learning counts teeth in Kabuki syndrome")


@pytest.fixture(scope="module")
def tables():
    return catalogue.read()


def found(title: str, abstract: str = "", **synonyms: tuple[str, ...]) -> list[tuple[str, str]]:
    record = Record("a.nbib", 1, "1", title, abstract=abstract)
    return [(one.disease.name, one.step) for one in diseases_in(record, synonyms)]


@pytest.mark.parametrize(
    ("title", "abstract", "names"),
    [
        ("Teeth in Kabuki syndrome", "", [("Kabuki syndrome", "title")]),
        ("Behçet's diseases", "", [("Behçet disease", "title")]),
        ("Grading ROP", "", [("Retinopathy of prematurity", "alias")]),
        ("GRADING ALL", "", []),
        (
            "Grading ROP",
            "The rate of profit (ROP) fell.",
            [],
        ),
        (
            "What KS looks like",
            "Kabuki syndrome (KS) was drawn.",
            [("Kabuki syndrome", "title")],
        ),
        (
            "On faces",
            "Syndrome of Kabuki (SK) was drawn, unlike cystic fibrosis.",
            [("Kabuki syndrome", "defined here"), ("Cystic fibrosis", "abstract")],
        ),
        ("Rare skin disease and genetic disease", "", []),
        ("On bees", "", []),
    ],
)
def test_each_disease_is_found_by_its_step(title, abstract, names):
    assert found(title, abstract) == names


def test_a_synonym_names_its_disease():
    assert found("On the mask-like face of Nobody") == []
    synonyms = {"Kabuki syndrome": ("mask-like face of Nobody",)}
    assert found("On the mask-like face of Nobody", **synonyms) == [("Kabuki syndrome", "title")]


def test_a_record_with_a_disease_and_a_vision_term_is_to_be_read(tables):
    (one,) = screen([TEETH], tables=tables)
    assert (one.verdict, one.vision, one.known, one.repeats) == (
        "to read",
        ("deep learning",),
        None,
        None,
    )
    assert one.categories == (one.diseases[0].disease.category,)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"title": "Teeth in Kabuki syndrome"}, "no vision term"),
        ({"title": "Teeth in Kabuki syndrome", "abstract": "By a U-Net."}, "to read"),
        ({"title": "Teeth in Kabuki syndrome", "keywords": "U-Net"}, "to read"),
        ({"title": "A U-Net for teeth"}, "no rare disease"),
        ({"title": "A U-Net for Crohn disease"}, "no rare disease"),
    ],
)
def test_there_is_a_reason_not_to_read(tables, changes, verdict):
    (one,) = screen([replace(TEETH, **changes)], tables=tables)
    assert one.verdict == verdict


def test_the_vision_terms_are_those_of_the_search(tables):
    (one,) = screen([TEETH], search=Search(vision=("YOLO",)), tables=tables)
    assert one.verdict == "no vision term"


def test_a_study_of_the_catalogue_is_known_by_pmid_or_title(tables):
    study = next(study for study in tables["studies"] if study["pmid"])
    by_pmid = replace(TEETH, pmid=study["pmid"])
    by_title = replace(TEETH, title=f"{study['title'].upper()}.")
    known = [one.known for one in screen([by_pmid, by_title], tables=tables)]
    assert [(one.study_id, one.by) for one in known] == [
        (study["study_id"], "PMID"),
        (study["study_id"], "title"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ({}, {"title": "Something else about bees"}, True),
        ({"doi": "10.9999/A"}, {"pmid": "2", "title": "Bees", "doi": "10.9999/a"}, True),
        ({}, {"pmid": "2", "title": "Deep learning counts teeth in Kabuki syndromes."}, True),
        ({"title": "Author reply"}, {"pmid": "2", "title": "Author reply"}, False),
        ({"doi": "10.9999/A"}, {"pmid": "2", "title": "Bees", "doi": "10.9999/b"}, False),
    ],
)
def test_an_article_that_comes_twice_is_repeated(tables, first, second, are_one):
    one, two = screen([replace(TEETH, **first), replace(TEETH, line=9, **second)], tables=tables)
    assert one.repeats is None
    assert (two.repeats == one.record) is are_one
    assert (two.verdict == "repeated") is are_one


def test_the_first_of_three_is_the_one_that_counts(tables):
    records = [replace(TEETH, line=line) for line in (1, 5, 9)]
    assert [one.repeats and one.repeats.line for one in screen(records, tables=tables)] == [
        None,
        1,
        1,
    ]


def test_the_invented_list_shows_every_verdict_and_a_fault(tables):
    results = read_results(example_list(tables["studies"]))
    screened = screen(results.records, tables=tables)
    assert summary(screened) == {
        "to read": 2,
        "in the catalogue": 1,
        "repeated": 1,
        "no vision term": 1,
        "no rare disease": 1,
    }
    assert [fault.line for fault in results.faults] == [29]


def test_a_csv_keeps_every_record_and_runs_no_formula(tables):
    hostile = replace(TEETH, title='=HYPERLINK("https://example.org"),\n"x"', file="@a.csv")
    screened = screen([TEETH, hostile], tables=tables)
    read = list(csv.DictReader(io.StringIO(rows_as_csv(screened), newline="")))
    assert [tuple(one) for one in read] == [COLUMNS, COLUMNS]
    assert read[0] == row(screened[0])
    assert read[1]["title"].startswith("'=HYPERLINK")
    assert read[1]["file"] == "'@a.csv"
    assert read[1]["repeats"] == "a.nbib, line 1"
    assert (read[0]["orpha_codes"], read[0]["steps"]) == ("2322", "title")


@with_workbooks
def test_the_review_s_own_studies_are_recognised(tables):
    records = [
        Record("x", row.number, row.text("pmid"), row.text("title"), abstract=row.text("abstract"))
        for row in read_workbook(WORKBOOKS[0]).rows
        if row.text("abstract")
    ]
    screened = screen(records, tables=tables)
    assert summary(screened)["in the catalogue"] + summary(screened)["repeated"] == len(records)
    linked: dict[str, set[str]] = {}
    for link in tables["study_diseases"]:
        if link["name"] and link["step"] not in ("title", "abstract"):
            linked.setdefault(link["study_id"], set()).add(link["name"])
    named = [(one, linked.get(f"S{one.record.line:03d}", set())) for one in screened]
    named = [(one, names) for one, names in named if names]
    agreeing = [one for one, names in named if names & {f.disease.name for f in one.diseases}]
    by_title = [
        f.disease.name in names
        for one, names in named
        for f in one.diseases[:1]
        if f.step == "title"
    ]
    assert len(agreeing) > 0.93 * len(named)
    assert sum(by_title) > 0.92 * len(by_title)
