"""Workbooks that are as they should be, and many that are not."""

from __future__ import annotations

import datetime
import zipfile

import pytest
from openpyxl import Workbook

from raredx.errors import UserError
from raredx.evidence.spreadsheet import File
from raredx.evidence.workbook import STUDY_COLUMNS, read_workbook
from raredx.settings import ROOT
from tests.evidence import making
from tests.evidence.making import changed, part, sheet_of, studies, with_parts

REVIEW = ROOT.parent / "shared" / "data" / "review"
with_review = pytest.mark.skipif(
    not REVIEW.exists(), reason="the authors' workbooks are not at hand"
)


def test_every_cell_is_read_with_its_address(tmp_path):
    sheet = read_workbook(studies(tmp_path))
    assert sheet.kind == "studies"
    row = sheet.rows[0]
    assert row.number == 2
    assert row.text("criteria") == "None"
    assert row.text("featured") == "1"
    assert row.text("citations") == ""
    assert sheet.address(row, "pmid") == "A2"
    assert len(sheet.raw[0]) == len(STUDY_COLUMNS)
    cells = {address: (heading, text) for _, heading, address, text in sheet.cells()}
    assert cells["D2"] == ("Year", "2024")
    assert "H2" not in cells


def test_a_file_that_a_browser_sends_is_read_as_one_on_a_disk(tmp_path):
    path = studies(tmp_path)
    assert read_workbook(File(path.name, path.read_bytes())) == read_workbook(path)


def test_columns_may_stand_in_another_order_beside_others(tmp_path):
    book = Workbook()
    sheet = book.active
    names = [column.name for column in reversed(STUDY_COLUMNS)]
    sheet.append(["Notes", *(column.heading for column in reversed(STUDY_COLUMNS)), "Read on"])
    values = [making.STUDY.get(name) for name in names]
    sheet.append(["mine", *values, datetime.date(2024, 1, 1)])
    sheet["A3"], sheet["B3"] = "=1+1", 0
    book.save(tmp_path / "other.xlsx")
    read = read_workbook(tmp_path / "other.xlsx")
    assert read.rows[0].text("title") == making.STUDY["title"]
    assert read.letters["featured"] == "B"
    assert read.headings[0] == "Notes"
    assert [cells[0] for cells in read.raw] == ["mine", "=1+1"]
    assert read.raw[0][-1] == 45292


def test_the_heading_of_the_citations_goes_on(tmp_path):
    path = studies(tmp_path, {"citations": 41}, headings={"citations": "High_Citations, 2025"})
    assert read_workbook(path).rows[0].text("citations") == "41"


def test_a_formula_that_is_a_plain_number_is_that_number(tmp_path):
    sheet = read_workbook(studies(tmp_path, {"featured": "=0"}, {"featured": "=-1.5"}))
    assert [row.cells["featured"] for row in sheet.rows] == [0, -1.5]


def test_two_columns_of_one_name_may_say_the_same(tmp_path):
    def twice(sheet):
        sheet["AH1"], sheet["AH2"] = "Title", making.STUDY["title"]

    path = changed(studies(tmp_path), twice)
    assert read_workbook(path).letters["title"] == "B"


def test_formatting_without_values_is_no_row(tmp_path):
    def tint(sheet):
        for number in range(4, 400):
            sheet.cell(number, 1).number_format = "0.00"

    assert len(read_workbook(changed(studies(tmp_path, {}, {}), tint)).rows) == 2


