"""All facts of a study, each with its cell; unsure links are marked."""

from __future__ import annotations

import re

from raredx.evidence.details import Fact, datasets_of, facts_of
from raredx.evidence.store import shipped

TABLES = shipped().tables


def test_every_fact_of_every_study_has_a_cell_of_its_row_and_how_it_was_found():
    for study in TABLES["studies"][::16]:
        facts = facts_of(study["study_id"], TABLES)
        assert len({fact.topic for fact in facts}) >= 5
        for fact in facts:
            assert re.fullmatch(rf"[A-Z]{{1,2}}{study['row']}", fact.cell), fact
            assert fact.how
            assert fact.value


def test_a_link_that_is_not_sure_says_so():
    (disease,) = [fact for fact in facts_of("S112", TABLES) if fact.topic == "Disease"]
    assert disease.value == "BrS → Brugada syndrome (ORPHA:130)"
    assert disease.link.endswith("/130")
    assert not disease.sure
    steps = {link["step"] for link in TABLES["study_diseases"] if link["confidence"] != "high"}
    assert {"defined elsewhere", "summary", "title", "not about"} <= steps


def test_a_token_without_a_disease_is_told():
    study = next(
        link["study_id"] for link in TABLES["study_diseases"] if link["step"] == "unlinked"
    )
    values = [fact.value for fact in facts_of(study, TABLES) if fact.topic == "Disease"]
    assert any("no disease of Orphanet's" in value for value in values)


def test_performance_is_told_with_its_part_of_the_data():
    values = [fact.value for fact in facts_of("S112", TABLES) if fact.topic == "Performance"]
    assert "AUC 0.96 · training · training set" in values
    assert "sensitivity 0.627 · human · cardiology experts" in values


def _said_of(token: str) -> Fact:
    links = [link for link in TABLES["study_diseases"] if link["step"] == "unlinked"]
    misspelt = [{**links[0], "token": token}]
    study = links[0]["study_id"]
    facts = facts_of(study, {**TABLES, "study_diseases": misspelt})
    return next(fact for fact in facts if fact.topic == "Disease")


def test_a_misspelt_name_is_suggested_and_links_nothing():
    fact = _said_of("Mucopolysacharidosis type 1")
    assert fact.value.endswith("; spelt much alike: Mucopolysaccharidosis type 1")
    assert not fact.link


def test_a_name_like_no_other_gets_no_suggestion():
    assert _said_of("Common Diseases").value == "Common Diseases: no disease of Orphanet's"


def test_a_study_leads_to_its_data_sets():
    assert datasets_of("S118", TABLES) == {"D06": "brought"}
    assert datasets_of("S002", TABLES) == {}
