"""The authors' workbooks, read cell by cell; a workbook that is not as expected is told exactly.

A reader gets every row with its number and every cell as it stands; nothing is guessed. Two kinds
are known by their headings: the studies and the data sets. Rows that a filter hides are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from raredx.errors import UserError
from raredx.evidence.spreadsheet import Cell, File, Grid, letters, read_file, read_grids

Kind = Literal["studies", "datasets"]
Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """A column that a sheet must have: our name for it, its heading, what its cells hold."""

    name: str
    heading: str
    optional: bool = False
    numeric: bool = False  # a number is as good as text
    begins: bool = False  # the heading goes on after this
    year: bool = False


STUDY_COLUMNS = (
    Column("pmid", "PMID", numeric=True),
    Column("title", "Title"),
    Column("journal", "Journal"),
    Column("year", "Year", numeric=True, year=True),
    Column("abstract", "Abstract", optional=True),
    Column("class", "Classification"),
    Column("summary", "Summary", optional=True),
    Column("citations", "High_Citations", numeric=True, begins=True),
    Column("task", "Application"),
    Column("diseases", "Diseases"),
    Column("modality_major", "Data Type Major"),
    Column("modality", "Data Type Minor"),
    Column("availability", "Data availability"),
    Column("source", "Data Source"),
    Column("sample", "Train/Test Set"),
    Column("subject", "Subject"),
    Column("criteria", "Diagnostic Criteria"),
    Column("pretraining", "Pretraining"),
    Column("extractor", "Feature Extractor"),
    Column("head", "Prediction Head"),
    Column("validation", "Validation"),
    Column("performance", "Performance"),
    Column("ethics", "Ethical Considerations"),
    Column("limits", "Limitations"),
    Column("advances", "Advances"),
    Column("featured", "Maintext", numeric=True),
)
DATASET_COLUMNS = (
    Column("disease_origin", "Disease (origin)"),
    Column("name", "Database"),
    Column("disease", "Disease"),
    Column("modality_major", "Data Type"),
    Column("modality", "Data Subtype"),
    Column("source", "Data Source"),
    Column("volume", "Data Volume"),
    Column("subject", "Subject"),
    Column("access", "Access"),
    Column("featured", "Maintext", numeric=True),
)
COLUMNS: dict[Kind, tuple[Column, ...]] = {"studies": STUDY_COLUMNS, "datasets": DATASET_COLUMNS}
_TELLING: dict[Kind, tuple[str, ...]] = {
    "studies": ("PMID", "Diseases", "Performance"),
    "datasets": ("Database", "Data Volume", "Access"),
}


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number as a spreadsheet shows it, and its cells by our names."""

    number: int
    cells: dict[str, Value]

    def text(self, column: str) -> str:
        """A cell as text, untouched; "" where it is blank."""
        value = self.cells.get(column)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Sheet:
    """The sheet of a workbook that holds the studies or the data sets."""

    kind: Kind
    file: str
    name: str
    rows: tuple[Row, ...]
    letters: dict[str, str]  # our name of a column -> its letter in the spreadsheet
    headings: tuple[str, ...]  # as they stand, in order
    raw: tuple[tuple[Value, ...], ...]  # every cell, row by row, for who wants all of it

    def address(self, row: Row, column: str) -> str:
        """Where a cell is: `X17`."""
        return f"{self.letters[column]}{row.number}"

    def cells(self) -> Iterator[tuple[Row, str, str, str]]:
        """Every cell that holds something: its row, its heading, its address, its text."""
        for row, values in zip(self.rows, self.raw, strict=True):
            for at, (heading, value) in enumerate(zip(self.headings, values, strict=True), start=1):
                if value is not None:
                    yield row, heading, f"{letters(at)}{row.number}", str(value)


_FORBIDDEN = {"date": "a date", "truth": "TRUE or FALSE", "error": "an error value"}
_YEAR = re.compile(r"\s*([0-9]{4})?\s*")


def read_workbook(source: Path | File) -> Sheet:
    """Read the sheet of studies or data sets from a workbook.

    Raises
    ------
    UserError
        One line that names the sheet, the column and the row that are not as they should be.
    """
    file = source if isinstance(source, File) else read_file(source)
    grids = read_grids(file)
    found = [(grid, kind) for grid in grids for kind in [_kind(_headings(grid))] if kind]
    if len(found) > 1:
        names = " and ".join(repr(grid.name[:60]) for grid, _ in found[:2])
        raise UserError(
            f"{file.name}: the sheets {names} both have the headings of the review",
            remedy="Keep the one that counts",
        )
    if found:
        return _sheet(file.name, *found[0])
    if not any(grid.rows for grid in grids):
        raise UserError(
            f"{file.name} has {'only empty sheets' if grids else 'no sheets'}",
            remedy="Give the filled workbook",
        )
    raise UserError(
        f"{file.name}: no sheet has the headings of the studies ({', '.join(_TELLING['studies'])})"
        f" or of the data sets ({', '.join(_TELLING['datasets'])})",
        remedy="Give the workbooks of the review, with their first row as it was",
    )


