"""Two cohorts in one: an image that is in both is kept once, if both say the same of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from raredx.cohorts.parts import Part
from raredx.errors import UserError
from raredx.words import count

_SAME = ("label", "subject_id", "origin")  # what both must say of an image


def merged(one: Sequence[Part], two: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of both, without the images of the second that the first has too."""
    schema = unified([*one, *two])
    columns = ("image_id", *_SAME)
    first = pa.concat_tables([part.table(*columns) for part in one])
    parts = list(one)
    for part in two:
        rows = part.table(*columns)
        shared = rows.filter(pc.is_in(rows["image_id"], first["image_id"].combine_chunks()))
        if len(shared):
            _check_agreement(first, shared)
            ids = shared["image_id"].combine_chunks()
            part = part.narrowed(~pc.field("image_id").isin(ids))
        parts.append(part)
    return tuple(replace(part, schema=schema) for part in parts)


def unified(parts: Sequence[Part]) -> pa.Schema:
    """The columns of all parts, if each is of one kind."""
    try:
        return pa.unify_schemas([part.schema for part in parts], promote_options="permissive")
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        raise UserError(
            f"The cohorts have a column of one name that holds different kinds: {_odd(parts)}",
            remedy="Derive it anew in one of them",
        ) from None


def _check_agreement(first: pa.Table, shared: pa.Table) -> None:
    both = shared.join(first, "image_id", join_type="inner", right_suffix=" before")
    for name in _SAME:
        differ = both.filter(
            pc.not_equal(pc.fill_null(both[name], ""), pc.fill_null(both[f"{name} before"], ""))
        )
        if len(differ):
            row = differ.slice(0, 1).to_pylist()[0]
            raise UserError(
                f"{count(len(differ), 'image')} would have two values of {name}, such as "
                f"{row['image_id']}: {row[f'{name} before']!r} and {row[name]!r}",
                remedy="Decide which is right, and leave the image out of the other cohort",
            )


def _odd(parts: Sequence[Part]) -> str:
    kinds: dict[str, set[str]] = {}
    for part in parts:
        for field in part.schema:
            kinds.setdefault(field.name, set()).add(str(field.type))
    name, found = next((name, found) for name, found in kinds.items() if len(found) > 1)
    return f"{name} ({' and '.join(sorted(found))})"
