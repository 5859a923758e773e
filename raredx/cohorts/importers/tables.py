"""Tables that name images: CSV in whatever dialect and encoding, or one JSON object per line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from raredx.cohorts.importers.sources import Source
from raredx.cohorts.refusals import Refused
from raredx.errors import UserError

_MOST_ROWS, _MOST_COLUMNS = 2_000_000, 500
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Table:
    """Rows of text by the names of their columns; what is empty or missing is ""."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    notes: tuple[str, ...] = ()


def read_table(source: Source, path: str) -> Table:
    """A table of a source, or one line that says why it cannot be read."""
    try:
        data = source.read(path)
    except Refused as refused:
        raise UserError(
            f"{path} cannot be read. {refused.problem}", remedy=refused.remedy
        ) from None
    return read_jsonl(path, data) if path.endswith(".jsonl") else read_csv(path, data)


def read_csv(name: str, data: bytes) -> Table:
    r"""A CSV file, its encoding and delimiter found out.

    >>> table = read_csv("faces.csv", "Datei;Diagnose\n1.png;Sjögren\n".encode("cp1252"))
    >>> table.rows, table.notes
    (({'Datei': '1.png', 'Diagnose': 'Sjögren'},), ('faces.csv is read as Windows text (cp1252)',))
    """
    text, note = _decoded(name, data)
    if "\0" in text:
        raise UserError(f"{name} is no table of text", remedy="Save it as CSV, in UTF-8")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        lines = list(_bounded(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise UserError(f"{name} cannot be read as CSV ({error})", remedy="Save it again") from None
    if not lines:
        raise UserError(f"{name} is empty", remedy="Give a table with a line of headings")
    headings = [heading.strip() for heading in lines[0]]
    if twice := {heading for heading in headings if heading and headings.count(heading) > 1}:
        raise UserError(
            f"{name} has two columns {min(twice)!r}", remedy="Rename or remove one of them"
        )
    rows, ragged = [], 0
    for line in lines[1:]:
        if any(cell.strip() for cell in line):
            ragged += len(line) != len(headings)
            filled = line + [""] * (len(headings) - len(line))
            rows.append({h: cell.strip() for h, cell in zip(headings, filled, strict=False) if h})
    uneven = f"{ragged:,} lines of {name} have more or fewer cells than it has headings"
    notes = [note] * bool(note) + [uneven] * bool(ragged)
    return Table(name, tuple(filter(None, headings)), tuple(rows), tuple(notes))


def read_jsonl(name: str, data: bytes) -> Table:
    """A file of JSON objects, one a line."""
    rows: list[dict[str, str]] = []
    for number, line in enumerate(_decoded(name, data)[0].splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise UserError(f"Line {number} of {name} is no JSON object", remedy="Mend that line")
        rows.append({str(key): _text(value) for key, value in found.items()})
    columns = dict.fromkeys(key for row in rows for key in row)
    return Table(name, tuple(columns), tuple({c: row.get(c, "") for c in columns} for row in rows))


def _decoded(name: str, data: bytes) -> tuple[str, str]:
    """The text and, where its encoding was a guess, a note that says so."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        return text, f"{name} is read as Windows text (cp1252)"


def _bounded(name: str, lines: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, line in enumerate(lines):
        if number > _MOST_ROWS or len(line) > _MOST_COLUMNS:
            raise UserError(
                f"{name} has more than {_MOST_ROWS:,} rows or {_MOST_COLUMNS} columns",
                remedy="Split it, or leave columns out",
            )
        yield line


def _text(value: object) -> str:
    """A JSON value as a cell; lists are joined."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_text(one) for one in value)
    return value.strip() if isinstance(value, str) else json.dumps(value)
