"""New columns beside the old ones, or in their place; what an image is stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pyarrow as pa

from raredx.cohorts.manifest import FIXED, NEEDED, SCHEMA
from raredx.errors import UserError

Values: TypeAlias = (
    str | int | float | Sequence[Any] | Mapping[str, Any] | pa.Array | pa.ChunkedArray | None
)
"""One value for all images, one for each in the order of the rows, or some by image id."""


def derived(rows: pa.Table, columns: Mapping[str, Values]) -> pa.Table:
    """The rows with columns added or replaced."""
    for name, values in columns.items():
        if name in FIXED:
            raise UserError(
                f"The column {name} belongs to the images and cannot be changed",
                remedy="Build a new cohort from new images instead (raredx.cohorts.building)",
            )
        column = _column(rows, name, values)
        if name in NEEDED and column.null_count:
            raise UserError(
                f"{column.null_count:,} of {len(rows):,} images would have no {name}",
                remedy=f"Give every image its {name}",
            )
        if name in rows.column_names:
            rows = rows.set_column(rows.column_names.index(name), name, column)
        else:
            rows = rows.append_column(name, column)
    return rows


def _column(rows: pa.Table, name: str, values: Values) -> pa.Array | pa.ChunkedArray:
    kind = SCHEMA.field(name).type if name in SCHEMA.names else None
    try:
        if isinstance(values, pa.Array | pa.ChunkedArray):
            found = values.cast(kind) if kind else values
        elif isinstance(values, Mapping):
            old = rows[name].to_pylist() if name in rows.column_names else [None] * len(rows)
            ids = rows["image_id"].to_pylist()
            found = pa.array(
                [values.get(id, before) for id, before in zip(ids, old, strict=True)], kind
            )
        elif values is None or isinstance(values, str | int | float):
            found = pa.array([values] * len(rows), kind)
        else:
            found = pa.array(list(values), kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        raise UserError(
            f"The values for the column {name} are not of one kind, or not {kind}",
            remedy="Give values of one kind, or None where there is none",
        ) from None
    if len(found) != len(rows):
        raise UserError(
            f"There are {len(found):,} values for the column {name}, and {len(rows):,} images",
            remedy="Give one value for each image, in the order of the rows",
        )
    return found
