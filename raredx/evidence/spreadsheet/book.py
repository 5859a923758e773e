"""A workbook as the cells of its sheets, whoever made it and however it is broken."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from raredx.errors import UserError
from raredx.evidence.spreadsheet.cells import MOST_CELLS, Cell, Sheet
from raredx.evidence.spreadsheet.container import File, open_workbook, refused
from raredx.evidence.spreadsheet.parts import DamagedError, Part, read_part, related
from raredx.evidence.spreadsheet.strings import Strings

_LONGEST_FORMAT = 255  # what a spreadsheet allows; the test for dates is slow on longer ones


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet that hold something, by row and column, both counted from 1."""

    name: str
    rows: dict[int, dict[int, Cell]]
    merged: str  # the first merged range, if there is one


def read_grids(file: File) -> list[Grid]:
    """All sheets of a workbook, in their order.

    Raises
    ------
    UserError
        Why the file is not read, or where it has more than is read.
    """
    with open_workbook(file) as archive:
        try:
            return list(_grids(archive, file.name))
        except (UserError, MemoryError):
            raise
        except DamagedError as error:
            raise refused(file.name, f"is damaged: {error}") from None
        except Exception as error:  # noqa: BLE001 - a stranger's file breaks in many ways
            raise refused(file.name, f"is damaged ({type(error).__name__})") from None


def _grids(archive: zipfile.ZipFile, file: str) -> Iterator[Grid]:
    book = _only(related(archive, "", "officeDocument"))
    if not book:
        raise refused(file, "is an archive, but not a workbook")
    shared = _only(related(archive, book, "sharedStrings"))
    looks = _only(related(archive, book, "styles"))
    strings = read_part(archive, shared, Strings()).found if shared else []
    dates = read_part(archive, looks, _Styles()).dates if looks else set()
    names, room = related(archive, book, "worksheet"), MOST_CELLS
    read: set[str] = set()
    for title, key in read_part(archive, book, _Book()).sheets:
        name = names.get(key)
        if name is None:  # a chart, which has no cells
            continue
        if name in read:
            raise DamagedError("two sheets are one")
        read.add(name)
        sheet = Sheet(f"{file}, sheet {title[:60]!r}", strings, dates, room)
        read_part(archive, name, sheet)
        room = sheet.room
        yield Grid(title, dict(sorted(sheet.rows.items())), sheet.merged)


def _only(parts: dict[str, str]) -> str | None:
    return next(iter(parts.values()), None)


class _Book(Part):
    """The workbook itself: the names of its sheets, and the keys of their parts."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keep a sheet."""
        if name == "sheet":
            keys = [value for key, value in attributes.items() if key.endswith(" id")]
            self.sheets += [(attributes["name"], key) for key in keys]


class _Styles(Part):
    """The styles that show a number as a date."""

    def __init__(self) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # takes time to load

        self.dates: set[str] = set()
        self._is_date = is_date_format
        self._formats: dict[str, str | None] = {str(n): f for n, f in BUILTIN_FORMATS.items()}
        self._of_cells = False
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Look at a format or a cell's style."""
        if name == "numFmt":
            self._formats[attributes["numFmtId"]] = attributes["formatCode"][:_LONGEST_FORMAT]
        elif name == "cellXfs":
            self._of_cells = True
        elif name == "xf" and self._of_cells:
            if self._is_date(self._formats.get(attributes.get("numFmtId", "0"))):
                self.dates.add(str(self._count))
            self._count += 1

    def end(self, name: str) -> None:
        """The cells' styles end."""
        if name == "cellXfs":
            self._of_cells = False
