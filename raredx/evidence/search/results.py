"""What PubMed saves of a search, read: its own format (.nbib, .txt) or its CSV.

A file may come from anywhere, so that its size, its encoding and each of its records are looked at.
"""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from dataclasses import dataclass

from raredx.errors import UserError
from raredx.evidence.search.records import Fault, Record, from_csv, from_pubmed
from raredx.words import size

MOST_BYTES = 100_000_000
MOST_RECORDS = 10_000  # PubMed saves no more at once
MOST_FAULTS = 1_000

_REMEDY = "In PubMed press Save and choose the format PubMed or CSV; .nbib from Send to works too"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Results:
    """The records of a file, and what could not be read."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...]


def read_results(data: bytes, *, file: str = "The list") -> Results:
    r"""Read what PubMed has saved.

    >>> found = read_results(b"PMID- 7\nTI  - Teeth in\n      Kabuki syndrome.\nDP  - 2024 May\n")
    >>> [(record.line, record.pmid, record.title, record.year) for record in found.records]
    [(1, '7', 'Teeth in Kabuki syndrome.', 2024)]
    """
    if len(data) > MOST_BYTES:
        raise UserError(
            f"{file} is larger ({size(len(data))}) than what is read at once ({size(MOST_BYTES)})",
            remedy="Save fewer results at a time",
        )
    text, faults = _decoded(data, file)
    records: list[Record] = []
    if re.search(r"^PMID- *\d", text, re.MULTILINE):
        found = from_pubmed(text, file)
    elif delimiter := _delimiter(text):
        found = from_csv(text, file, delimiter)
    else:
        problem = "is neither PubMed's own format nor its CSV" if text.strip() else "is empty"
        raise UserError(f"{file} {problem}", remedy=_REMEDY)
    for one in found:
        if isinstance(one, Fault):
            faults.append(one)
        else:
            records.append(one)
        if len(records) > MOST_RECORDS:
            raise UserError(
                f"{file} holds more than {MOST_RECORDS:,} records",
                remedy="Save fewer results at a time; PubMed itself stops there",
            )
        if len(faults) > MOST_FAULTS:
            raise UserError(
                f"{file} is broken in more than {MOST_FAULTS:,} places, first on line"
                f" {faults[0].line:,}",
                remedy=_REMEDY,
            )
    return Results(tuple(records), tuple(faults))


def _decoded(data: bytes, file: str) -> tuple[str, list[Fault]]:
    faults = []
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = data.decode("cp1252", errors="replace")
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(Fault(file, line, "Not UTF-8: read as Windows-1252, accents may be wrong"))
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), faults


def _delimiter(text: str) -> str | None:
    """What stands between the columns of a table that has PubMed's headings."""
    head = text.split("\n", 1)[0]
    for delimiter in (",", ";", "\t"):
        with suppress(csv.Error):
            names = next(csv.reader([head], delimiter=delimiter, strict=True), [])
            if {"PMID", "Title"} <= {name.strip() for name in names}:
                return delimiter
    return None
