"""The card: counted anew whenever it is written, and honest about what a cohort is not."""

from __future__ import annotations

import json

from raredx.cohorts.card import About, CohortCard, read_cohort_card
from raredx.files import sha256_of
from tests.cohorts.making_cohorts import make


def test_the_card_in_the_folder_is_that_of_the_rows(tmp_path):
    cohort = make(tmp_path / "new")
    written = read_cohort_card(tmp_path / "new")
    counted = cohort.card()
    same = set(CohortCard.model_fields) - {"created", "files"}
    assert written.model_dump(include=same) == counted.model_dump(include=same)
    assert written.data_hash == cohort.data_hash


def test_it_answers_for_every_table_and_archive(tmp_path):
    make(tmp_path / "new", packed=True)
    files = read_cohort_card(tmp_path / "new").files
    assert set(files) == {"manifest.parquet", "truth.parquet", "images.zip"}
    assert all(sha256_of(tmp_path / "new" / name) == sha256 for name, sha256 in files.items())


def test_what_it_is_not_follows_the_origins_unless_it_is_said(tmp_path):
    both = make(tmp_path / "a").merge(make(tmp_path / "b", range(6, 8), origin="synthetic"))
    assert both.card().is_not.startswith("Sampled from a generator")
    real = both.select(origin="real").write(tmp_path / "c")
    assert real.card().is_not == "No sample of any population, and no basis for a diagnosis."
    said = real.derive(about=About(title="x", is_not="A census.")).write(tmp_path / "d")
    assert said.select(label="CdLS").card().is_not == "A census."


def test_two_cohorts_in_one_are_both_named():
    one = About(title="A", licence="CC0", source="here")
    two = About(title="B", licence="CC0", source="there", summary="Two.")
    both = one.and_also(two)
    assert (both.title, both.licence, both.source) == ("A; B", "CC0", "here; there")
    assert both.summary == "Two."


def test_a_card_is_readable_by_anyone(tmp_path):
    make(tmp_path / "new")
    card = json.loads((tmp_path / "new" / "card.json").read_text())
    assert card["counts"]["images"] == sum(card["classes"].values()) + 2
    assert card["origin"] == ["real"]
    assert card["created"].endswith("Z")
