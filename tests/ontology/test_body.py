"""Signs of all organs, against lines of HPO's files read by hand, and beside those of the head."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from raredx.errors import NotFoundError, UserError
from raredx.ontology import body, facts, store, tables
from raredx.ontology.annotations import all_annotations_of, annotations_of
from raredx.settings import ROOT

SHORT_STATURE, SEIZURE, HEART, SYNOPHRYS = "HP:0004322", "HP:0001250", "HP:0001627", "HP:0000664"


def test_a_sign_of_another_organ_has_a_name_synonyms_and_a_place_but_no_definition():
    term = body.term(SHORT_STATURE)
    assert (term.name, term.definition, term.visible) == ("Short stature", "", False)
    assert facts.Synonym("Small stature", "exact", "layperson") in term.synonyms
    assert "HP:0001510" in term.parents  # growth delay
    assert "HP:0001647" in body.descendants(HEART)  # bicuspid aortic valve
    assert "HP:0000118" in body.ancestors(HEART)


def test_the_head_does_not_know_it():
    for ask in (facts.term, facts.ancestors, facts.descendants, facts.diseases_with):
        with pytest.raises(NotFoundError, match="No term of the face has the id 'HP:0004322'"):
            ask(SHORT_STATURE)
    assert facts.find_terms("short stature", 1) == []


def test_the_body_has_all_that_the_head_has():
    for id, row in store.HEAD.rows.items():
        assert store.BODY.rows[id] == row
        assert facts.ancestors(id) == body.ancestors(id)
        assert facts.descendants(id) <= body.descendants(id)
    assert set(facts.term(SEIZURE).children) < set(body.term(SEIZURE).children)


def test_what_is_visible_and_below_it_is_the_same_in_both():
    for id, row in store.BODY.rows.items():
        if row.visible:
            assert facts.descendants(id) == body.descendants(id)


def test_every_term_leads_up_to_the_root_and_none_stands_twice():
    own = {row[0] for row in tables.rows("terms")}
    beyond = {row[0] for row in tables.rows_beyond("terms")}
    assert own.isdisjoint(beyond)
    assert len(beyond) > 10_000
    for id in beyond:
        assert "HP:0000001" in body.ancestors(id)


def test_every_annotated_sign_is_there_and_every_statement_is_in_one_place():
    beyond = tables.statement_table(tables.STATEMENTS_BEYOND)
    assert len(beyond) > 200_000
    terms = set(beyond["term"].to_pylist())
    assert terms <= set(store.BODY.rows)
    assert not any(store.BODY.rows[id].visible for id in terms)
    assert all("HP:0000118" in body.ancestors(id) for id in terms - {"HP:0000118"})
    assert len(beyond) + len(tables.statements()) == 254_327  # lines of aspect P in the release


def test_the_lines_of_a_disease_lie_together():
    for name in (tables.HEAD_STATEMENTS, tables.STATEMENTS_BEYOND):
        diseases = tables.statement_table(name)["disease"].to_pylist()
        runs = sum(one != other for one, other in pairwise(diseases)) + 1
        assert runs == len(set(diseases))


def test_a_disease_has_its_signs_of_all_organs_with_frequency_and_source():
    cornelia = {sign.term_id: sign for sign in body.disease("OMIM:122470").terms}
    assert (cornelia[SHORT_STATURE].seen, cornelia[SHORT_STATURE].of) == (33, 38)
    assert (cornelia[SYNOPHRYS].seen, cornelia[SYNOPHRYS].of) == (46, 49)
    shares = [sign.frequency for sign in cornelia.values() if sign.frequency is not None]
    assert shares == sorted(shares, reverse=True)
    assert body.disease("ORPHA:199").name == facts.disease("ORPHA:199").name


@pytest.mark.parametrize("disease", ["ORPHA:199", "ORPHA:904", "OMIM:122470", "ORPHA:58"])
def test_of_the_head_both_say_the_same(disease):
    for every, of_head in zip(all_annotations_of(disease), annotations_of(disease), strict=True):
        assert tuple(sign for sign in every if body.term(sign.term_id).visible) == of_head


def test_a_disease_without_signs_has_none():
    signs = set(tables.statement_table(tables.STATEMENTS_BEYOND)["disease"].to_pylist())
    bare = next(id for id, row in store.disease_rows().items() if row[3] == "0" and id not in signs)
    assert (body.disease(bare).terms, body.disease(bare).absent) == ((), ())


@pytest.mark.parametrize("id", [SHORT_STATURE, "HP:0000085", "HP:0000508"])
def test_the_diseases_with_a_term_are_as_many_as_were_counted(id):
    found = body.diseases_with(id)
    assert len({sign.disease_id for sign in found}) == len(found)
    assert len(found) == sum(store.BODY.rows[id].diseases.values())
    assert {sign.term_id for sign in found} <= body.descendants(id) | {id}


def test_the_head_s_diseases_with_a_term_are_the_same():
    assert body.diseases_with("HP:0000508") == facts.diseases_with("HP:0000508")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("heart defect", HEART),
        ("seizures", SEIZURE),
        ("epilepsy", SEIZURE),
        ("short stature", SHORT_STATURE),
        ("low muscle tone", "HP:0001252"),
        ("hypotonia", "HP:0001252"),
        ("intellectual disability", "HP:0001249"),
        ("polydactly", "HP:0010442"),
        ("kidney stones", "HP:0000787"),
        ("wide set eyes", "HP:0000316"),
        ("HP:0000057", "HP:0008665"),  # obsolete, replaced
        ("HP:0000018", "HP:0002839"),  # alternative
    ],
)
def test_a_sign_is_found_by_name_synonym_slip_or_id(text, id):
    assert body.find_terms(text, 5)[0].id == id


def test_every_name_finds_its_own_term():
    for id, row in store.BODY.rows.items():
        assert id in {match.id for match in store.BODY.index.named(row.name)}


def test_every_other_id_leads_to_a_term_or_says_what_to_consider():
    assert set(store.BODY.leading.values()) <= set(store.BODY.rows)
    assert set(store.BODY.leading).isdisjoint(store.BODY.rows)
    assert set(store.HEAD.leading) <= set(store.BODY.leading)
    for id in store.BODY.advised:
        with pytest.raises(NotFoundError, match=r"is obsolete, and no one term replaces it\. HPO"):
            body.term(id)


@pytest.mark.parametrize("id", ["HP:9999999", "HP:0410001", "nothing of the sort", "", "\x00"])
def test_what_the_release_does_not_have_is_one_line_that_names_it(id):
    with pytest.raises(NotFoundError, match="no sign of any disease in HPO 2025-01-16") as raised:
        body.term(id)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 400


def test_only_risk_and_the_doors_to_it_ask_about_all_organs():
    """Whoever draws, describes or compares faces would be wrong to."""
    asking = {
        str(path.relative_to(ROOT / "raredx"))
        for path in (ROOT / "raredx").rglob("*.py")
        if re.search(r"^ *from raredx\.ontology import .*\bbody\b", path.read_text(), re.MULTILINE)
    }
    parts = ("diagnosis/risk/", "diagnosis/report/", "ui/predict_", "cli/ontology", "api/")
    assert asking
    assert [one for one in asking if not one.startswith(parts)] == []


def test_broken_tables_are_one_line(tmp_path):
    with pytest.raises(UserError, match=r"beyond_terms.parquet cannot be read.*ontology rebuild"):
        tables.rows_beyond("terms", folder=tmp_path)
    (tmp_path / "beyond_terms.parquet").write_bytes(b"PAR1 no parquet")
    with pytest.raises(UserError, match=r"beyond_terms.parquet cannot be read"):
        tables.rows_beyond("terms", folder=tmp_path)
    tables.write_beyond(tmp_path / "beyond_terms.parquet", [{"id": "HP:1"}], ("id",))
    with pytest.raises(UserError, match=r"beyond_terms.parquet cannot be read"):
        tables.rows_beyond("terms", folder=tmp_path)