def test_rows_after_a_long_gap_and_hidden_rows_are_read(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.auto_filter.ref = "A1:Z3"
        for at, column in enumerate(STUDY_COLUMNS, start=1):
            sheet.cell(5000, at, making.STUDY.get(column.name))

    sheet = read_workbook(changed(studies(tmp_path, {}, {}), hide))
    assert [row.number for row in sheet.rows] == [2, 3, 5000]
    assert sheet.rows[0].text("title") == making.STUDY["title"]


def test_sheets_before_it_are_passed_over(tmp_path):
    def notes(sheet):
        sheet.parent.create_sheet("Notes", 0).append(["just", "notes"])
        sheet.parent.create_sheet("Empty", 0)
        sheet.parent["Notes"].merge_cells("A3:B4")

    assert read_workbook(changed(making.datasets(tmp_path), notes)).kind == "datasets"


@with_review
def test_the_review_has_no_fault_but_those_that_are_known():
    read = read_workbook(REVIEW / "Table-CV Models.xlsx")
    assert (len(read.rows), len(read.headings)) == (772, 28)
    assert read.rows[142].cells["featured"] == 0
    assert read.address(read.rows[142], "featured") == "AB144"
    assert len(read_workbook(REVIEW / "Table-Dataset.xlsx").rows) == 62


def cell(address, value):
    """Spoil one cell of the third row."""

    def make(folder):
        return changed(studies(folder, {}, {}), lambda sheet: sheet.__setitem__(address, value))

    return make


def sheet_where(change):
    return lambda folder: changed(studies(folder, {}, {}), change)


def written(old, new):
    """Change a sheet in a way that no spreadsheet program does."""

    def make(folder):
        path = studies(folder)
        assert old in part(path)
        return with_parts(path, {making.SHEET: part(path).replace(old, new, 1)})

    return make


def beside(name, data=b"x"):
    return lambda folder: with_parts(studies(folder), {name: data})


def file_of(name, data):
    def make(folder):
        (folder / name).write_bytes(data)
        return folder / name

    return make


def missing_column(folder):
    return studies(folder, headings={"diseases": "Illnesses"})


def renamed_column(folder):
    return studies(folder, headings={"diseases": "Diseases (all)"})


def missing_beside_a_longer_one(folder):
    return making.datasets(folder, headings={"disease": "Illness"})


def twins_that_differ(sheet):
    sheet["AH1"], sheet["AH2"], sheet["AH3"] = "Title", making.STUDY["title"], "another"


def a_note_below(sheet):
    sheet["AH7"] = "checked by me"


def two_sheets(sheet):
    sheet.parent.copy_worksheet(sheet)


def too_many_rows(folder):
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 20_003))
    return with_parts(studies(folder), {making.SHEET: sheet_of(rows)})


def other_workbook(folder):
    book = Workbook()
    book.active.append(["a", "b"])
    book.save(folder / "other.xlsx")
    return folder / "other.xlsx"


def empty(folder):
    Workbook().save(folder / "empty.xlsx")
    return folder / "empty.xlsx"


def without_sheets(folder):
    path = studies(folder)
    book = f'<workbook xmlns="{making.MAIN}"><sheets/></workbook>'
    return with_parts(path, {"xl/workbook.xml": book})


def other_archive(folder):
    with zipfile.ZipFile(folder / "photos.xlsx", "w") as archive:
        archive.writestr("a.jpg", "x")
    return folder / "photos.xlsx"


