"""`raredx evidence`: the same answers as the pages, for the shell."""

from __future__ import annotations

import csv
import json

import pytest

from raredx.evidence.filters import Filter
from raredx.evidence.store import shipped
from tests.cli.test_commands import run

KEYS = {
    *("studies", "distinct", "datasets", "featured_datasets", "linked", "linked_share", "codes"),
    *("metric_rows", "metric_pairs", "modality_linked", "architecture_linked"),
    *("by_class", "by_year", "by_modality"),
}


def test_the_catalogue_in_numbers(capsys):
    code, out, _ = run(capsys, "evidence", "stats", "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) >= KEYS
    assert (found["studies"], found["distinct"]) == (772, 769)
    assert "Rare Neurologic Disease" in run(capsys, "evidence", "stats")[1]


def test_a_query_answers_as_the_page_does(capsys):
    asked = ["--modality", "OCT", "--modality", "CT", "--text", "retin", "--limit", "Small sample"]
    code, out, _ = run(capsys, "evidence", "query", *asked, "--show", "3", "--json")
    found = json.loads(out)
    expected = shipped().ask(
        Filter("retin", {"modality": ("OCT", "CT"), "limit": ("Small sample",)}), limit=3
    )
    assert code == 0
    assert (found["rows"], found["studies"]) == (expected.rows, expected.distinct)
    assert found["facets"] == expected.facets
    assert [row["study_id"] for row in found["page"]] == [r["study_id"] for r in expected.page]


def test_the_address_of_a_page_is_a_query(capsys):
    address = "http://127.0.0.1:8501/studies?modality=OCT&year=2020..2023"
    out = run(capsys, "evidence", "query", "--address", address)[1]
    assert "29 rows, 29 studies: Modality is OCT; Year is 2020 to 2023" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["query", "--modality", "Crystal ball"], "Modality has no 'Crystal ball'"),
        (["gaps", "--rows", "year", "--columns", "year"], "two different facets"),
        (["gaps", "--rows", "colour"], "colour"),
        (["export", "studies.doc"], "End it in .csv"),
    ],
)
def test_what_cannot_be_asked_is_one_line(capsys, arguments, says):
    code, out, err = run(capsys, "evidence", *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_gaps_come_with_what_was_expected(capsys):
    asked = ["--rows", "class", "--columns", "modality", "--most", "2", "--json"]
    found = json.loads(run(capsys, "evidence", "gaps", *asked)[1])
    assert (found[0]["down"], found[0]["across"]) == ("Rare Ophthalmic Disease", "MRI")
    assert found[0]["studies"] == 2
    assert found[0]["expected"] > 30
    assert "expected" in run(capsys, "evidence", "gaps")[1]


def test_an_export_is_written_whole_with_what_was_asked(capsys, tmp_path):
    out = tmp_path / "found.csv"
    code, said, _ = run(capsys, "evidence", "export", str(out), "--modality", "OCT")
    assert code == 0
    assert "47 studies" in said
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 47
    assert {row["filter"] for row in rows} == {"Modality is OCT"}
    assert {row["catalogue"] for row in rows} == {shipped().version}


def test_an_export_into_nowhere_is_one_line(capsys, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = run(capsys, "evidence", "export", str(tmp_path / "file" / "x.csv"))
    assert code == 2
    assert len(err.strip().splitlines()) == 1
