"""The records in what PubMed saves: its own format, a tag before each field, and its CSV.

A record that is broken becomes a fault with its line, and the rest is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from raredx.evidence.vocabulary import clean

MOST_TEXT = 50_000  # characters of a field; an abstract of PubMed's has a few thousand

_FIELD = re.compile(r"([A-Z]{2,4}) *- ?(.*)")
_USED = {"PMID", "TI", "BTI", "TA", "JT", "DP", "LID", "AID", "AB", "OT"}
_MARKUP = re.compile(r"</?\w+>")
_DOI = re.compile(r"(10\.\d{4,9}/\S+)(?: \[doi\])?")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_TAGS = {  # of PubMed's own format, by the headings of its CSV
    "PMID": "PMID",
    "Title": "TI",
    "Journal/Book": "TA",
    "Publication Year": "DP",
    "DOI": "LID",
    "Abstract": "AB",
}


@dataclass(frozen=True)
class Record:
    """One article, and the line of the file on which it begins."""

    file: str
    line: int
    pmid: str
    title: str
    journal: str = ""
    year: int | None = None
    doi: str = ""
    abstract: str = ""
    keywords: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file, and on which line."""

    file: str
    line: int
    says: str


def from_pubmed(text: str, file: str) -> Iterator[Record | Fault]:
    """The records of PubMed's own format, which a blank line or the next PMID ends."""
    start, fields = 1, dict[str, list[str]]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if fields and (not line.strip() or line.startswith("PMID-")):
            yield _record(file, start, {tag: " ".join(said) for tag, said in fields.items()})
            fields = {}
        if not line.strip():
            continue
        if not fields:
            start = number
        if field := _FIELD.fullmatch(line):
            tag = field[1]
            fields.setdefault(tag, []).append(field[2])
        elif fields and line.startswith("   "):
            fields[tag].append(line.strip())
        else:
            yield Fault(file, number, "Not a line of PubMed's format: passed over")


def from_csv(text: str, file: str, delimiter: str) -> Iterator[Record | Fault]:
    """The records of a table with PubMed's headings, in any order and beside others."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names = [name.strip() for name in next(reader)]
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Fault(file, line, f"Not a row of a CSV file ({error}): nothing is read from here")
            return
        if cells is None:
            return
        if len(cells) != len(names):
            if cells:
                yield Fault(file, line, f"{len(cells)} cells for {len(names)} columns: left out")
            continue
        row = dict(zip(names, cells, strict=True))
        yield _record(file, line, {tag: row.get(name, "") for name, tag in _TAGS.items()})


def _record(file: str, line: int, fields: Mapping[str, str]) -> Record | Fault:
    """A record from its fields, named as PubMed tags them; a fault where the needed ones miss."""
    if any(len(text) > MOST_TEXT for tag, text in fields.items() if tag in _USED):
        return Fault(file, line, f"A field of more than {MOST_TEXT:,} characters: left out")
    said = {tag: clean(_MARKUP.sub("", fields[tag])) for tag in _USED & set(fields)}
    pmid = said.get("PMID", "")
    title = said.get("TI") or said.get("BTI") or ""
    if not re.fullmatch(r"\d{1,9}", pmid, re.ASCII):
        return Fault(file, line, "A record without a PMID: left out")
    if not title:
        return Fault(file, line, f"PMID {pmid} has no title: left out")
    doi = _DOI.search(said.get("LID", "")) or _DOI.search(said.get("AID", ""))
    year = _YEAR.search(said.get("DP", ""))
    return Record(
        file=file,
        line=line,
        pmid=str(int(pmid)),
        title=title,
        journal=said.get("TA") or said.get("JT") or "",
        year=int(year[1]) if year else None,
        doi=doi[1] if doi else "",
        abstract=said.get("AB", ""),
        keywords=said.get("OT", ""),
    )
