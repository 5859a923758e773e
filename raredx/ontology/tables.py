"""The files of `data/ontology`: read when first asked for, and checked for their columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from raredx.errors import UserError
from raredx.settings import ROOT

FOLDER = ROOT / "data" / "ontology"
COLUMNS = {
    "terms": ("id", "name", "definition", "parents", "face", "orpha", "omim", "key"),
    "synonyms": ("id", "synonym", "scope", "kind", "key"),
    "other_ids": ("id", "current", "how"),
    "diseases": ("id", "name", "category", "terms", "other_names", "key"),
}
ANNOTATION_COLUMNS = ("disease", "term", "denied", "frequency", "source", "evidence", "sex")
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


def statements(*, folder: Path = FOLDER) -> list[tuple[Any, ...]]:
    """Every statement that a disease has a sign or not, in the order of `ANNOTATION_COLUMNS`."""
    import pyarrow
    import pyarrow.parquet

    path = folder / "annotations.parquet"
    try:
        table = pyarrow.parquet.read_table(path, columns=list(ANNOTATION_COLUMNS))
    except (OSError, pyarrow.ArrowException) as error:
        line = str(error).splitlines()[0]
        raise UserError(f"{path.name} cannot be read: {line}", remedy=_REMEDY) from None
    return list(zip(*(table[name].to_pylist() for name in ANNOTATION_COLUMNS), strict=True))


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


def write_annotations(path: Path, table: list[dict[str, str | bool]]) -> None:
    """Write the annotations as parquet; the same rows give the same bytes."""
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema(
        [
            (name, pyarrow.bool_() if name == "denied" else pyarrow.string())
            for name in ANNOTATION_COLUMNS
        ]
    )
    made = pyarrow.Table.from_pylist(table, schema=schema)
    pyarrow.parquet.write_table(made, path, compression="zstd", compression_level=19)
