"""Workbooks that are as they should be, and many that are not."""

from __future__ import annotations

import datetime
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from raredx.errors import UserError
from raredx.evidence.workbook import STUDY_COLUMNS, read_workbook
from tests.evidence import making


def test_every_cell_is_read_with_its_address(tmp_path):
    sheet = read_workbook(making.studies(tmp_path))
    assert sheet.kind == "studies"
    row = sheet.rows[0]
    assert row.number == 2
    assert row.text("criteria") == "None"
    assert row.text("featured") == "1"
    assert row.text("citations") == ""
    assert sheet.address(row, "pmid") == "A2"
    assert len(sheet.raw[0]) == len(STUDY_COLUMNS)


def test_columns_may_stand_in_another_order_beside_others(tmp_path):
    book = Workbook()
    sheet = book.active
    names = [column.name for column in reversed(STUDY_COLUMNS)]
    sheet.append(["Notes", *(column.heading for column in reversed(STUDY_COLUMNS))])
    sheet.append(["mine", *(making.STUDY.get(name) for name in names)])
    book.save(tmp_path / "other.xlsx")
    read = read_workbook(tmp_path / "other.xlsx")
    assert read.rows[0].text("title") == making.STUDY["title"]
    assert read.letters["featured"] == "B"


def test_of_two_columns_of_one_name_the_first_counts(tmp_path):
    path = making.studies(tmp_path)
    book = load_workbook(path)
    book.active.cell(1, 40, "Title")
    book.active.cell(2, 40, "another")
    book.save(path)
    assert read_workbook(path).rows[0].text("title") == making.STUDY["title"]


def test_formatting_without_values_is_no_row(tmp_path):
    path = making.studies(tmp_path, {}, {})
    book = load_workbook(path)
    for number in range(4, 4000):
        book.active.cell(number, 1).number_format = "0.00"
    book.save(path)
    assert len(read_workbook(path).rows) == 2


def test_sheets_before_it_are_passed_over(tmp_path):
    path = making.datasets(tmp_path)
    book = load_workbook(path)
    book.create_sheet("Notes", 0).append(["just", "notes"])
    book.create_sheet("Empty", 0)
    book.save(path)
    assert read_workbook(path).kind == "datasets"


def missing_column(folder):
    return making.studies(folder, headings={"diseases": "Illnesses"})


def only_headings(folder):
    path = making.studies(folder)
    book = load_workbook(path)
    book.active.delete_rows(2)
    book.save(path)
    return path


def wrong_type(folder):
    return making.studies(folder, {}, {"year": datetime.date(2024, 1, 1)})


def other_workbook(folder):
    book = Workbook()
    book.active.append(["a", "b"])
    book.save(folder / "other.xlsx")
    return folder / "other.xlsx"


def csv_in_disguise(folder):
    (folder / "fake.xlsx").write_text("PMID,Title\n1,x\n")
    return folder / "fake.xlsx"


def other_archive(folder):
    with zipfile.ZipFile(folder / "photos.xlsx", "w") as archive:
        archive.writestr("a.jpg", "x")
    return folder / "photos.xlsx"


def locked(folder):
    (folder / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return folder / "locked.xlsx"


def broken(folder):
    path = making.studies(folder)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet][: len(parts[sheet]) // 2]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def nowhere(folder):
    return folder / "nowhere.xlsx"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (missing_column, "studies.xlsx, sheet 'Sheet': the column 'Diseases' is missing"),
        (only_headings, "has headings but no rows"),
        (wrong_type, "row 3, column 'Year' holds a datetime"),
        (other_workbook, "no sheet has the headings of the studies"),
        (csv_in_disguise, "fake.xlsx is not an .xlsx workbook, whatever its name says"),
        (other_archive, "is an archive, but not a workbook"),
        (locked, "is locked by a password"),
        (broken, "studies.xlsx is damaged"),
        (nowhere, "cannot be read (No such file or directory)"),
    ],
)
def test_a_workbook_that_is_not_as_expected_is_told_in_one_line(tmp_path, make, says):
    with pytest.raises(UserError) as error:
        read_workbook(make(tmp_path))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_workbook_that_would_unpack_to_gigabytes_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("raredx.evidence.workbook._MOST_UNPACKED", 1000)
    with pytest.raises(UserError, match="would unpack to"):
        read_workbook(making.studies(tmp_path))
