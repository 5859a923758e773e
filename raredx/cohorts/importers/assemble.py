"""From what was planned and what came in to the rows of a cohort, and the tables beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from raredx.cohorts.importers.faults import sentence
from raredx.cohorts.importers.layout import Item
from raredx.cohorts.importers.reading import Came
from raredx.cohorts.manifest import as_rows

REFUSED, FILES, IMPORTED = "refused", "files", "imported"
_TEXT = pa.string()


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """The rows of an import and its tables."""

    rows: pa.Table
    imported: pa.Table
    """Beside the manifest: what each image's file was, and what was done with it."""
    refused: pa.Table
    """Files that have no row, each with its reason."""
    files: pa.Table
    """Which file each image was. Names of files can hold names of people: this stays here."""


def assemble(
    items: Sequence[Item],
    refused: Sequence[tuple[str, str]],
    came: Mapping[str, Came],
    *,
    defaults: Mapping[str, str],
) -> Assembled:
    """One row for each picture that came in; `defaults` fill what no file says.

    The same picture in two files is kept once. If their labels or subjects differ, the first
    stands, and the second is refused as a contradiction.
    """
    rows: dict[str, dict[str, Any]] = {}
    taken: dict[str, Came] = {}
    others = [(file, code, sentence(code)) for file, code in refused]
    for item in items:
        one = came[item.file]
        if one.code:
            others.append((item.file, one.code, one.says))
        elif one.image_id in rows:
            row, first = rows[one.image_id], taken[one.image_id].file
            same = row["label"] == item.label and item.subject in (None, row["subject_id"])
            code = "repeated" if same else "contradicted"
            others.append((item.file, code, f"{sentence(code)} ({first})"))
        else:
            taken[one.image_id] = one
            rows[one.image_id] = _row(item, one, defaults)
    table = pa.Table.from_pylist(list(rows.values())) if rows else pa.table({})
    return Assembled(
        rows=as_rows(_typed(table)),
        imported=_imported(list(taken.values())),
        refused=_texts(("file", "code", "says"), others),
        files=_texts(("file", "kept_as"), [(one.file, id) for id, one in taken.items()]),
    )


def _row(item: Item, one: Came, defaults: Mapping[str, str]) -> dict[str, Any]:
    facts = {name: getattr(one, name) for name in ("image_id", "path", "width", "height", "sha256")}
    said = {name: value for name, value in item.columns.items() if value is not None}
    return {
        **dict.fromkeys(item.columns),
        **defaults,
        **said,
        **facts,
        "label": item.label,
        "subject_id": item.subject or f"image-{one.image_id[:12]}",
    }


def _typed(table: pa.Table) -> pa.Table:
    """Columns in which nothing stands are of text."""
    for place, field in enumerate(table.schema):
        if pa.types.is_null(field.type):
            table = table.set_column(place, field.name, pa.nulls(len(table), _TEXT))
    return table


def _imported(came: Sequence[Came]) -> pa.Table:
    lists = pa.list_(_TEXT)
    return pa.table(
        {
            "image_id": pa.array([one.image_id for one in came], _TEXT),
            "format": pa.array([one.format for one in came], _TEXT),
            "given_sha256": pa.array([one.given_sha256 for one in came], _TEXT),
            "notes": pa.array([list(one.notes) for one in came], lists),
            "warnings": pa.array([list(one.warnings) for one in came], lists),
            "technical": pa.array([one.technical for one in came], _TEXT),
        }
    )


def _texts(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pa.table(
        {name: pa.array(list(column), _TEXT) for name, column in zip(names, columns, strict=True)}
    )
