"""A report says what was seen, how surely, what could not be seen, and what it rests on."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from raredx import NOT_A_DEVICE
from raredx.cohorts.manifest import ORIGINS
from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.errors import UserError
from raredx.ontology import facts
from raredx.phenotype.report.basis import Basis
from raredx.phenotype.report.closest import closest
from raredx.phenotype.report.findings import Finding, Findings
from raredx.phenotype.report.sections import FILE, part_of, parts, said
from raredx.phenotype.report.words import write_report

WIDE, PTOSIS, SYNOPHRYS, BROAD_TIP = "HP:0000316", "HP:0000508", "HP:0000664", "HP:0000455"
SIMULATED = Basis("simulated", "simulated", detail="400 simulated people")


def section(report, name: str):
    return next(one for one in report.sections if one.name == name)


def test_the_roots_of_the_sections_are_terms_of_that_name():
    for one in tomllib.loads(FILE.read_text())["section"]:
        for id, name in one["roots"].items():
            assert facts.term(id).name == name


@pytest.mark.parametrize(
    ("term", "name"),
    [
        (WIDE, "eyes"),
        (SYNOPHRYS, "eyes"),  # below the hair, too
        ("HP:0000653", "eyes"),  # lashes
        ("HP:0100540", "eyes"),  # lids, below the shape of the face, too
        (BROAD_TIP, "nose"),
        ("HP:0005272", "jaw"),  # nasolabial fold, which HPO files below the nose
        ("HP:0000343", "mouth"),
        ("HP:0000347", "jaw"),
        ("HP:0000307", "jaw"),
        ("HP:0000293", "jaw"),
        ("HP:0000369", "ears"),
        ("HP:0000294", "hair-and-skin"),
        ("HP:0000980", "hair-and-skin"),
        ("HP:0000276", "overall"),
        ("HP:0000348", "overall"),
    ],
)
def test_a_term_stands_where_a_reader_looks_for_it(term, name):
    assert part_of(term).name == name


def test_every_term_of_the_simulator_can_be_said():
    for id in all_terms():
        assert part_of(id) in parts()
        assert facts.term(id).name.casefold() in said(id).casefold()
        assert len(said(id)) < 80


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (WIDE, "wide-set eyes (hypertelorism)"),
        ("HP:0010751", "dimple chin"),  # its own name is a layperson's
        ("HP:0000343", "long philtrum"),  # nobody has another
        ("HP:0010628", "facial palsy"),  # "Bell's palsy" would be a diagnosis
        ("HP:0001357", "flattening of skull (plagiocephaly)"),  # not "flat head syndrome"
    ],
)
def test_a_term_is_said_in_plain_words_with_its_name(term, words):
    assert said(term) == words


def test_confidence_is_hedged_and_shown():
    found = Findings((Finding(WIDE, 0.83, "measure", "x"), Finding(PTOSIS, 0.55, "measure", "y")))
    eyes = section(write_report(found, basis=SIMULATED), "eyes")
    assert eyes.text == (
        "Wide-set eyes (hypertelorism) likely, 0.83; drooping upper eyelid (ptosis) possible, 0.55."
    )
    assert eyes.terms == (WIDE, PTOSIS)
    assert eyes.state == "notable"


def test_nothing_notable_and_not_looked_at_are_told_apart():
    found = Findings(
        (Finding(BROAD_TIP, 0.03, "measure", "x"), Finding(WIDE, 0.4, "measure", "x")),
        unseen=(PTOSIS, SYNOPHRYS, "HP:0000369"),
    )
    report = write_report(found, basis=SIMULATED)
    assert section(report, "nose").text == "Nothing notable was seen."
    assert section(report, "eyes").text == (
        "Nothing notable was seen. 1 sign stays undecided. 2 signs here could not be seen."
    )
    for name in ("ears", "mouth", "jaw"):  # said to be unseen, or never mentioned
        assert section(report, name).text == "Could not be seen."
        assert section(report, name).state == "unseen"
    assert "which does not mean absent" in report.text
    assert said(SYNOPHRYS) in report.text


def test_a_report_of_nothing_says_so_and_still_what_it_is():
    report = write_report(Findings(), basis=Basis("real"))
    assert {one.state for one in report.sections} == {"unseen"}
    assert NOT_A_DEVICE in report.text
    assert "a real image; nothing fitted" in report.text


def test_it_is_plain_values_for_json_and_always_the_same():
    found = Findings((Finding(WIDE, 0.83, "measure", "x"),), unseen=(PTOSIS,))
    near = closest([WIDE], n=2, among=["ORPHA:199", "ORPHA:648"])
    report = write_report(found, basis=SIMULATED, closest=near)
    told = json.loads(json.dumps(report.as_dict()))
    assert told["notice"] == NOT_A_DEVICE
    assert told["basis"]["image"] == told["basis"]["reference"] == "simulated"
    assert told["findings"]["unseen"] == [PTOSIS]
    assert [one["disease_id"] for one in told["closest"]] == [one.disease_id for one in near]
    assert write_report(found, basis=SIMULATED, closest=near).text == report.text
    assert "Noonan syndrome" in report.text
    assert "no diagnosis" in report.text


def test_what_disagrees_is_shown_beside():
    found = Findings((Finding(WIDE, 0.8, "measure", "+2.9 SD"), Finding(WIDE, 0.1, "reader", "no")))
    line = next(
        one for one in write_report(found, basis=SIMULATED).text.splitlines() if WIDE in one
    )
    assert "measured 0.80: +2.9 SD" in line
    assert "said by the reader 0.10: no" in line


def test_a_reader_s_words_stay_plain_text():
    wrote = "it wrote '![x](http://example.org/spy.png) <img src=x> [a](b)\n# Heading'"
    text = write_report(
        Findings((Finding(WIDE, 0.6, "reader", wrote),)), basis=Basis("simulated")
    ).text
    line = next(line for line in text.splitlines() if WIDE in line)
    assert "spy.png" in line
    assert "Heading" in line
    assert "http://" not in line
    assert re.search(r"(?<!\\)[\[\]<>!#`*_]", line) is None


def test_origins_are_those_of_cohorts():
    for origin in ORIGINS:
        assert origin in Basis(origin, origin).said
    with pytest.raises(ValueError, match="'painted'"):
        Basis("painted")  # type: ignore[arg-type]


@pytest.mark.parametrize("source", ["measure", "picture"])
@pytest.mark.parametrize("reference", ["simulated", "synthetic"])
def test_simulated_people_say_nothing_about_a_photograph(source, reference):
    found = Findings((Finding(WIDE, 0.8, source, "x"),))
    with pytest.raises(UserError, match="says nothing about a real image"):
        write_report(found, basis=Basis("real", reference))
    assert write_report(found, basis=Basis("real", "real")).terms


def test_what_was_judged_by_a_reference_must_name_it():
    with pytest.raises(ValueError, match="say its origin"):
        write_report(Findings((Finding(WIDE, 0.8, "measure", "x"),)), basis=Basis("simulated"))
    read = Findings((Finding(WIDE, 0.6, "reader", "x"),))
    assert write_report(read, basis=Basis("real")).terms
