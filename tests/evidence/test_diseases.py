"""Diseases of studies: linked by steps, and 100 of the links judged by hand."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from raredx.evidence import catalogue
from raredx.evidence.diseases import (
    STEPS,
    Linker,
    read_aliases,
    read_also_about,
    read_not_about,
    tokens,
)
from raredx.evidence.names import Disease, NameIndex
from raredx.evidence.workbook import read_workbook
from raredx.ontology.orphanet import disease_names
from raredx.statistics.shares import share
from tests.evidence import making

FIXTURE = Path(__file__).parent / "audits" / "disease_links.csv"


@pytest.fixture(scope="module")
def diseases():
    return [Disease(name.name, name.orpha_code, name.category) for name in disease_names()]


@pytest.fixture
def links(tmp_path, diseases):
    def of(*changes):
        """The links of the last of some studies; the others are there to be learnt from."""
        blank = {"title": "Counting teeth", "abstract": "", "pmid": ""}
        sheet = read_workbook(making.studies(tmp_path, *(blank | change for change in changes)))
        linker = Linker(sheet, NameIndex(diseases))
        return [
            (link.token, link.disease.name if link.disease else "", link.step)
            for link in linker.links(sheet.rows[-1])
        ]

    return of


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Cystic fibrosis", ("Cystic fibrosis", "exact")),
        ("cystic fibroses", ("Cystic fibrosis", "normalised")),
        ("Disease of Kabuki", ("Kabuki syndrome", "core words")),
        ("ROP", ("Retinopathy of prematurity", "alias")),
        ("QXZ", ("", "unlinked")),
        ("449 Rare Diseases\u00a0", ("", "group")),
        ("Over 7000 Diseases", ("", "group")),
    ],
)
def test_a_token_is_linked_by_the_first_step_that_finds_it(links, cell, expected):
    (link,) = links({"diseases": cell})
    assert link[1:] == expected


def test_an_alias_may_hold_in_one_class_of_the_review_alone(links):
    for review_class, name in (
        ("Rare Developmental Disease", "Apert syndrome"),
        ("Rare Neurologic Disease", ""),
    ):
        assert links({"diseases": "AS", "class": review_class})[0][1] == name


def test_a_study_means_what_it_spells_out_itself(links):
    kabuki = {"abstract": "Kabuki syndrome (KS), seen in children."}
    kallmann = {"diseases": "KS", "abstract": "Kallmann syndrome (KS), unlike Kabuki syndrome."}
    assert links(kabuki, kabuki, kallmann) == [("KS", "Kallmann syndrome", "defined here")]


def test_what_others_mean_counts_where_the_study_has_a_word_of_it(links):
    other = {"diseases": "KBS", "abstract": "Kabuki syndrome (KBS), seen in children."}
    fits = {"diseases": "KBS", "title": "Faces of Kabuki children"}
    assert links(other, fits) == [("KBS", "Kabuki syndrome", "defined elsewhere")]
    assert links(other, {"diseases": "KBS"}) == [("KBS", "", "unlinked")]


def test_an_abbreviation_with_two_meanings_is_left_alone(links):
    others = (
        {"abstract": "Kabuki syndrome (KBS), seen in children."},
        {"abstract": "Knee bone strength (KBS), seen in children."},
    )
    assert links(*others, {"diseases": "KBS", "title": "Kabuki"}) == [("KBS", "", "unlinked")]


def test_title_then_summary_are_searched_where_no_token_leads_to_a_disease(links):
    titled = {"diseases": "QXZ", "title": "Kabuki syndrome in photographs"}
    told = {"diseases": "QXZ", "summary": "Networks in the application of Kabuki syndrome."}
    assert links(titled)[1:] == [("Kabuki syndrome", "Kabuki syndrome", "title")]
    assert links(told)[1:] == [("Kabuki syndrome", "Kabuki syndrome", "summary")]
    assert links(titled | {"diseases": "ROP"})[1:] == []


def test_a_name_in_an_abstract_links_nothing(links):
    study = {"diseases": "QXZ", "abstract": "Unlike Kabuki syndrome, this one is common."}
    assert links(study) == [("QXZ", "", "unlinked")]


def test_orphanets_groups_are_not_taken_from_a_title(links):
    assert links({"diseases": "QXZ", "title": "A rare skin disease"}) == [("QXZ", "", "unlinked")]


def test_a_disease_that_the_cell_lists_in_vain_is_marked_not_hidden(links):
    study = {"diseases": "ALS, Kabuki syndrome", "pmid": "35877796"}
    assert links(study) == [
        ("ALS", "Amyotrophic lateral sclerosis", "not about"),
        ("Kabuki syndrome", "Kabuki syndrome", "exact"),
    ]


@pytest.mark.parametrize("column", ["title", "summary"])
def test_a_disease_that_was_set_aside_does_not_come_back_by_its_name(links, column):
    aside = {"diseases": "ALS", "pmid": "35877796", column: "Amyotrophic lateral sclerosis"}
    assert links(aside) == [("ALS", "Amyotrophic lateral sclerosis", "not about")]
    other = aside | {column: "Amyotrophic lateral sclerosis and Kabuki syndrome"}
    assert links(other)[1:] == [("Kabuki syndrome", "Kabuki syndrome", column)]


def test_a_name_may_be_set_aside_that_the_cell_does_not_list(links):
    study = {"diseases": "QXZ", "pmid": "34935989", "title": "Alopecia in photographs"}
    assert links(study) == [("QXZ", "", "unlinked")]
    assert links(study | {"pmid": ""})[1:] == [("Alopecia", "Alopecia", "title")]


def test_a_disease_that_the_cell_forgets_is_added(links):
    pmid, name, _ = read_also_about()[0]
    title = "Kabuki syndrome in photographs"
    assert links({"diseases": "QXZ", "pmid": pmid, "title": title}) == [
        ("QXZ", "", "unlinked"),
        (name, name, "also about"),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", []),
        ("A, B; C\u3001D", ["A", "B", "C", "D"]),
        ("A(B-related), A", ["A", "B-related"]),
        ("A, including B; and others, etc.", ["A", "B"]),
        ("A, include B, and C, other", ["A", "B", "C"]),
    ],
)
def test_a_cell_falls_into_its_diseases(cell, expected):
    assert tokens(cell) == expected


def test_every_alias_leads_to_a_name_of_orphanets_that_the_token_alone_does_not(diseases):
    index = NameIndex(diseases)
    for (token, _), name in read_aliases().items():
        assert name in index.exact, token
        assert index.find(token) is None, token


def test_every_disease_that_a_cell_forgets_is_a_name_of_orphanets(diseases):
    index = NameIndex(diseases)
    for _, name, column in read_also_about():
        assert name in index.exact
        assert column in ("title", "abstract")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("aliases", "basis"), ("not_about", "reason"), ("also_about", "reason")],
)
def test_every_entry_is_there_once_and_has_its_reason(name, reason):
    path = Path(catalogue.__file__).with_name("vocabularies") / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row[reason] for row in rows)
    keys = Counter(tuple(row.values())[:2] for row in rows)
    assert max(keys.values()) == 1


@pytest.fixture(scope="module")
def tables():
    return catalogue.read()


@pytest.fixture(scope="module")
def shipped(tables):
    return tables["study_diseases"]


@pytest.fixture(scope="module")
def pmids(tables):
    return {study["study_id"]: study["pmid"] for study in tables["studies"]}


@pytest.fixture(scope="module")
def judged():
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_at_least_97_of_100_links_are_right(judged):
    assert len({(row["study_id"], row["token"], row["orpha_code"]) for row in judged}) == 100
    assert {row["right"] for row in judged} == {"yes", "no"}
    right = share(sum(row["right"] == "yes" for row in judged), len(judged))
    assert right.value >= 0.97
    assert right.interval[0] >= 0.91


def test_links_that_were_judged_right_still_stand(judged, shipped):
    there = {(row["study_id"], row["token"], row["orpha_code"]) for row in shipped}
    right = {
        (row["study_id"], row["token"], row["orpha_code"])
        for row in judged
        if row["right"] == "yes"
    }
    assert right <= there


def test_every_link_has_the_confidence_of_its_step(shipped):
    for row in shipped:
        assert row["confidence"] == STEPS[row["step"]]
        assert bool(row["name"]) or row["confidence"] == "none"
        assert not row["name"] or row["confidence"] != "none" or row["step"] == "not about"


def test_no_disease_that_was_set_aside_is_linked(shipped, pmids):
    aside, linked = set(), set()
    for row in shipped:
        pmid = pmids[row["study_id"]]
        if row["step"] == "not about":
            aside.add((pmid, row["token"]))
        elif row["name"]:
            linked |= {(pmid, row["token"]), (pmid, row["name"])}
    assert aside <= read_not_about()
    assert read_not_about() - aside == {
        ("40089573", "Locked-in syndrome"),
        ("34935989", "Alopecia"),
    }
    assert not read_not_about() & linked


def test_every_disease_that_a_cell_forgets_is_linked(shipped, pmids):
    added = {
        (pmids[row["study_id"]], row["name"]) for row in shipped if row["step"] == "also about"
    }
    assert added == {(pmid, name) for pmid, name, _ in read_also_about()}
