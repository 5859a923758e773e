"""Cells are read as another reader sees them, whatever wrote them."""

from __future__ import annotations

import datetime
import zipfile

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from raredx.evidence.spreadsheet import File, read_file, read_grids
from raredx.settings import ROOT
from tests.evidence import making
from tests.evidence.making import MAIN, sheet_of, with_parts

REVIEW = ROOT.parent / "shared" / "data" / "review"
REVIEWS = sorted(REVIEW.glob("*.xlsx"))


def values(path):
    """The cells of the first sheet by their addresses."""
    rows = read_grids(read_file(path))[0].rows
    return {(row, at): cell for row, cells in rows.items() for at, cell in cells.items()}


def theirs(path):
    sheet = load_workbook(path).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")]
    return {(cell.row, cell.column): cell.value for cell in cells}


@pytest.mark.skipif(not REVIEWS, reason="the authors' workbooks are not at hand")
@pytest.mark.parametrize("path", REVIEWS, ids=lambda path: path.name)
def test_the_review_is_read_as_openpyxl_reads_it(path):
    ours = {place: cell.value for place, cell in values(path).items()}
    known = {(144, 28): 0} if "Models" in path.name else {}  # a formula that is a plain number
    assert ours == theirs(path) | known


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20
).filter(lambda text: not text.startswith("=") and "_x" not in text)
NUMBERS = st.integers(-(10**14), 10**14) | st.floats(-1e9, 1e9).filter(lambda x: x != int(x))


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.lists(st.none() | TEXT | NUMBERS, min_size=1, max_size=5), max_size=5))
def test_what_openpyxl_writes_is_read_as_it_was(tmp_path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "some.xlsx")
    written = {
        (at, column): value
        for at, row in enumerate(rows, start=1)
        for column, value in enumerate(row, start=1)
        if value not in (None, "")
    }
    read = {place: cell.value for place, cell in values(tmp_path / "some.xlsx").items()}
    assert read == {place: pytest.approx(value) for place, value in written.items()}


def test_every_kind_of_cell_is_known(tmp_path):
    book = Workbook()
    rich = CellRichText("one ", TextBlock(InlineFont(b=True), "two"))
    book.active.append([rich, 1.5, True, "#N/A", datetime.date(2024, 1, 1), "=A1", "=0"])
    book.active["A2"], book.active["B2"] = 0.5, 0.5
    book.active["A2"].number_format, book.active["B2"].number_format = "0%", "[h]:mm"
    book.save(tmp_path / "kinds.xlsx")
    read = values(tmp_path / "kinds.xlsx")
    assert [(cell.value, cell.kind) for cell in read.values()] == [
        ("one two", "text"),
        (1.5, "number"),
        ("TRUE", "truth"),
        ("#N/A", "error"),
        (45292, "date"),
        ("=A1", "text"),
        (0, "number"),
        (0.5, "number"),
        (0.5, "date"),
    ]
    assert [cell.formula for cell in read.values() if cell.formula] == ["=A1"]


def test_cells_may_go_without_addresses(tmp_path):
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c r='C2'><v>4</v></c></row>"
    path = with_parts(making.studies(tmp_path), {making.SHEET: sheet_of(rows)})
    assert {place: cell.value for place, cell in values(path).items()} == {
        (1, 1): 1,
        (1, 3): 3,
        (2, 3): 4,
    }


def test_a_whole_number_may_be_written_with_a_point(tmp_path):
    rows = "<row><c><v>2024.0</v></c><c><v>1E3</v></c><c><v>0.5</v></c></row>"
    path = with_parts(making.studies(tmp_path), {making.SHEET: sheet_of(rows)})
    assert [repr(cell.value) for cell in values(path).values()] == ["2024", "1000", "0.5"]


RUNS = "<r><t>two </t></r><r><t>runs_x0020_</t></r><rPh><t>hint</t></rPh>"


def test_texts_are_put_together_without_hints_for_pronouncing_them(tmp_path):
    inline = f'<c t="inlineStr"><is>{RUNS}</is></c>'
    rows = f'<row>{inline}<c t="str"><f>A1</f><v>a_x0007_</v></c></row>'
    path = with_parts(making.studies(tmp_path), {making.SHEET: sheet_of(rows)})
    assert [cell.value for cell in values(path).values()] == ["two runs ", "a_x0007_"]


def test_cells_may_share_texts(tmp_path):
    texts = f'<sst xmlns="{MAIN}"><si>{RUNS}</si><si/><si><t>one</t></si></sst>'
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in (2, 0, 1, 2))
    path = making.with_shared(making.studies(tmp_path), texts, f"<row>{cells}</row>")
    assert {column: cell.value for (_, column), cell in values(path).items()} == {
        1: "one",
        2: "two runs ",
        4: "one",
    }


def test_the_strict_variant_of_the_format_is_read(tmp_path):
    path = making.studies(tmp_path)
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    before = values(path)
    with_parts(path, {name: text.replace(MAIN, strict) for name, text in parts.items()})
    assert values(path) == before


def test_a_name_with_line_ends_and_folders_is_one_name():
    assert File("../a\nb\u2028c.xlsx", b"").name == "a b c.xlsx"
