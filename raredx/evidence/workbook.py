"""The authors' workbooks, read cell by cell; a workbook that is not as expected is told exactly.

A reader gets every row with its number and every cell as it stands; nothing is guessed. Two kinds
are known by their headings: the studies and the data sets.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from raredx.errors import UserError

Kind = Literal["studies", "datasets"]
Value = str | int | float | None

_MOST_UNPACKED = 1 << 30
_MOST_EMPTY = 1000  # rows without a value after which a sheet is taken to have ended
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # an old .xls, or any Office file behind a password


@dataclass(frozen=True)
class Column:
    """A column that a sheet must have: our name for it and what its heading starts with."""

    name: str
    heading: str
    optional: bool = False


STUDY_COLUMNS = (
    Column("pmid", "PMID"),
    Column("title", "Title"),
    Column("journal", "Journal"),
    Column("year", "Year"),
    Column("abstract", "Abstract", optional=True),
    Column("class", "Classification"),
    Column("summary", "Summary", optional=True),
    Column("citations", "High_Citations"),
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
    Column("featured", "Maintext"),
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
    Column("featured", "Maintext"),
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


def read_workbook(path: Path) -> Sheet:
    """Read the sheet of studies or data sets from a workbook.

    Raises
    ------
    UserError
        One line that names the sheet, the column and the row that are not as they should be.
    """
    from openpyxl import load_workbook  # takes its time to load

    _check_container(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False)
    except Exception as error:  # noqa: BLE001 - a stranger's file breaks in many ways
        raise _refused(path, f"cannot be opened ({type(error).__name__})") from None
    try:
        for name in book.sheetnames:
            lines = _lines(book[name].iter_rows(values_only=True))
            headings = tuple(_heading(value) for value in next(lines, (0, ()))[1])
            kind = _kind(headings)
            if kind:
                return _sheet(path, name, kind, headings, lines)
    except UserError:
        raise
    except Exception as error:  # noqa: BLE001
        raise _refused(path, f"is damaged ({type(error).__name__})") from None
    finally:
        book.close()
    raise UserError(
        f"{path.name}: no sheet has the headings of the studies ({', '.join(_TELLING['studies'])})"
        f" or of the data sets ({', '.join(_TELLING['datasets'])})",
        remedy="Give the workbooks of the review, with their first row as it was",
    )


def _check_container(path: Path) -> None:
    """Look at the file before a parser does: is it a workbook, and how large would it unpack."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise _refused(path, f"cannot be read ({error.strerror})") from None
    if start == _OLD_OR_LOCKED:
        raise UserError(
            f"{path.name} is locked by a password, or an old .xls",
            remedy="Open it in a spreadsheet program and save it as .xlsx without a password",
        )
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            inside = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _refused(path, "is not an .xlsx workbook, whatever its name says") from None
    if "xl/workbook.xml" not in inside:
        raise _refused(path, "is an archive, but not a workbook")
    if unpacked > _MOST_UNPACKED:
        raise _refused(path, f"would unpack to {unpacked >> 20:,} MB")


def _lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows that hold something, with their numbers; formatting without values is passed over."""
    empty = 0
    for number, values in enumerate(rows, start=1):
        if any(value is not None and value != "" for value in values):
            empty = 0
            yield number, values
        else:
            empty += 1
            if empty > _MOST_EMPTY:
                return


def _heading(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _kind(headings: tuple[str, ...]) -> Kind | None:
    for kind, telling in _TELLING.items():
        if sum(word in headings for word in telling) >= 2:
            return kind
    return None


def _sheet(
    path: Path,
    name: str,
    kind: Kind,
    headings: tuple[str, ...],
    lines: Iterator[tuple[int, tuple[Any, ...]]],
) -> Sheet:
    from openpyxl.utils import get_column_letter

    where = f"{path.name}, sheet {name!r}"
    places = {column: _place(column, headings, where) for column in COLUMNS[kind]}
    rows, raw = [], []
    for number, values in lines:
        cells = {
            column.name: _value(
                values[at] if at < len(values) else None, where, headings, at, number
            )
            for column, at in places.items()
            if at is not None
        }
        rows.append(Row(number, cells))
        raw.append(tuple(value for value, _ in zip_longest(values, headings)))
    if not rows:
        raise UserError(f"{where} has headings but no rows", remedy="Give the filled workbook")
    letters = {
        column.name: get_column_letter(at + 1) for column, at in places.items() if at is not None
    }
    return Sheet(kind, path.name, name, tuple(rows), letters, headings, tuple(raw))


def _place(column: Column, headings: tuple[str, ...], where: str) -> int | None:
    """Where a column stands: by its whole heading, else by what the heading starts with.

    Of two with the same heading the first is taken: the review repeats its titles.
    """
    wanted = column.heading.casefold()
    exact = [at for at, heading in enumerate(headings) if heading.casefold() == wanted]
    near = [at for at, heading in enumerate(headings) if heading.casefold().startswith(wanted)]
    if exact or len(near) == 1:
        return (exact or near)[0]
    if column.optional:
        return None
    raise UserError(
        f"{where}: the column {column.heading!r} is missing",
        remedy="Name it again in the first row as it was, or take the original workbook",
    )


def _value(value: Any, where: str, headings: tuple[str, ...], at: int, number: int) -> Value:
    if value is None or isinstance(value, str | int | float):
        return value
    raise UserError(
        f"{where}: row {number}, column {headings[at]!r} holds a {type(value).__name__},"
        " not text or a number",
        remedy="Format the column as text and fill it in again",
    )


def _refused(path: Path, what: str) -> UserError:
    return UserError(f"{path.name} {what}", remedy="Give the review's .xlsx as it was published")
