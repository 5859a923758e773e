"""What HPO and Orphanet say, against lines of their files that were read by hand."""

from __future__ import annotations

import pytest

from raredx.assets import read_card
from raredx.errors import NotFoundError, UserError
from raredx.ontology import facts, store, tables
from raredx.ontology.scope import roots


def test_a_term_has_all_that_hpo_says():
    term = facts.term("HP:0000316")
    assert term.name == "Hypertelorism"
    assert term.definition.startswith("Interpupillary distance more than 2 SD above the mean")
    assert term.parents == ("HP:0100886",)
    assert term.children == ()
    assert facts.Synonym("Wide-set eyes", "exact", "layperson") in term.synonyms
    assert facts.Synonym("Ocular hypertelorism", "exact", "") in term.synonyms
    assert facts.term("HP:0100886").children[0] == "HP:0000316"


@pytest.mark.parametrize(
    ("id", "leads_to"),
    [
        ("HP:0000578", "HP:0000316"),  # alternative
        ("HP:0000284", "HP:0000315"),  # obsolete, replaced
        ("hp_0000316", "HP:0000316"),
        ("316", "HP:0000316"),
    ],
)
def test_other_ids_lead_to_the_current_term(id, leads_to):
    assert facts.term(id).id == leads_to


def test_every_other_id_leads_to_a_term():
    assert {facts.term(id).id for id in store.leading()} <= set(store.term_rows())
    assert set(store.leading()) & set(store.term_rows()) == set()


def test_every_obsolete_term_without_successor_says_what_to_consider():
    assert store.advised()
    for id in store.advised():
        with pytest.raises(NotFoundError, match="HPO advises HP:"):
            facts.term(id)


def test_ancestors_lead_up_to_the_root_and_are_all_there():
    for id in store.term_rows():
        above = facts.ancestors(id)
        assert id not in above
        assert above <= set(store.term_rows())
        assert "HP:0000001" in above or id == "HP:0000001"
    assert "HP:0000478" in facts.ancestors("HP:0000316")


def test_a_term_is_visible_where_a_root_is_above_it():
    names = {root.id for root in roots()}
    for id, row in store.term_rows().items():
        assert row.visible == bool(names & (facts.ancestors(id) | {id}))
    assert facts.term("HP:0000486").visible  # strabismus
    assert not facts.term("HP:0001250").visible  # seizure, above facial seizures


def test_a_disease_has_its_signs_with_frequency_and_source():
    williams = facts.disease("ORPHA:904")
    assert (williams.name, williams.category) == (
        "Williams syndrome",
        "Rare developmental defect during embryogenesis",
    )
    signs = {sign.term_id: sign for sign in williams.terms}
    wide_mouth = signs["HP:0000154"]
    assert (wide_mouth.frequency_class, wide_mouth.frequency) == ("very frequent", 0.895)
    assert wide_mouth.source == "ORPHA:904"
    shares = [sign.frequency for sign in williams.terms if sign.frequency is not None]
    assert shares == sorted(shares, reverse=True)


def test_counts_of_several_publications_are_added_up():
    signs = {sign.term_id: sign for sign in facts.disease("OMIM:122470").terms}
    synophrys = signs["HP:0000664"]
    assert (synophrys.seen, synophrys.of) == (46, 49)
    assert synophrys.frequency == pytest.approx(46 / 49)
    assert len(synophrys.source.split(";")) == 9


def test_what_a_source_denies_is_kept_apart():
    statements = tables.statements()
    denied = {(row[0], row[1]) for row in statements if row[2]}
    nobody = {(row[0], row[1]) for row in statements if row[3].startswith("0/")}
    assert len(denied) > 50
    assert len(nobody) > 200
    for disease, term in sorted(denied):
        found = facts.disease(disease)
        assert term in {sign.term_id for sign in found.absent}
        assert term not in {sign.term_id for sign in found.terms}


def test_every_statement_can_be_read():
    seen = 0
    for id in {row[0] for row in tables.statements()}:
        disease = facts.disease(id)
        for sign in (*disease.terms, *disease.absent):
            seen += 1
            assert sign.source
            assert sign.frequency is None or 0 <= sign.frequency <= 1
            assert (sign.frequency is None) == (sign.frequency_class == "")
            assert facts.term(sign.term_id).visible
    assert seen > 50_000


def test_the_diseases_with_a_term_have_it_or_one_below_it():
    with_ptosis = facts.diseases_with("HP:0000508")
    assert len({sign.disease_id for sign in with_ptosis}) == len(with_ptosis)
    below = facts.descendants("HP:0000508") | {"HP:0000508"}
    assert {sign.term_id for sign in with_ptosis} <= below
    assert {"HP:0000508", "HP:0007970"} <= {sign.term_id for sign in with_ptosis}
    row = store.term_rows()["HP:0000508"]
    assert len(with_ptosis) == sum(row.diseases.values())


def test_orphanet_s_diseases_without_facial_signs_are_known_too():
    disease = facts.disease("ORPHA:58")
    assert disease.name == "Alexander disease"
    assert disease.category == "Rare neurologic disease"
    assert facts.disease("orphanet 58") == disease
    without = [id for id, row in store.disease_rows().items() if row[3] == "0"]
    assert facts.disease(without[0]).terms == ()


@pytest.mark.parametrize(
    ("ask", "id", "says"),
    [
        (facts.term, "HP:0000361", "Did you mean HP:0000161"),
        (facts.term, "Hypertelorisme", "Did you mean HP:0000316 Hypertelorism"),
        (facts.term, "", "Search by name"),
        (facts.term, "\x00", "Search by name"),
        (facts.term, "x" * 10_000, "Search by name"),
        (facts.disease, "ORPHA:9044", "Did you mean ORPHA:904 Williams syndrome"),
        (facts.disease, "ORPHA:99999999", "Search by name"),
        (facts.disease, "Noonan", "Did you mean ORPHA:648 Noonan syndrome"),
    ],
)
def test_an_unknown_id_is_told_with_what_may_be_meant(ask, id, says):
    with pytest.raises(NotFoundError) as raised:
        ask(id)
    assert says in str(raised.value)
    assert len(str(raised.value)) < 400
    assert str(raised.value).isprintable()


def test_the_version_is_that_of_the_release():
    assert facts.version == "2025-01-16"
    assert facts.version in read_card(tables.FOLDER).title
    with pytest.raises(AttributeError, match="colour"):
        facts.colour  # noqa: B018


def test_a_missing_or_broken_table_is_one_line(tmp_path):
    with pytest.raises(UserError, match=r"terms.csv cannot be read.*raredx ontology rebuild"):
        tables.rows("terms", folder=tmp_path)
    (tmp_path / "terms.csv").write_text("id,name\nHP:1,x\n")
    with pytest.raises(UserError, match="has not the columns id, name, definition"):
        tables.rows("terms", folder=tmp_path)
    (tmp_path / "annotations.parquet").write_bytes(b"PAR1 no parquet")
    with pytest.raises(UserError, match=r"annotations.parquet cannot be read"):
        tables.statements(folder=tmp_path)
    with pytest.raises(UserError, match=r"release.json cannot be read"):
        tables.release(folder=tmp_path)
