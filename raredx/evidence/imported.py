"""The review's workbooks in your workspace: every cell as it stands, and the facts made of them.

The shipped facts are those of the workbooks as they were published. Another edition has its own:
once both of its workbooks are imported, facts are made of them anew and take the others' place.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from raredx import __version__
from raredx.errors import UserError
from raredx.evidence import catalogue
from raredx.evidence.cell_store import Cell, cells_in, texts_in, write_cells
from raredx.evidence.fetch import is_as_published
from raredx.evidence.spreadsheet import File, read_file
from raredx.evidence.workbook import COLUMNS, Kind, Sheet, read_workbook
from raredx.files import build_folder, write_whole
from raredx.settings import settings

if TYPE_CHECKING:
    from raredx.evidence.store import Store

NAMES: dict[Kind, str] = {"studies": "studies", "datasets": "data sets"}
_CARD, _CELLS, _FACTS = "card.json", "cells.sqlite", "facts"
_AGAIN = "Import the workbooks again, or remove them with `raredx evidence import --forget`"


class Workbook(BaseModel):
    """A workbook that was imported."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Kind
    file: str
    sha256: str
    sheet: str
    rows: int
    columns: int
    imported: datetime

    @property
    def as_published(self) -> bool:
        """Whether the shipped facts are made of these very bytes."""
        return is_as_published(self.sha256)


_Read = tuple[Workbook, File, Sheet]