def _headings(grid: Grid) -> tuple[str, ...]:
    """The first row that holds something, up to the last column that does in any row."""
    if not grid.rows:
        return ()
    first = next(iter(grid.rows.values()))
    width = max(column for row in grid.rows.values() for column in row)
    return tuple(
        " ".join(str(first[column].value).split()) if column in first else ""
        for column in range(1, width + 1)
    )


def _kind(headings: tuple[str, ...]) -> Kind | None:
    for kind, telling in _TELLING.items():
        if sum(word in headings for word in telling) >= 2:
            return kind
    return None


def _sheet(file: str, grid: Grid, kind: Kind) -> Sheet:
    where = f"{file}, sheet {grid.name[:60]!r}"
    if grid.merged:
        raise UserError(
            f"{where}: the cells {grid.merged} are merged",
            remedy="Split them, and fill in each one",
        )
    headings = _headings(grid)
    filled = dict(list(grid.rows.items())[1:])
    if not filled:
        raise UserError(f"{where} has headings but no rows", remedy="Give the filled workbook")
    places = {column: _places(column, headings, kind, where) for column in COLUMNS[kind]}
    known = {column: at[0] for column, at in places.items() if at}
    for column, at in places.items():
        _check_twins(column, at, filled, where)
    rows = []
    for number, cells in filled.items():
        row = {
            column.name: _value(
                cells.get(at), column, f"{where}: row {number}", f"{letters(at)}{number}"
            )
            for column, at in known.items()
        }
        if all(value is None for value in row.values()):
            raise UserError(
                f"{where}: row {number} is empty but for columns that are not the review's",
                remedy="Delete the row",
            )
        rows.append(Row(number, row))
    columns = range(1, len(headings) + 1)
    return Sheet(
        kind,
        file,
        grid.name,
        tuple(rows),
        {column.name: letters(at) for column, at in known.items()},
        headings,
        tuple(
            tuple(row[at].value if at in row else None for at in columns) for row in filled.values()
        ),
    )


def _places(column: Column, headings: tuple[str, ...], kind: Kind, where: str) -> list[int]:
    """Where a column stands, counted from 1; twice where the review repeats it."""
    wanted = column.heading.casefold()
    plain = [heading.casefold() for heading in headings]
    found = [
        at
        for at, heading in enumerate(plain, start=1)
        if heading == wanted or (column.begins and heading.startswith(wanted))
    ]
    if found or column.optional:
        return found
    known = {other.heading.casefold() for other in COLUMNS[kind]}
    others = [heading[:60] for heading in headings if heading and heading.casefold() not in known]
    near = get_close_matches(column.heading, others, n=1)
    raise UserError(
        f"{where}: the column {column.heading!r} is missing",
        remedy=f"Rename {near[0]!r} to it"
        if near
        else "Name it again in the first row as it was, or take the original workbook",
    )


def _check_twins(
    column: Column, places: list[int], rows: Mapping[int, dict[int, Cell]], where: str
) -> None:
    """Two columns of one name must say the same: the review repeats its titles."""
    for number, cells in rows.items():
        if len({cells[at].value if at in cells else None for at in places}) > 1:
            addresses = " and ".join(f"{letters(at)}{number}" for at in places)
            raise UserError(
                f"{where}: row {number}, column {column.heading!r} stands more than once and"
                f" differs ({addresses})",
                remedy="Delete the column that does not count",
            )


def _value(cell: Cell | None, column: Column, where: str, address: str) -> Value:
    """What a cell of the review holds; what cannot be meant is told."""
    if cell is None:
        return None
    holds = _FORBIDDEN.get(cell.kind, "")
    if cell.formula:
        holds = "a formula"
    elif cell.kind == "number" and not column.numeric:
        holds = "a number, not text"
    elif column.year and not holds and not _YEAR.fullmatch(str(cell.value)):
        holds = "no year"
    if not holds:
        return cell.value
    plain = "text or a number" if column.numeric else "text"
    plain = "four digits" if column.year else plain
    raise UserError(
        f"{where}, column {column.heading!r} ({address}) holds {holds}",
        remedy="Put its value in its place"
        if cell.formula
        else f"Write {plain} instead, in a cell formatted as text",
    )
