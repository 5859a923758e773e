"""What leaves: images with every column, origins above all, and no names of files."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.export import export
from raredx.cohorts.importers.layout import Choices
from raredx.cohorts.importers.plan import plan
from raredx.cohorts.importing import about_import, import_cohort
from raredx.errors import UserError
from tests.cohorts.making_cohorts import ids_of, make, origins_of


@pytest.fixture
def both(tmp_path) -> Cohort:
    simulated = make(tmp_path / "two", range(6, 10), origin="simulated", label_id="ORPHA:199")
    return make(tmp_path / "one").merge(simulated)


def imported(path, tmp_path, origin="synthetic") -> Cohort:
    read = plan(path, choices=Choices(keep=("*",)))
    about = about_import(read, title="again")
    scratch = tmp_path / "scratch"
    return import_cohort(read, tmp_path / "in", about=about, origin=origin, scratch=scratch).cohort


def everything_in(folder: Path) -> str:
    """The names of all files, and what all tables and texts say."""
    said = []
    for path in folder.rglob("*.*"):
        said.append(path.name)
        if path.suffix == ".parquet":
            said.append(str(pq.read_table(path).to_pylist()))
        elif path.suffix in (".csv", ".json"):
            said.append(path.read_text())
    return "\n".join(said)


def test_an_imagefolder_has_a_row_of_all_columns_for_each_image(tmp_path, both):
    folder = export(both, tmp_path / "out")
    rows = list(csv.DictReader((folder / "metadata.csv").open(newline="")))
    assert [row["image_id"] for row in rows] == ids_of(both)
    assert {row["image_id"]: row["origin"] for row in rows} == origins_of(both)
    assert all((folder / row["file_name"]).is_file() for row in rows)
    assert {row["file_name"].split("/")[0] for row in rows} == {"cdls", "noonan", "unlabelled"}
    assert rows[2]["phenotypes"] == "HP:0000316; HP:0000431"
    assert json.loads((folder / "card.json").read_text())["origin"] == ["real", "simulated"]


@pytest.mark.parametrize("target", ["out", "out.zip"])
def test_what_was_exported_comes_in_again_the_same(tmp_path, both, target):
    again = imported(export(both, tmp_path / target), tmp_path)
    same = ["image_id", "subject_id", "label", "label_id", "origin", "age", "phenotypes", "licence"]
    expected, found = (one.rows(*same).sort_by("image_id") for one in (both, again))
    assert found.to_pylist() == expected.to_pylist()
    assert again.data_hash == both.data_hash


@pytest.mark.parametrize("target", ["out", "out.zip"])
def test_a_cohort_as_shipped(tmp_path, both, target):
    out = export(both, tmp_path / target, form="cohort")
    if out.suffix:
        zipfile.ZipFile(out).extractall(tmp_path)
        out = tmp_path / "out"
    assert origins_of(Cohort.open(out)) == origins_of(both)
    assert Cohort.open(out).side("truth") == both.side("truth")


def test_names_of_files_do_not_leave(tmp_path, both):
    source = export(both, tmp_path / "out")
    first = next(source.glob("cdls/*.png"))
    first.rename(first.with_name("Jane_Example.png"))
    (source / "metadata.csv").unlink()
    cohort = imported(source, tmp_path)
    assert "Jane_Example" in everything_in(cohort.folder)
    for form in ("imagefolder", "cohort"):
        out = export(cohort, tmp_path / form, form=form)
        assert "cdls" in everything_in(out).casefold()
        assert "Jane" not in everything_in(out)


def test_what_is_there_is_not_written_over(tmp_path, both):
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="is there already"):
        export(both, tmp_path / "out")
    assert export(both, tmp_path / "out", replace=True).joinpath("metadata.csv").is_file()


def test_nothing_is_no_export(tmp_path, both):
    with pytest.raises(UserError, match="no images to export"):
        export(both.select(label="unknown"), tmp_path / "out")


def test_an_archive_leaves_nothing_beside_it(tmp_path, both):
    export(both, tmp_path / "sub" / "out.zip")
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["out.zip"]
