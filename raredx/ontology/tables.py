"""The files of `data/ontology`: read when first asked for, and checked for their columns.

The head has files of its own, which say all that is said of it. What is beyond the head stands in
`beyond_*.parquet` beside them, with the same columns, and is read only if all organs are asked for.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from raredx.errors import UserError
from raredx.settings import ROOT

if TYPE_CHECKING:
    import pyarrow

FOLDER = ROOT / "data" / "ontology"
COLUMNS = {
    "terms": ("id", "name", "definition", "parents", "face", "orpha", "omim", "key"),
    "synonyms": ("id", "synonym", "scope", "kind", "key"),
    "other_ids": ("id", "current", "how"),
    "diseases": ("id", "name", "category", "terms", "other_names", "key"),
}
ANNOTATION_COLUMNS = ("disease", "term", "denied", "frequency", "source", "evidence", "sex")
HEAD_STATEMENTS, STATEMENTS_BEYOND = "annotations.parquet", "beyond_annotations.parquet"
_REMEDY = "Bring it back with `git checkout data/ontology`, or run `raredx ontology rebuild`"


def rows(table: str, *, folder: Path = FOLDER) -> list[list[str]]:
    """The rows of a CSV table, in the order of `COLUMNS[table]`."""
    path = folder / f"{table}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            heading, *found = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:
        raise UserError(f"{path.name} cannot be read: {error}", remedy=_REMEDY) from None
    if tuple(heading) != COLUMNS[table] or any(len(row) != len(heading) for row in found):
        raise UserError(
            f"{path.name} has not the columns {', '.join(COLUMNS[table])}", remedy=_REMEDY
        )
    return found


def rows_beyond(table: str, *, folder: Path = FOLDER) -> list[list[str]]:
    """The rows that a table has beyond the head, in the order of `COLUMNS[table]`."""
    found = _parquet(folder / f"beyond_{table}.parquet", COLUMNS[table])
    return [list(row) for row in _tuples(found)]


def statements(*, folder: Path = FOLDER) -> list[tuple[Any, ...]]:
    """Every statement that a disease has a sign of the head or not.

    In the order of `ANNOTATION_COLUMNS`.
    """
    return _tuples(statement_table(HEAD_STATEMENTS, folder=folder))


def statement_table(name: str, *, folder: Path = FOLDER) -> pyarrow.Table:
    """The statements of the head, or those beyond it, as they lie in the file: by disease."""
    return _parquet(folder / name, ANNOTATION_COLUMNS)


@cache
def release(*, folder: Path = FOLDER) -> dict[str, Any]:
    """What release.json says: the release of HPO, and how many diseases each list annotates."""
    path = folder / "release.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path.name} cannot be read: {error}", remedy=_REMEDY) from None
    return found


def as_csv(table: Iterable[Mapping[str, str]], columns: tuple[str, ...]) -> str:
    """A table as CSV with one kind of line end, so that it is the same on every system."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue()


def write_beyond(path: Path, table: list[dict[str, str]], columns: tuple[str, ...]) -> None:
    """Write a table of what is beyond the head; the same rows give the same bytes."""
    _write(path, table, dict.fromkeys(columns, "string"))


def write_annotations(path: Path, table: list[dict[str, str | bool]]) -> None:
    """Write annotations as parquet; the same rows give the same bytes."""
    kinds = {name: "bool" if name == "denied" else "string" for name in ANNOTATION_COLUMNS}
    _write(path, table, kinds)


def _write(path: Path, table: Sequence[Mapping[str, object]], kinds: Mapping[str, str]) -> None:
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in kinds.items()])
    made = pyarrow.Table.from_pylist(list(table), schema=schema)
    pyarrow.parquet.write_table(made, path, compression="zstd", compression_level=19)


def _parquet(path: Path, columns: tuple[str, ...]) -> pyarrow.Table:
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:  # read_table takes longer to begin
            return file.read(columns=list(columns)).select(columns)
    except (OSError, KeyError, pyarrow.ArrowException) as error:
        line = str(error).splitlines()[0]
        raise UserError(f"{path.name} cannot be read: {line}", remedy=_REMEDY) from None


def _tuples(table: pyarrow.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
