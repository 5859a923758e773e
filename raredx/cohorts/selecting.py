"""What a selection means: a condition over the columns, that the reader of the rows understands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from raredx.errors import UserError

Scalar: TypeAlias = str | int | float | None
Wanted: TypeAlias = Scalar | Collection[Scalar] | pa.Array | pa.ChunkedArray


def matching(schema: pa.Schema, wanted: Mapping[str, Wanted]) -> pc.Expression:
    """The condition that every column has its wanted value, or one of several.

    None stands for a missing value. A column that holds lists, as `phenotypes` does, matches if
    any of its values is wanted.
    """
    condition = pc.scalar(True)
    for name, values in wanted.items():
        if name not in schema.names:
            raise UserError(
                f"The cohort has no column {name!r}",
                remedy=f"Select by one of: {', '.join(schema.names)}",
            )
        condition &= _one_of(schema.field(name), _listed(values))
    return condition


def _one_of(column: pa.Field, values: list[Scalar]) -> pc.Expression:
    here = pc.field(column.name)
    some = [value for value in values if value is not None]
    if pa.types.is_list(column.type):
        joined = pc.binary_join(here, "\n")  # ids hold no line end, and none is part of another
        found = (pc.match_substring(joined, str(value)) for value in some)
        return _any([pc.is_valid(here) & one for one in found], values, here)
    try:
        known = pa.array(some, column.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        raise UserError(
            f"The column {column.name} holds {column.type}, so {some[0]!r} is never in it",
            remedy="Select by a value of that kind",
        ) from None
    return _any([here.isin(known)] if some else [], values, here)


def _any(
    conditions: Iterable[pc.Expression], values: list[Scalar], here: pc.Expression
) -> pc.Expression:
    found = pc.scalar(False)
    for condition in conditions:
        found |= condition
    return found | here.is_null() if None in values else found


def _listed(values: Wanted) -> list[Scalar]:
    if values is None or isinstance(values, str | int | float):
        return [values]
    return list(values.to_pylist() if hasattr(values, "to_pylist") else values)
