"""The formats of exports: one list for pages, commands and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from raredx.errors import UserError
from raredx.evidence.export.about import About
from raredx.evidence.export.citations import as_bibtex, as_ris
from raredx.evidence.export.spreadsheet import as_xlsx
from raredx.evidence.export.tables import Rows, as_csv, as_json


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, how it ends, for whom it is, what writes it."""

    title: str
    suffix: str
    mime: str
    purpose: str
    write: Callable[[Rows, About], bytes]


FORMATS = {
    "csv": Format("CSV", ".csv", "text/csv", "for any program", as_csv),
    "xlsx": Format(
        "Excel",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "for a spreadsheet",
        as_xlsx,
    ),
    "ris": Format(
        "RIS", ".ris", "application/x-research-info-systems", "for a reference manager", as_ris
    ),
    "bibtex": Format("BibTeX", ".bib", "application/x-bibtex", "for LaTeX", as_bibtex),
    "json": Format("JSON", ".json", "application/json", "for code", as_json),
}


def export(rows: Rows, *, about: About, format: str) -> bytes:
    """Rows as a file of one of the `FORMATS`; the same rows on the same day give the same bytes."""
    return _known(format).write(rows, about)


def file_name(about: About, format: str) -> str:
    """A name that says what is inside: `raredx-studies-29-2026-11-21.csv`."""
    what = about.what.replace(" ", "-")
    return f"raredx-{what}-{about.count}-{about.date}{_known(format).suffix}"


def _known(format: str) -> Format:
    if format not in FORMATS:
        raise UserError(
            f"There is no export as {format!r}", remedy=f"Choose one of {', '.join(FORMATS)}"
        )
    return FORMATS[format]
