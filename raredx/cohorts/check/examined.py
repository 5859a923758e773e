"""A cohort as the rules see it: its table, measures of its images, and which are copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from raredx.cohorts.check.copies import Copy

Placed = tuple[str, ...]
"""Where a row stands in a split: its part, then its fold in each repeat; () if it is left out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Examined:
    """What is known of a cohort before any rule is asked."""

    table: pa.Table
    """The manifest, a row for each image."""
    measures: Mapping[str, NDArray[np.float64]]
    """What `measures.measure` gives, by name, in the order of the rows; nan if unreadable."""
    unreadable: Mapping[int, str] = field(default_factory=dict)
    """Rows whose image cannot be read, and why."""
    copies: tuple[Copy, ...] = ()
    splits: Mapping[str, list[Placed]] = field(default_factory=dict)
    """Where each row stands in the cohort's splits, by the split's name."""

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def column(self, name: str) -> list[Any]:
        """The values of a column; None in every row if there is no such column."""
        if name not in self.table.column_names:
            return [None] * len(self)
        values: list[Any] = self.table.column(name).to_pylist()
        return values

    def rows_by(self, name: str) -> dict[Any, list[int]]:
        """The rows of every value of a column; rows without a value are left out."""
        rows: dict[Any, list[int]] = {}
        for row, value in enumerate(self.column(name)):
            if value not in (None, ""):
                rows.setdefault(value, []).append(row)
        return rows
