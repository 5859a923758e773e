"""What leaves of a batch says where it comes from, and no cell of it runs."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from raredx import NOT_A_DEVICE
from raredx.diagnosis.batch.export import FORMATS, export
from raredx.diagnosis.batch.shown import Shown
from raredx.diagnosis.prediction import TEACHING
from raredx.errors import UserError
from tests.diagnosis.batch.asked import asked, write_folder


@pytest.fixture
def batch(tmp_path):
    folder = write_folder(tmp_path / "faces")
    for name in ("=1+1", "@SUM(A1)", "+1-2", "-2+3"):
        (folder / "somebody else" / f"{name}.png").write_bytes(b"no picture")
    return asked(path=folder)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_every_row_of_a_table_has_versions_and_the_notice(batch):
    rows = table(export(batch, "csv"))
    assert len(rows) == len(batch.rows)
    for row in rows:
        assert row["notice"] == NOT_A_DEVICE
        for name, value in batch.card.versions.items():
            assert row[name] == value
    assert {row["outcome"] for row in rows} == {"answered", "withheld", "refused"}


def test_no_cell_is_a_formula(tmp_path):
    folder = write_folder(tmp_path / "=cmd" / "faces")
    (folder / "somebody else").rename(folder / "=1+1")
    (folder / "@SUM(A1).png").write_bytes(b"no picture")
    rows = table(export(asked(path=folder), "csv"))
    cells = [cell for row in rows for cell in row.values()]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert any(cell.startswith("'@SUM") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+")]


def test_json_has_every_probability_and_the_scores(batch):
    found = json.loads(export(batch, "json"))
    assert found["notice"] == [NOT_A_DEVICE]
    assert found["versions"] == batch.card.versions
    assert [one["name"] for one in found["scores"]] == [one.name for one in batch.card.scores]
    answered = [row for row in found["rows"] if row["outcome"] == "answered"]
    for row in answered:
        assert len(row["ranked"]) == len(batch.card.classes)
        assert row["ranked"][0]["name"] == row["answer"]


def test_an_archive_has_both_tables_and_the_pictures_of_its_rows(batch):
    shown = Shown(only="withheld")
    with zipfile.ZipFile(io.BytesIO(export(batch, "zip", shown))) as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
        rows = table(archive.read("asked/answers.csv"))
        assert NOT_A_DEVICE in archive.read("asked/notice.txt").decode()
    pictures = {f"pictures/{row['image_id']}.jpg" for row in rows}
    assert names == {"notice.txt", "answers.csv", "answers.json", *pictures}
    assert {row["filter"] for row in rows} == {"only withheld"}


@pytest.mark.parametrize("format", FORMATS)
def test_answers_for_teaching_mark_every_export(tmp_path, format):
    batch = asked(path=write_folder(tmp_path / "faces", most=1), teaching=True)
    data = export(batch, format)
    if format == "csv":
        assert all(TEACHING in row["notice"] for row in table(data))
    assert TEACHING.encode() in data


def test_an_unknown_format_is_one_line(batch):
    with pytest.raises(UserError, match="Choose one of csv, json, zip"):
        export(batch, "pdf")


def test_nothing_that_is_meant_is_still_a_table(batch):
    assert table(export(batch, "csv", Shown(conditions=("nobody has this",)))) == []