def half_a_sheet(folder):
    path = studies(folder)
    text = part(path)
    return with_parts(path, {making.SHEET: text[: len(text) // 2]})


def truncated(folder):
    path = studies(folder)
    path.write_bytes(path.read_bytes()[:3000])
    return path


def flipped(folder):
    """One byte of the packed sheet is another: its checksum no longer holds."""
    path = studies(folder)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(making.SHEET).header_offset
    data[at + 100] ^= 0xFF
    path.write_bytes(data)
    return path


def locked_entries(folder):
    """Every entry says that it is encrypted."""
    path = studies(folder)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    path.write_bytes(data)
    return path


def entities(folder):
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        f'<sst xmlns="{making.MAIN}"><si><t>&b;</t></si></sst>'
    )
    return making.with_shared(studies(folder), bomb, "")


def no_such_text(number):
    texts = f'<sst xmlns="{making.MAIN}"><si><t>one</t></si></sst>'
    rows = f'<row><c t="s"><v>{number}</v></c></row>'
    return lambda folder: making.with_shared(studies(folder), texts, rows)


def entities_in_wide_letters(folder):
    path = studies(folder)
    bomb = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]>{sheet_of("")}'
    return with_parts(path, {making.SHEET: bomb.encode("utf-16")})


def one_part_for_two_sheets(folder):
    path = studies(folder)
    name = "xl/workbook.xml"
    text = part(path, name)
    at = text.index("<sheet ")
    entry = text[at : text.index("/>", at) + 2]
    return with_parts(path, {name: text.replace(entry, entry * 2)})


def nowhere(folder):
    return folder / "nowhere.xlsx"


def a_folder(folder):
    return folder


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLD + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (missing_column, "studies.xlsx, sheet 'Sheet': the column 'Diseases' is missing"),
        (renamed_column, "'Diseases' is missing. Rename 'Diseases (all)' to it."),
        (missing_beside_a_longer_one, "the column 'Disease' is missing"),
        (sheet_where(lambda sheet: sheet.delete_rows(2, 2)), "has headings but no rows"),
        (cell("D3", datetime.date(2024, 1, 1)), "row 3, column 'Year' (D3) holds a date. Write"),
        (cell("D3", True), "row 3, column 'Year' (D3) holds TRUE or FALSE"),
        (cell("D3", "in press"), "row 3, column 'Year' (D3) holds no year. Write four digits"),
        (cell("D3", 45292), "row 3, column 'Year' (D3) holds no year. Write four digits"),
        (cell("B3", "#N/A"), "row 3, column 'Title' (B3) holds an error value"),
        (cell("B3", 12), "row 3, column 'Title' (B3) holds a number, not text. Write text"),
        (cell("X3", "=A1&B1"), "row 3, column 'Limitations' (X3) holds a formula"),
        (sheet_where(lambda sheet: sheet.merge_cells("F2:F3")), "'Sheet': the cells F2:F3 are"),
        (sheet_where(twins_that_differ), "row 3, column 'Title' stands more than once and differs"),
        (sheet_where(a_note_below), "row 7 is empty but for columns that are not the review's"),
        (sheet_where(two_sheets), "the sheets 'Sheet' and 'Sheet Copy' both have the headings"),
        (cell("GS3", "far"), "GS3 is beyond what is read: 20,000 rows, 200 columns"),
        (too_many_rows, "A20001 is beyond what is read"),
        (no_such_text(1), "is damaged: it has no text '1'"),
        (no_such_text(-1), "is damaged: it has no text '-1'"),
        (other_workbook, "no sheet has the headings of the studies"),
        (empty, "empty.xlsx has only empty sheets"),
        (without_sheets, "studies.xlsx has no sheets"),
        (file_of("fake.xlsx", b"PMID,Title\n1,x\n"), "is not an .xlsx workbook, whatever its name"),
        (file_of("none.xlsx", b""), "is not an .xlsx workbook, whatever its name"),
        (file_of("old.xls", OLD), "old.xls is an old .xls"),
        (file_of("locked.xlsx", LOCKED), "locked.xlsx is locked by a password"),
        (locked_entries, "is locked by a password"),
        (other_archive, "is an archive, but not an .xlsx workbook"),
        (beside("xl/vbaProject.bin"), "holds macros"),
        (beside("xl/externalLinks/externalLink1.xml"), "takes values from other workbooks"),
        (half_a_sheet, "studies.xlsx is damaged"),
        (truncated, "studies.xlsx is cut off or damaged"),
        (flipped, "studies.xlsx is damaged"),
        (entities, "is damaged: it defines entities, which no spreadsheet does"),
        (entities_in_wide_letters, "is damaged: it defines entities"),
        (one_part_for_two_sheets, "is damaged: two sheets are one"),
        (written('r="A2"', 'r="AAAA2"'), "is damaged: it has a cell 'AAAA2'"),
        (written('<row r="2"', '<row r="99999999999"'), "is damaged: it has a row '999"),
        (written('r="B2"', 'r="A2"'), "is damaged: the cell A2 stands twice"),
        (written("<v>2024</v>", f"<v>{'9' * 5000}</v>"), "more digits than a spreadsheet"),
        (written("<v>2024</v>", "<v>1E999</v>"), "is damaged: it has a number '1E999'"),
        (written("<v>2024</v>", "<v>many</v>"), "studies.xlsx is damaged (ValueError)"),
        (nowhere, "cannot be read (No such file or directory)"),
        (a_folder, "is not a file"),
    ],
)
def test_a_workbook_that_is_not_as_expected_is_told_in_one_line(tmp_path, make, says):
    with pytest.raises(UserError) as error:
        read_workbook(make(tmp_path))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_whole_number_may_be_written_with_a_point(tmp_path):
    path = written("<v>2024</v>", "<v>2024.0</v>")(tmp_path)
    assert read_workbook(path).rows[0].text("year") == "2024"
