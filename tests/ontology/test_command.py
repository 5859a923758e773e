"""`raredx ontology` as its users meet it."""

from __future__ import annotations

import json

import pytest

from raredx.cli import raredx_command
from raredx.cli.ontology import ontology
from raredx.ontology import body, facts
from tests.cli.test_commands import run


@pytest.fixture(autouse=True)
def wired(monkeypatch):
    monkeypatch.setitem(raredx_command.commands, "ontology", ontology)


def test_find_lists_terms_and_diseases_with_the_reason(capsys):
    code, out, _ = run(capsys, "ontology", "find", "wide set eyes")
    assert code == 0
    assert "HP:0000316  Hypertelorism" in out
    assert "synonym 'Wide-set eyes'" in out
    assert "Diseases: none" in out


def test_find_answers_programs(capsys):
    found = json.loads(run(capsys, "ontology", "find", "199", "--most", "1", "--json")[1])
    assert found["release"] == facts.version
    assert [match["id"] for match in found["diseases"]] == ["ORPHA:199"]
    assert found["diseases"][0]["why"] == "id 'ORPHA:199'"


def test_show_a_term(capsys):
    out = run(capsys, "ontology", "show", "hp:0000578")[1]
    assert out.startswith("HP:0000316 Hypertelorism\nInterpupillary distance")
    assert "Wide-set eyes (layperson)" in out
    assert "HP:0100886 Abnormality of globe location" in out
    assert f"{len(facts.diseases_with('HP:0000316')):,}, the term" in out
    assert facts.version in out


def test_show_a_disease_with_what_it_has_and_has_not(capsys):
    out = run(capsys, "ontology", "show", "OMIM:122470")[1]
    assert out.startswith("OMIM:122470 Cornelia de Lange syndrome 1\n")
    assert "46/49" in out
    orphanet = json.loads(run(capsys, "ontology", "show", "ORPHA:199", "--json")[1])
    assert "CdLS" in orphanet["other_names"]
    assert orphanet["terms"][0]["frequency_class"] == "very frequent"


def test_signs_of_other_organs_are_found_and_shown(capsys):
    assert (
        "HP:0001627  Abnormal heart morphology"
        in run(capsys, "ontology", "find", "heart defect")[1]
    )
    out = run(capsys, "ontology", "show", "HP:0004322")[1]
    assert out.startswith("HP:0004322 Short stature\n")
    assert f"{len(body.diseases_with('HP:0004322')):,}, the term or one below it" in out
    disease = json.loads(run(capsys, "ontology", "show", "ORPHA:199", "--json")[1])
    assert "HP:0004322" in {sign["term_id"] for sign in disease["terms"]}
    obsolete = run(capsys, "ontology", "show", "HP:0000284")[1]
    assert obsolete.startswith("HP:0000315 ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["find", " "], "The search is empty"),
        (["find", "x" * 300], "The search has 300 characters"),
        (["find", "a\x07b"], "control characters"),
        (["show", "HP:0410001"], "is no sign of any disease in HPO 2025-01-16"),
        (["show", "HP:9999999"], "in HPO 2025-01-16, the release that is here. Search by name"),
        (["show", "HP:0410001"], "Did you mean HP:"),
        (["show", "ORPHA:9044"], "Did you mean ORPHA:904"),
        (["show", "HP:0000316\n"], ""),
        (["show", "no such thing at all"], "'no such thing at all' is no sign"),
        (["find"], "Missing argument"),
    ],
)
def test_what_cannot_be_answered_is_one_line(capsys, arguments, says):
    code, out, err = run(capsys, "ontology", *arguments)
    if says:
        assert (code, out) == (2, "")
        assert says in err
        assert err.count("\n") == 1
    else:
        assert code == 0