class Imported(BaseModel):
    """What was imported, and whose facts hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    workbooks: tuple[Workbook, ...]
    facts: Literal["shipped", "imported"]
    version: str  # of RareDx, which made the facts

    @property
    def shown(self) -> tuple[Kind, ...]:
        """The kinds whose cells are those that the facts were made of."""
        return tuple(
            workbook.kind
            for workbook in self.workbooks
            if self.facts == "imported" or workbook.as_published
        )

    def __str__(self) -> str:
        if self.facts == "imported":
            return "The facts are made of the imported workbooks."
        if len(self.shown) == len(self.workbooks):
            return "The shipped facts are those of the imported workbooks."
        here = {workbook.kind for workbook in self.workbooks}
        missing = next(name for kind, name in NAMES.items() if kind not in here)
        return (
            "This is another edition than the shipped facts were made of: it is shown once the"
            f" workbook of {missing} is imported too."
        )


def import_workbooks(files: Iterable[Path | File]) -> Imported:
    """Read one or both workbooks and keep all they hold; one imported before stays beside it.

    Raises
    ------
    UserError
        What is not as expected; what was imported before then is as it was.
    """
    return _keep(_read(files))


def read_imported() -> Imported | None:
    """What was imported; None if nothing was."""
    try:
        return Imported.model_validate_json((_folder() / _CARD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValidationError, ValueError):
        raise UserError("The card of the imported workbooks is damaged", remedy=_AGAIN) from None


def current() -> Store:
    """The facts that hold, in memory: the shipped ones, or those of the imported workbooks.

    The store is made once for what lies in the workspace; to ask again costs a look at one file.
    """
    try:
        card = (_folder() / _CARD).stat()
    except FileNotFoundError:
        return _store()
    return _store(str(_folder()), card.st_ino, card.st_mtime_ns)


def cells_of(record: str) -> list[Cell]:
    """The cells of a study (`S007`) or a data set (`D07`); none if its workbook is not here."""
    kind: Kind = "datasets" if record.startswith("D") else "studies"
    try:
        return cells_in(_folder() / _CELLS, record) if _is_shown(kind) else []
    except sqlite3.DatabaseError:
        raise UserError("The imported cells are damaged", remedy=_AGAIN) from None


def forget() -> bool:
    """Remove what was imported, all of it at once; False if nothing was."""
    there = _folder().exists()
    if there:
        with build_folder(_folder()):
            pass  # an empty folder takes its place
        with suppress(OSError):  # another import has filled it meanwhile
            _folder().rmdir()
    return there


def _folder() -> Path:
    return settings().workspace / "evidence" / "imported"


def _copy(kind: Kind) -> str:
    return f"{kind}.xlsx"


def _is_shown(kind: Kind) -> bool:
    imported = read_imported()
    return imported is not None and kind in imported.shown


def _read(files: Iterable[Path | File]) -> dict[Kind, _Read]:
    """The workbooks given, by their kinds."""
    given: dict[Kind, _Read] = {}
    for source in files:
        file = source if isinstance(source, File) else read_file(source)
        sheet = read_workbook(file)
        if sheet.kind in given:
            raise UserError(
                f"{given[sheet.kind][1].name} and {file.name} both hold {NAMES[sheet.kind]}",
                remedy="Give one workbook of each kind",
            )
        workbook = Workbook(
            kind=sheet.kind,
            file=file.name,
            sha256=hashlib.sha256(file.data).hexdigest(),
            sheet=sheet.name,
            rows=len(sheet.rows),
            columns=len(sheet.headings),
            imported=datetime.now(UTC).replace(microsecond=0),
        )
        given[sheet.kind] = (workbook, file, sheet)
    if not given:
        raise UserError("No workbook is given", remedy="Give one or both .xlsx of the review")
    return given


def _keep(given: dict[Kind, _Read]) -> Imported:
    """Put workbooks into the workspace, beside those of another kind that are there."""
    with build_folder(_folder()) as folder:
        missing = [kind for kind in COLUMNS if kind not in given]
        given |= {kept[0].kind: kept for kept in _kept(missing)}
        workbooks = tuple(given[kind][0] for kind in COLUMNS if kind in given)
        for workbook, file, _ in given.values():
            (folder / _copy(workbook.kind)).write_bytes(file.data)
        write_cells(folder / _CELLS, [sheet for _, _, sheet in given.values()])
        another = len(given) == len(COLUMNS) and not all(one.as_published for one in workbooks)
        if another:
            _write_facts(folder / _FACTS, given["studies"][2], given["datasets"][2])
        facts: Literal["shipped", "imported"] = "imported" if another else "shipped"
        imported = Imported(workbooks=workbooks, facts=facts, version=__version__)
        write_whole(folder / _CARD, imported.model_dump_json(indent=2) + "\n")
    return imported


def _kept(kinds: list[Kind]) -> Iterator[_Read]:
    """The workbooks of some kinds that were imported before, read again."""
    imported = read_imported() if kinds else None
    for workbook in imported.workbooks if imported else ():
        if workbook.kind in kinds:
            file = File(workbook.file, read_file(_folder() / _copy(workbook.kind)).data)
            yield workbook, file, read_workbook(file)


def _write_facts(folder: Path, studies: Sheet, datasets: Sheet) -> None:
    from raredx.evidence.store import Store

    folder.mkdir()
    tables = catalogue.build(studies, datasets)
    try:
        Store(tables)
    except (ValueError, OverflowError) as error:  # pages could not open it either
        raise UserError(
            f"A number of citations or a sample size is beyond all bounds: {error}",
            remedy="Correct it in the workbook",
        ) from None
    for name, table in tables.items():
        text = catalogue.as_csv(table, catalogue.COLUMNS[name])
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


@lru_cache(maxsize=1)
def _store(*stamp: str | int) -> Store:
    """The store of the facts that hold; the stamp stands for what lies in the workspace."""
    from raredx.evidence.store import Store, shipped  # it loads numpy and DuckDB

    imported = read_imported() if stamp else None
    if imported is None:
        return shipped()
    if imported.version != __version__:
        imported = _keep({})
    try:
        made = imported.facts == "imported"
        tables = catalogue.read(_folder() / _FACTS) if made else shipped().tables
        return Store(tables, cells=_texts(imported))
    except UserError as error:
        raise UserError(f"Of the imported facts: {error.problem}", remedy=_AGAIN) from None


def _texts(imported: Imported) -> dict[str, str]:
    """The words of the cells that are shown, by study and data set."""
    try:
        texts = texts_in(_folder() / _CELLS)
    except sqlite3.DatabaseError:
        raise UserError("the cells are damaged", remedy=_AGAIN) from None
    letters = {"studies": "S", "datasets": "D"}
    shown = {letters[kind] for kind in imported.shown}
    return {record: text for record, text in texts.items() if record[0] in shown}
