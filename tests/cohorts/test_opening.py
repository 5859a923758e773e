"""A folder that is no whole cohort: each fault in one clear line, and nothing touched."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from raredx.cohorts.cohort import Cohort
from raredx.errors import UserError
from tests.cohorts.making_cohorts import files_in, ids_of, make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "faces")
    return tmp_path / "faces"


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def _with_origin(folder: Path, origin: str | None) -> None:
    rows = pq.read_table(folder / "manifest.parquet")
    place = rows.column_names.index("origin")
    strange = rows.set_column(place, "origin", pa.array([origin] * len(rows), pa.string()))
    pq.write_table(strange, folder / "manifest.parquet")


def _without_rows(folder: Path) -> None:
    rows = pq.read_table(folder / "manifest.parquet")
    pq.write_table(rows.slice(0, 2), folder / "manifest.parquet")


def _odd_card(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps({**card, "origin": ["painted"]}))


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "moved": (shutil.rmtree, "There is no folder .*faces. It was moved or deleted"),
    "no manifest": (lambda f: (f / "manifest.parquet").unlink(), "has no manifest.parquet"),
    "no card": (lambda f: (f / "card.json").unlink(), "has no card.json"),
    "no images": (lambda f: shutil.rmtree(f / "images"), "has neither images/ nor images.zip"),
    "cut manifest": (lambda f: _cut(f / "manifest.parquet"), "manifest.parquet is damaged"),
    "no manifest at all": (lambda f: (f / "manifest.parquet").write_text("hello"), "is damaged"),
    "cut side table": (lambda f: _cut(f / "truth.parquet"), "truth.parquet is damaged"),
    "no origin": (lambda f: _with_origin(f, None), "an origin that is not known: none"),
    "odd origin": (lambda f: _with_origin(f, "painted"), "an origin that is not known: 'painted'"),
    "fewer rows": (_without_rows, "has 2 rows, but its card says 6"),
    "odd card": (_odd_card, "The card of .* cannot be read"),
    "no JSON": (lambda f: (f / "card.json").write_text("{"), "The card of .* cannot be read"),
    "both": (lambda f: (f / "images.zip").write_bytes(b""), "both images/ and images.zip"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_in_one_line(folder, fault):
    spoil, says = FAULTS[fault]
    spoil(folder)
    before = files_in(folder)
    with pytest.raises(UserError, match=says) as caught:
        Cohort.open(folder)
    assert "\n" not in str(caught.value)
    assert files_in(folder) == before


def test_damage_inside_the_manifest_shows_when_it_is_read(folder):
    file = folder / "manifest.parquet"
    data = bytearray(file.read_bytes())
    data[60:90] = b"x" * 30  # in the pages, not in the footer
    file.write_bytes(bytes(data))
    with pytest.raises(UserError, match=r"manifest.parquet is damaged\. Copy it again"):
        Cohort.open(folder).rows()


def test_a_row_without_a_file_and_a_file_without_a_row(folder):
    cohort = Cohort.open(folder)
    first, second = ids_of(cohort)[:2]
    paths = cohort.rows("path")["path"].to_pylist()
    (folder / paths[0]).unlink()
    (folder / paths[1]).write_bytes(b"another")
    (folder / "images" / "stray.png").write_bytes(b"stray")
    found = cohort.verify()
    assert not found.sound
    assert (found.missing, found.damaged) == ((first,), (second,))
    assert found.unlisted == ("images/stray.png",)
    assert found.lines() == (
        f"1 row without a file: {first}",
        f"1 file changed since it was written: {second}",
        "1 file without a row: images/stray.png",
    )
    with pytest.raises(UserError, match=f"The file of image {first} cannot be read"):
        cohort.image(first)


def test_a_damaged_file_is_not_passed_on(folder, tmp_path):
    cohort = Cohort.open(folder)
    (folder / cohort.rows("path")["path"][0].as_py()).write_bytes(b"another")
    with pytest.raises(UserError, match="has changed since it came in"):
        cohort.write(tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_changed_side_table_is_told(folder):
    cohort = Cohort.open(folder)
    pq.write_table(pa.table({"image_id": ids_of(cohort)}), folder / "truth.parquet")
    assert cohort.verify().changed == ("truth.parquet",)


def test_a_path_that_leads_out_is_not_followed(folder):
    rows = pq.read_table(folder / "manifest.parquet")
    place = rows.column_names.index("path")
    paths = pa.array(["../../secret.png"] * len(rows), pa.string())
    pq.write_table(rows.set_column(place, "path", paths), folder / "manifest.parquet")
    (folder.parent.parent / "secret.png").write_bytes(b"secret")
    cohort = Cohort.open(folder)
    with pytest.raises(UserError, match="cannot be read"):
        cohort.data(ids_of(cohort)[0])


def test_tables_that_others_put_there_are_left_alone(folder):
    pq.write_table(pa.table({"file": ["a"]}), folder / "notes.parquet")
    assert Cohort.open(folder).sides == ("truth",)


def test_a_packed_cohort_that_is_cut_short(tmp_path):
    cohort = make(tmp_path / "packed", packed=True)
    archive = tmp_path / "packed" / "images.zip"
    archive.write_bytes(archive.read_bytes()[:1000])
    assert len(cohort.verify().missing) == len(cohort)
    with pytest.raises(UserError, match="The archive is damaged"):
        cohort.image(ids_of(cohort)[0])
