"""The review's workbooks in your workspace: every cell as it stands, and the facts made of them.

The shipped facts are those of the workbooks as they were published. Another edition has its own:
once both of its workbooks are imported, facts are made of them anew and take the others' place.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from raredx.errors import UserError
from raredx.evidence import catalogue
from raredx.evidence.cell_store import Cell, cells_in, records_with, write_cells
from raredx.evidence.fetch import is_as_published
from raredx.evidence.spreadsheet import File, read_file
from raredx.evidence.study_tables import Table
from raredx.evidence.workbook import COLUMNS, Kind, Sheet, read_workbook
from raredx.files import build_folder, write_whole
from raredx.settings import settings

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


class Imported(BaseModel):
    """What was imported, and whose facts hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    workbooks: tuple[Workbook, ...]
    facts: Literal["shipped", "imported"]

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
    given = _read(files)
    with build_folder(_folder()) as folder:
        given |= _kept(but=given)
        workbooks = tuple(given[kind][0] for kind in COLUMNS if kind in given)
        for workbook, file, _ in given.values():
            (folder / _copy(workbook.kind)).write_bytes(file.data)
        write_cells(folder / _CELLS, [sheet for _, _, sheet in given.values()])
        another = len(given) == len(COLUMNS) and not all(one.as_published for one in workbooks)
        if another:
            _write_facts(folder / _FACTS, given["studies"][2], given["datasets"][2])
        imported = Imported(workbooks=workbooks, facts="imported" if another else "shipped")
        write_whole(folder / _CARD, imported.model_dump_json(indent=2) + "\n")
    return imported


def read_imported() -> Imported | None:
    """What was imported; None if nothing was."""
    try:
        return Imported.model_validate_json((_folder() / _CARD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValidationError, ValueError):
        raise UserError("The card of the imported workbooks is damaged", remedy=_AGAIN) from None


def facts() -> dict[str, Table]:
    """The tables of facts that hold: the shipped ones, or those of the imported workbooks."""
    imported = read_imported()
    if imported is None or imported.facts == "shipped":
        return catalogue.read()
    try:
        return catalogue.read(_folder() / _FACTS)
    except UserError as error:
        raise UserError(f"Of the imported facts: {error.problem}", remedy=_AGAIN) from None


def cells_of(record: str) -> list[Cell]:
    """The cells of a study (`S007`) or a data set (`D07`); none if its workbook is not here."""
    kind: Kind = "datasets" if record.startswith("D") else "studies"
    try:
        return cells_in(_folder() / _CELLS, record) if _is_shown(kind) else []
    except sqlite3.DatabaseError:
        raise UserError("The imported cells are damaged", remedy=_AGAIN) from None


def search_cells(text: str, *, kind: Kind = "studies") -> list[str]:
    """The studies, or data sets, whose cells hold all the words of a text, in their order."""
    try:
        return records_with(_folder() / _CELLS, kind, text) if _is_shown(kind) else []
    except sqlite3.DatabaseError:
        raise UserError("The imported cells are damaged", remedy=_AGAIN) from None


def forget() -> bool:
    """Remove what was imported; False if nothing was."""
    if not _folder().exists():
        return False
    shutil.rmtree(_folder())
    return True


def _folder() -> Path:
    return settings().workspace / "evidence" / "imported"


def _copy(kind: Kind) -> str:
    return f"{kind}.xlsx"


def _is_shown(kind: Kind) -> bool:
    imported = read_imported()
    return imported is not None and kind in imported.shown


def _read(files: Iterable[Path | File]) -> dict[Kind, tuple[Workbook, File, Sheet]]:
    """The workbooks given, by their kinds."""
    given: dict[Kind, tuple[Workbook, File, Sheet]] = {}
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


def _kept(*, but: Iterable[Kind]) -> dict[Kind, tuple[Workbook, File, Sheet]]:
    """The workbooks of other kinds imported before, read again; none where they are damaged."""
    try:
        imported = read_imported()
        found = {}
        for workbook in imported.workbooks if imported else ():
            if workbook.kind not in but:
                data = read_file(_folder() / _copy(workbook.kind)).data
                file = File(workbook.file, data)
                found[workbook.kind] = (workbook, file, read_workbook(file))
    except UserError:
        return {}
    return found


def _write_facts(folder: Path, studies: Sheet, datasets: Sheet) -> None:
    folder.mkdir()
    for name, table in catalogue.build(studies, datasets).items():
        text = catalogue.as_csv(table, catalogue.COLUMNS[name])
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
