"""A part of a cohort: rows that lie in one place, which of them are meant, and their images.

An opened cohort has one part, a merged one several. Nothing is read until it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from raredx.cohorts.manifest import conformed, damaged, open_table
from raredx.cohorts.pack import Images

Rows: TypeAlias = Path | pa.Table
_AHEAD = {"batch_readahead": 1, "fragment_readahead": 1}  # so that memory does not grow with rows


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """Rows of one manifest and the images that they name."""

    rows: Rows
    """A manifest on disk, or rows in memory."""
    images: Images
    schema: pa.Schema
    """The columns it has to the outside; one that is not in the rows is empty."""
    sides: Mapping[str, Rows] = field(default_factory=dict)
    where: pc.Expression | None = None

    @cached_property
    def length(self) -> int:
        """How many rows are meant."""
        with self._reading():
            return int(self._dataset.count_rows(filter=self.where, **_AHEAD))

    def narrowed(self, where: pc.Expression) -> Part:
        """The same part with fewer rows."""
        return replace(self, where=where if self.where is None else self.where & where)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows, some at a time."""
        with self._reading():
            yield from self._dataset.to_batches(columns=list(columns), filter=self.where, **_AHEAD)

    def table(self, *columns: str) -> pa.Table:
        """The rows, of some columns."""
        with self._reading():
            return self._dataset.to_table(columns=list(columns), filter=self.where, **_AHEAD)

    def side(self, name: str) -> pa.Table:
        """The rows of a side table that belong to the rows that are meant."""
        side = self.sides[name]
        with self._reading():
            dataset = open_table(side) if isinstance(side, Path) else ds.dataset(side)
            if self.where is None and isinstance(self.rows, Path):
                return dataset.to_table()
            ids = self.table("image_id")["image_id"].combine_chunks()
            return dataset.to_table(filter=pc.field("image_id").isin(ids))

    def path(self, image_id: str) -> str | None:
        """Where an image lies, or None if it is not of this part."""
        return self._index.path(image_id)

    @cached_property
    def _dataset(self) -> ds.Dataset:
        if isinstance(self.rows, Path):
            return open_table(self.rows, self.schema)
        return ds.dataset(conformed(self.rows, self.schema))

    @cached_property
    def _index(self) -> _Index:
        return _Index(self.table("image_id", "path"))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Whatever the reader of Parquet says of damaged bytes becomes one clear line."""
        try:
            yield
        except (pa.ArrowException, OSError):
            if not isinstance(self.rows, Path):
                raise
            raise damaged(self.rows) from None

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: the fields, not what is found out from them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


class _Index:
    """Where each image lies, found at once: an id and a number for each, beside its path."""

    def __init__(self, rows: pa.Table) -> None:
        ids = np.array(rows["image_id"].to_pylist(), dtype=np.bytes_)  # (rows,)
        self._order = np.argsort(ids)
        self._ids = ids[self._order]
        self._paths = rows["path"].combine_chunks()

    def path(self, image_id: str) -> str | None:
        """An image's path, or None."""
        wanted = np.bytes_(image_id.encode())
        place = int(np.searchsorted(self._ids, wanted))
        if place == len(self._ids) or self._ids[place] != wanted:
            return None
        return str(self._paths[int(self._order[place])].as_py())
