"""Rows as CSV, as a spreadsheet and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from raredx.evidence.export.about import About
from raredx.evidence.export.safety import safe_cell

Rows = Sequence[Mapping[str, Any]]

_BOM = "\ufeff"  # without it a spreadsheet takes accents for something else
_LONGEST = 32_000  # characters; a cell of a spreadsheet holds few more
_WIDE = {"title": 70, "name": 70, "disease": 36, "journal": 28}


def as_csv(rows: Rows, about: About) -> bytes:
    """CSV with one line of headings.

    What it is stands in the last columns of every row, not in lines of comment: those break
    readers, and rows that are pasted elsewhere keep their origin this way.
    """
    origin = {"catalogue": about.catalogue, "exported": str(about.date), "filter": about.filter}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*_headings(rows), *origin])
    for row in rows:
        writer.writerow(safe_cell(_text(value)) for value in (*row.values(), *origin.values()))
    return (_BOM + text.getvalue()).encode()


def as_xlsx(rows: Rows, about: About) -> bytes:
    """A workbook: the rows, and a sheet that says what they are."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.create_sheet(about.what.capitalize(), 0)
    del book["Sheet"]
    headings = _headings(rows)
    sheet.append(headings)
    for row in rows:
        sheet.append([_cell(value) for value in row.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(heading, 16)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    said = book.create_sheet("About")
    for name, text in about.lines.items():
        said.append([name, _cell(text)])
    said.column_dimensions["B"].width = 100
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_json(rows: Rows, about: About) -> bytes:
    """JSON: what the rows are, and the rows with lists as lists."""
    said = {**asdict(about), "date": str(about.date), "said": about.lines}
    return json.dumps({"about": said, "rows": [*rows]}, ensure_ascii=False, indent=1).encode()


def _headings(rows: Rows) -> list[str]:
    return [*rows[0]] if rows else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _cell(value: Any) -> str | int | float | None:
    return value if isinstance(value, int | float | None) else safe_cell(_text(value))[:_LONGEST]
