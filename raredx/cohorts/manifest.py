"""The manifest: one row per image, the columns that every cohort has, and the laws they obey."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from raredx.errors import NotFoundError, UserError

MANIFEST = "manifest.parquet"
ORIGINS = ("real", "simulated", "synthetic")
"""Photographed or scanned; rendered from a 3-D model; sampled from a generator."""
GENERATED = "synthetic"
"""The origin of images that nobody took: none of them is ever judged, or learned to draw from."""

SCHEMA = pa.schema(
    [
        pa.field("image_id", pa.string(), nullable=False),  # hash of the decoded pixels
        pa.field("path", pa.string(), nullable=False),  # images/a1/<image_id>.png
        pa.field("subject_id", pa.string(), nullable=False),
        pa.field("label", pa.string()),
        pa.field("label_id", pa.string()),  # ORPHA:199, where there is such a code
        pa.field("origin", pa.string(), nullable=False),
        pa.field("source", pa.string()),  # the generator, simulator or import
        pa.field("sex", pa.string()),
        pa.field("age", pa.float32()),  # years
        pa.field("phenotypes", pa.list_(pa.string())),  # HP:0000316
        pa.field("licence", pa.string()),
        pa.field("width", pa.int32(), nullable=False),
        pa.field("height", pa.int32(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),  # of the file as it lies in the cohort
    ]
)
COLUMNS = tuple(SCHEMA.names)
NEEDED = tuple(field.name for field in SCHEMA if not field.nullable)
FIXED = ("image_id", "path", "origin", "width", "height", "sha256")
"""What belongs to an image for good: no step may change it."""

_CHECKED = ds.ParquetFileFormat(
    default_fragment_scan_options=ds.ParquetFragmentScanOptions(
        page_checksum_verification=True, pre_buffer=False, use_buffered_stream=True
    )
)
_UNIT, _RECORD = "\x1f", "\x1e"  # characters that no label can hold


def as_rows(rows: pa.Table | Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows in the manifest's order and types, further columns behind; or what is wrong with them.

    >>> as_rows([{"image_id": "a1", "origin": "painted"}])
    Traceback (most recent call last):
    ...
    raredx.errors.UserError: The rows have no column path, subject_id, width, height, sha256. ...
    """
    table = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(list(rows))
    if table.num_columns == 0:
        return SCHEMA.empty_table()
    if missing := [name for name in NEEDED if name not in table.column_names]:
        raise UserError(
            f"The rows have no column {', '.join(missing)}",
            remedy="Every image of a cohort needs them",
        )
    further = [name for name in table.column_names if name not in COLUMNS]
    columns = [_column(table, field) for field in SCHEMA] + [table[name] for name in further]
    fields = [*SCHEMA, *(table.schema.field(name) for name in further)]
    ordered = pa.Table.from_arrays(columns, schema=pa.schema(fields))
    check_rows(ordered)
    return ordered


def conformed(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Rows with just these columns; one that they have not is empty."""
    columns = [
        rows[field.name].cast(field.type)
        if field.name in rows.column_names
        else pa.chunked_array([pa.nulls(len(rows), field.type)])
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def check_rows(table: pa.Table) -> None:
    """Refuse rows without what they need, of no known origin, or with one image twice."""
    for name in NEEDED:
        if empty := table[name].null_count:
            raise UserError(
                f"{empty:,} of {len(table):,} images have no {name}",
                remedy=f"Give every image its {name}; "
                + (
                    f"it is one of {', '.join(ORIGINS)}" if name == "origin" else "none may lack it"
                ),
            )
    check_origins(table["origin"].unique().to_pylist())
    if (times := _most_often(table["image_id"]))[1] > 1:
        raise UserError(
            f"The image {times[0]} stands in {times[1]} rows",
            remedy="Keep one row per image: the same pixels have the same id",
        )


def check_origins(origins: Iterable[str | None]) -> None:
    """Refuse an origin that is missing or that nobody knows.

    >>> check_origins(["real", None])
    Traceback (most recent call last):
    ...
    raredx.errors.UserError: An image's origin is missing. Say real, simulated or synthetic.
    """
    for origin in origins:
        if origin not in ORIGINS:
            problem = f"{origin!r} is no origin" if origin else "An image's origin is missing"
            raise UserError(problem, remedy="Say real, simulated or synthetic")


def read_schema(file: Path) -> pa.Schema:
    """The columns of a manifest: those that every cohort has, in their own types, and the rest.

    Only the footer of the file is read.
    """
    found = open_table(file).schema
    if missing := [name for name in COLUMNS if name not in found.names]:
        raise _strange(f"{file} has no column {', '.join(missing)}")
    for field in SCHEMA:
        kind = found.field(field.name).type
        if not _fits(kind, field.type):
            raise _strange(f"The column {field.name} of {file} holds {kind}, not {field.type}")
    further = [field for field in found if field.name not in COLUMNS]
    return pa.schema([*(field.with_nullable(True) for field in SCHEMA), *further])


def open_table(file: Path, schema: pa.Schema | None = None) -> ds.Dataset:
    """A Parquet file of which only the footer is read yet; its columns as the schema wants them."""
    try:
        return ds.dataset(file, schema=schema, format=_CHECKED)
    except FileNotFoundError:
        raise NotFoundError(
            f"{file.parent} has no {file.name}",
            remedy="It is no cohort, or was moved or deleted in part: copy it again, whole",
        ) from None
    except (pa.ArrowException, OSError):
        raise damaged(file) from None


def damaged(file: Path | str) -> UserError:
    """The error for a table that cannot be read."""
    return UserError(
        f"{file} is damaged", remedy="Copy it again from where it came, or import again"
    )


def _strange(problem: str) -> UserError:
    return UserError(problem, remedy="It was written by another program: import its images instead")


def data_hash(rows: pa.Table) -> str:
    """The hash that names a cohort's data: over image ids, labels and subjects, in any order."""
    ordered = rows.select(["image_id", "label", "subject_id"]).sort_by("image_id")
    digest = hashlib.sha256()
    for batch in ordered.to_batches(max_chunksize=65_536):
        columns = [batch[name].fill_null("\0") for name in ("image_id", "label", "subject_id")]
        lines = pc.binary_join_element_wise(*columns, _UNIT).to_pylist()  # (rows,)
        digest.update("".join(line + _RECORD for line in lines).encode())
    return digest.hexdigest()


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name not in table.column_names:
        return pa.chunked_array([pa.nulls(len(table), field.type)])
    try:
        return table[field.name].cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise UserError(
            f"The column {field.name} holds {table[field.name].type}, which is no {field.type}",
            remedy="Give it values of that kind",
        ) from None


def _fits(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a column can be read as it is wanted; a large or dictionary-coded text is text."""
    kinds = pa.types
    if kinds.is_dictionary(found):
        found = found.value_type
    alike = {
        "list": kinds.is_list(found) or kinds.is_large_list(found),
        "string": kinds.is_string(found) or kinds.is_large_string(found),
        "float": kinds.is_floating(found) or kinds.is_integer(found),
        "int32": kinds.is_integer(found),
    }
    return any(alike[name] for name in alike if str(wanted).startswith(name)) or kinds.is_null(
        found
    )


def _most_often(ids: pa.ChunkedArray) -> tuple[str, int]:
    counts = ids.value_counts()
    if not len(counts):
        return "", 0
    place = pc.index(counts.field("counts"), pc.max(counts.field("counts"))).as_py()
    return counts.field("values")[place].as_py(), counts.field("counts")[place].as_py()
