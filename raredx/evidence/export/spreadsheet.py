"""Rows as a spreadsheet, and a second sheet that says what they are."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from raredx.evidence.details import PUBMED
from raredx.evidence.export.about import About
from raredx.evidence.export.safety import safe_cell
from raredx.evidence.export.tables import Rows, as_text, headings

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST = 32_000  # characters; a cell of a spreadsheet holds few more
_CUT = " … (cut: a cell holds no more)"
_WIDE = {"title": 70, "name": 70, "disease": 36, "journal": 28}
_LINK = re.compile(r"https://[^\s;]+")


def as_xlsx(rows: Rows, about: About) -> bytes:
    """A workbook: the rows, and a sheet that says what they are."""
    from openpyxl import Workbook  # takes its time to load

    book = Workbook()
    sheet = book.create_sheet(about.what.capitalize(), 0)
    del book["Sheet"]
    names = headings(rows)
    sheet.append(names)
    for row in rows:
        sheet.append([_cell(row.get(name)) for name in names])
    _dress(sheet, names)
    _link(sheet, rows, names)
    said = book.create_sheet("About")
    for name, text in about.lines.items():
        said.append([name, _cell(text)])
    said.column_dimensions["A"].width = 14
    said.column_dimensions["B"].width = 100
    return _saved(book, datetime.combine(about.date, time()))


def _dress(sheet: Worksheet, names: Sequence[str]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(name, 16)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _link(sheet: Worksheet, rows: Rows, names: Sequence[str]) -> None:
    """Let a PMID lead to PubMed, and a cell that is one address to it; no other scheme is one."""
    for at, row in enumerate(rows, start=2):
        for column, name in enumerate(names, start=1):
            text = as_text(row.get(name))
            address = f"{PUBMED}{text}/" if name == "pmid" and text.isdecimal() else text
            if _LINK.fullmatch(address):
                cell = sheet.cell(at, column)
                cell.hyperlink, cell.style = address, "Hyperlink"


def _cell(value: Any) -> str | int | float | None:
    if isinstance(value, int | float | None):
        return value
    text = safe_cell(as_text(value))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT


def _saved(book: Workbook, made: datetime) -> bytes:
    """The file of a workbook; the same workbook gives the same bytes at any time of the day."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = made
    written, file = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, ZipFile(written, "w")).save()
    with ZipFile(written) as parts, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = ZipInfo(name, date_time=made.timetuple()[:6])
            archive.writestr(part, parts.read(name), ZIP_DEFLATED)
    return file.getvalue()
