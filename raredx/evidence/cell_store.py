"""Every cell of a workbook in one small database file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from raredx.evidence.dataset_tables import dataset_id
from raredx.evidence.filters import folded
from raredx.evidence.study_tables import study_id
from raredx.evidence.workbook import Sheet

_SCHEMA = """
create table cell (id text, kind text, heading text, address text, text text, folded text);
create index cell_id on cell (id);
"""
_IDS = {"studies": study_id, "datasets": dataset_id}


@dataclass(frozen=True)
class Cell:
    """A cell of the review as it stands."""

    heading: str
    address: str
    text: str


def write_cells(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write all cells that hold something, in the order of their sheets."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
        for sheet in sheets:
            connection.executemany(
                "insert into cell values (?, ?, ?, ?, ?, ?)",
                (
                    (_IDS[sheet.kind](row), sheet.kind, heading, address, text, folded(text))
                    for row, heading, address, text in sheet.cells()
                ),
            )
        connection.commit()


def cells_in(path: Path, record: str) -> list[Cell]:
    """The cells of a study or a data set, in their order."""
    with closing(_opened(path)) as connection:
        found = connection.execute(
            "select heading, address, text from cell where id = ? order by rowid", [record]
        )
        return [Cell(*row) for row in found]


def texts_in(path: Path) -> dict[str, str]:
    """All that stands in the cells of each study and data set, folded for search."""
    with closing(_opened(path)) as connection:
        return dict(
            connection.execute("select id, group_concat(folded, ' | ') from cell group by id")
        )


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
