"""The cells of a sheet that hold something, as they stand, within bounds.

Formatting without values is passed over as it comes: a million rows of it cost seconds and no
memory.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from raredx.errors import UserError
from raredx.evidence.spreadsheet.parts import DamagedError, Part
from raredx.evidence.spreadsheet.strings import Text, unescaped

Kind = Literal["text", "number", "date", "truth", "error"]

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 1_000_000  # of all sheets together
LONGEST_TEXT = 32_767  # what a spreadsheet allows in a cell
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_LONGEST_NUMBER = 32
_EXACT = 1 << 53  # below it a whole number may be written as 2024.0, which some programs do
_KINDS: dict[str, Kind] = {"e": "error", "d": "date"}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_PLAIN_NUMBER = re.compile(r"=[-+]?[0-9]{1,15}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, of which kind, and the formula that gave it."""

    value: str | int | float
    kind: Kind
    formula: str = ""


@cache
def letters(column: int) -> str:
    """The letters of a column.

    >>> letters(1), letters(28), letters(16_384)
    ('A', 'AB', 'XFD')
    """
    before, last = divmod(column - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


class Sheet(Part):
    """Takes the cells of a sheet; `where` names it in what is told."""

    def __init__(self, where: str, strings: list[str], dates: set[str], room: int) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged = ""
        self.room = room
        self._where, self._strings, self._dates = where, strings, dates
        self._row = self._column = 0
        self._cell: dict[str, str] = {}  # the attributes of the cell at hand
        self._parts: dict[str, list[str]] = {}  # its value and formula
        self._into: list[str] | None = None
        self._inline = Text()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or what stands in it."""
        if name == "c":
            address = attributes.get("r")
            self._column = _column_of(address) if address else self._column + 1
            self._cell, self._parts = attributes, {}
        elif name in ("v", "f"):
            self._into = self._parts.setdefault(name, [])
        elif name == "row":
            number = attributes.get("r")
            self._row = _row_of(number) if number else self._row + 1
            self._column = 0
        elif name == "mergeCell":
            self.merged = self.merged or attributes["ref"][:40]
        elif name == "is":
            self._inline = Text()
        else:
            self._inline.start(name)

    def end(self, name: str) -> None:
        """A cell, or what stands in it, is at its end."""
        if name == "c":
            if self._parts or self._cell.get("t") == "inlineStr":
                self._keep()
        elif name in ("v", "f"):
            self._into = None
        else:
            self._inline.end(name)

    def text(self, text: str) -> None:
        """Text stands there."""
        if self._into is not None:
            self._into.append(text)
        else:
            self._inline.add(text)

    def _keep(self) -> None:
        """Keep the cell at hand if it holds something, within the bounds."""
        cell = self._value()
        if cell is None:
            return
        address = f"{letters(self._column)}{self._row}"
        if isinstance(cell.value, str) and len(cell.value) > LONGEST_TEXT:
            raise UserError(
                f"{self._where}: {address} holds {len(cell.value):,} characters; a spreadsheet"
                f" allows {LONGEST_TEXT:,}",
                remedy="Shorten it",
            )
        row = self.rows.setdefault(self._row, {})
        if self._column in row:
            raise DamagedError(f"the cell {address} stands twice")
        row[self._column] = cell
        self.room -= 1
        if self._column > MOST_COLUMNS or len(self.rows) > MOST_ROWS or self.room < 0:
            raise UserError(
                f"{self._where}: {address} is beyond what is read: {MOST_ROWS:,} rows,"
                f" {MOST_COLUMNS} columns, {MOST_CELLS:,} cells in all",
                remedy="Delete the rows and columns that do not belong to the review",
            )

    def _value(self) -> Cell | None:
        """What the cell at hand holds, if anything."""
        kind = self._cell.get("t", "n")
        stated = "".join(self._parts.get("v", ()))
        formula = "=" + "".join(self._parts["f"]) if "f" in self._parts else ""
        if kind == "inlineStr":
            stated = self._inline.take()
        if _PLAIN_NUMBER.fullmatch(formula):
            return Cell(_number(formula[1:]), "number")
        if not stated:
            return Cell(formula, "text", formula) if formula else None
        if kind == "s":
            stated = _shared(self._strings, stated)
            return Cell(stated, "text", formula) if stated else None
        if kind == "n":
            dated = self._cell.get("s") in self._dates
            return Cell(_number(stated), "date" if dated else "number", formula)
        if kind == "b":
            return Cell("FALSE" if stated == "0" else "TRUE", "truth", formula)
        return Cell(unescaped(stated), _KINDS.get(kind, "text"), formula)


@cache
def _columns() -> dict[str, int]:
    return {letters(column): column for column in range(1, _LAST_COLUMN + 1)}


def _column_of(address: str) -> int:
    column = _columns().get(address.rstrip("0123456789"))
    if column is None:
        raise DamagedError(f"it has a cell {address[:20]!r}")
    return column


def _row_of(number: str) -> int:
    if not (number.isdecimal() and len(number) <= 7 and 0 < int(number) <= _LAST_ROW):
        raise DamagedError(f"it has a row {number[:20]!r}")
    return int(number)


def _shared(strings: list[str], number: str) -> str:
    if not (number.isdecimal() and len(number) <= 9 and int(number) < len(strings)):
        raise DamagedError(f"it has no text {number[:20]!r}")
    return strings[int(number)]


def _number(stated: str) -> int | float:
    if len(stated) > _LONGEST_NUMBER:
        raise DamagedError("a number has more digits than a spreadsheet writes")
    if _WHOLE.fullmatch(stated):
        return int(stated)
    value = float(stated)
    if not math.isfinite(value):
        raise DamagedError(f"it has a number {stated!r}")
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
