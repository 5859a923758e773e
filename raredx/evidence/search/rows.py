"""Screened records as rows of text: for a table on the screen, for CSV and for JSON."""

from __future__ import annotations

from collections.abc import Iterable

from raredx.evidence.catalogue import as_csv
from raredx.evidence.export import safe_cell
from raredx.evidence.search.screen import Screened

COLUMNS = (
    *("verdict", "pmid", "title", "year", "journal", "doi", "diseases", "steps", "orpha_codes"),
    *("categories", "vision", "study_id", "known_by", "repeats", "file", "line"),
)


def row(one: Screened) -> dict[str, str]:
    """A screened record as text; what a column has several of stands between semicolons."""
    record = one.record
    codes = [str(found.disease.orpha_code or "") for found in one.diseases]
    earlier = one.repeats
    values = (
        *(one.verdict, record.pmid, record.title, str(record.year or ""), record.journal),
        record.doi,
        "; ".join(found.disease.name for found in one.diseases),
        "; ".join(found.step for found in one.diseases),
        "; ".join(codes),
        "; ".join(one.categories),
        "; ".join(one.vision),
        one.known.study_id if one.known else "",
        one.known.by if one.known else "",
        f"{earlier.file}, line {earlier.line}" if earlier else "",
        record.file,
        str(record.line),
    )
    return dict(zip(COLUMNS, values, strict=True))


def rows_as_csv(screened: Iterable[Screened]) -> str:
    """Screened records as CSV; no cell is a formula to a spreadsheet."""
    safe = [{name: safe_cell(text) for name, text in row(one).items()} for one in screened]
    return as_csv(safe, COLUMNS)
