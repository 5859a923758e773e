"""Rows as CSV and as JSON."""

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


def as_csv(rows: Rows, about: About) -> bytes:
    """CSV with one line of headings.

    What it is stands in the last columns of every row, not in lines of comment: those break
    readers, and rows that are pasted elsewhere keep their origin this way.
    """
    origin = {"catalogue": about.catalogue, "exported": str(about.date), "filter": about.filter}
    names = headings(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*names, *origin])
    for row in rows:
        values = (*(row.get(name) for name in names), *origin.values())
        writer.writerow(safe_cell(as_text(value)) for value in values)
    return (_BOM + text.getvalue()).encode()


def as_json(rows: Rows, about: About) -> bytes:
    """JSON: what the rows are, and the rows with lists as lists."""
    said = {**asdict(about), "date": str(about.date), "said": about.lines}
    text = json.dumps({"about": said, "rows": [*rows]}, ensure_ascii=False, indent=1)
    return text.encode(errors="replace")


def headings(rows: Rows) -> list[str]:
    """The names of all columns, each row's where the first has none of that name.

    >>> headings([{"title": "One"}, {"title": "Two", "year": 2024}])
    ['title', 'year']
    """
    return list(dict.fromkeys(name for row in rows for name in row))


def as_text(value: Any) -> str:
    """A value as the text of a cell.

    >>> as_text(["CT", "MRI"]), as_text(None), as_text(2024)
    ('CT; MRI', '', '2024')
    """
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
