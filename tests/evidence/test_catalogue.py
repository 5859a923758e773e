"""The catalogue: rebuilt byte for byte, in agreement with what is known of the review."""

from __future__ import annotations

import filecmp
import re

import pytest

from raredx.assets import read_card
from raredx.errors import UserError
from raredx.evidence import catalogue
from raredx.evidence.catalogue import FOLDER, build, read, rebuild, stats
from raredx.evidence.workbook import read_workbook
from raredx.settings import ROOT
from tests.evidence import making

REVIEW = ROOT.parent / "shared" / "data" / "review"
WORKBOOKS = [REVIEW / "Table-CV Models.xlsx", REVIEW / "Table-Dataset.xlsx"]
with_workbooks = pytest.mark.skipif(
    not WORKBOOKS[0].exists(), reason="the authors' workbooks are not at hand"
)


@pytest.fixture(scope="module")
def tables():
    return read()


def of(tables, name, study):
    return {row["tag"] for row in tables[name] if row["study_id"] == study}


def test_the_numbers_are_those_of_the_review(tables):
    numbers = stats(tables)
    assert numbers["studies"] == 772
    assert numbers["distinct"] == 769
    assert numbers["datasets"] == 62
    assert numbers["featured_datasets"] == 28
    assert numbers["linked"] >= 739
    assert numbers["linked_about"] == 727
    assert numbers["codes"] >= 237
    assert numbers["modality_linked"] >= 771
    assert numbers["architecture_linked"] >= 723
    assert list(numbers["by_year"].values()) == [6, 3, 9, 19, 26, 64, 106, 120, 122, 153, 101]
    assert list(numbers["by_class"].values()) == [174, 154, 103, 93, 72, 39, 36, 32, 27, 24, 18]


def test_the_three_repeated_studies_are_grouped_not_dropped(tables):
    repeated = {s["study_id"]: s["same_as"] for s in tables["studies"] if s["same_as"]}
    assert repeated == {"S744": "S112", "S747": "S150", "S766": "S741"}


def test_every_value_has_its_cell(tables):
    for name, table in tables.items():
        if "cell" in catalogue.COLUMNS[name]:
            assert all(re.fullmatch(r"[A-Z]{1,2}\d+", row["cell"]) for row in table), name


def test_every_link_leads_to_a_study_or_data_set_that_is_there(tables):
    studies = {row["study_id"] for row in tables["studies"]}
    datasets = {row["dataset_id"] for row in tables["datasets"]}
    for name, table in tables.items():
        assert all(row.get("study_id", "S002") in studies for row in table), name
        assert all(row.get("dataset_id", "D02") in datasets for row in table), name


def test_nothing_but_facts_is_shipped(tables):
    """No cell is as long as a sentence, but for titles, which are citations."""
    for name, table in tables.items():
        for row in table:
            for column, value in row.items():
                if column not in ("title", "journal", "name", "links", "problems", "rule"):
                    assert len(value) <= 120, (name, column, value)


def test_no_address_of_a_person_is_shipped(tables):
    for table in tables.values():
        assert not any("@" in value for row in table for value in row.values())


@with_workbooks
def test_the_shipped_catalogue_is_rebuilt_byte_for_byte(tmp_path):
    rebuild(WORKBOOKS, out=tmp_path / "evidence")
    names = [path.name for path in FOLDER.iterdir()]
    same, other, missing = filecmp.cmpfiles(FOLDER, tmp_path / "evidence", names, shallow=False)
    assert (sorted(same), other, missing) == (sorted(names), [], [])


@with_workbooks
def test_no_sentence_of_the_workbook_is_shipped(tables):
    sentences = {
        row.text(column)
        for row in read_workbook(WORKBOOKS[0]).rows
        for column in ("abstract", "summary", "limits", "advances", "performance", "validation")
        if len(row.text(column)) > 40
    }
    shipped = "\n".join(path.read_text() for path in FOLDER.glob("*.csv"))
    assert not [sentence for sentence in sentences if sentence in shipped]


@pytest.fixture
def small(tmp_path):
    rows = (
        {},
        {"title": "Another one", "pmid": "111"},
        {"pmid": "", "diseases": "7 Rare Diseases"},
    )
    studies = read_workbook(making.studies(tmp_path, *rows))
    return build(studies, read_workbook(making.datasets(tmp_path)))


def test_a_study_is_read_as_a_person_would(small):
    first = small["studies"][0]
    assert (first["year"], first["availability"], first["featured"]) == ("2024", "Mixed", "yes")
    assert first["pretraining_stated"] == "no"
    assert of(small, "study_tasks", "S002") == {"Diagnosis", "Prognosis"}
    assert of(small, "study_modalities", "S002") == {"Face and head"}
    assert of(small, "study_architectures", "S002") == {
        "ResNet",
        "U-Net",
        "Classical machine learning",
    }
    assert of(small, "study_validation", "S002") == {"Cross-validation"}
    assert of(small, "study_limits", "S002") == {"Small sample", "Single centre"}
    (link,) = [row for row in small["study_diseases"] if row["study_id"] == "S002"]
    assert (link["name"], link["orpha_code"]) == ("Kabuki syndrome", "2322")
    assert (link["step"], link["cell"]) == ("defined here", "J2")


def test_repeats_and_gaps_are_told(small):
    assert [row["same_as"] for row in small["studies"]] == ["", "S002", ""]
    assert "no PMID (A4)" in small["studies"][2]["problems"]
    steps = {row["study_id"]: row["step"] for row in small["study_diseases"]}
    assert steps["S004"] in ("group", "title")


def test_a_data_set_is_read_and_linked(small):
    (dataset,) = small["datasets"]
    assert (dataset["volume"], dataset["volume_unit"]) == ("1200", "images")
    assert dataset["links"] == "https://example.org/set"
    assert dataset["access"] == "open link"
    assert {row["relation"] for row in small["dataset_links"]} == {"used by"}
    assert small["dataset_diseases"][0]["orpha_code"] == "2322"


def test_a_failing_rebuild_leaves_the_catalogue_as_it_was(tmp_path):
    out = tmp_path / "evidence"
    rebuild([making.studies(tmp_path), making.datasets(tmp_path)], out=out)
    before = (out / "studies.csv").read_bytes()
    broken = making.studies(tmp_path, headings={"performance": "Results"})
    with pytest.raises(UserError, match="'Performance' is missing"):
        rebuild([broken, making.datasets(tmp_path)], out=out)
    assert (out / "studies.csv").read_bytes() == before
    assert set(read_card(out).files) == {path.name for path in out.glob("*.csv")}


def test_both_workbooks_are_needed(tmp_path):
    with pytest.raises(UserError, match="needs the workbook of studies and that of data sets"):
        rebuild([making.studies(tmp_path)], out=tmp_path / "evidence")


def test_a_catalogue_that_misses_a_table_is_told(tmp_path):
    out = tmp_path / "evidence"
    rebuild([making.studies(tmp_path), making.datasets(tmp_path)], out=out)
    (out / "datasets.csv").write_text("a,b\n")
    with pytest.raises(UserError, match=r"datasets\.csv has other columns"):
        read(out)
    (out / "datasets.csv").unlink()
    with pytest.raises(UserError, match=r"misses datasets\.csv"):
        read(out)
