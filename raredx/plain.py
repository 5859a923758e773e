"""Results as plain lists and numbers, for JSON and for tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = dict[str, Any]


def as_dict(result: DataclassInstance) -> Row:
    """The fields of a result by name."""
    return {field.name: plain(getattr(result, field.name)) for field in fields(result)}


def plain(value: Any) -> Any:
    """A value that JSON can hold: what is not a number becomes None.

    >>> plain({"p": np.array([0.5, np.nan]), "n": np.int64(3)})
    {'p': [0.5, None], 'n': 3}
    """
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def rows_of(**columns: Any) -> list[Row]:
    """Columns of one length as the rows of a table.

    >>> rows_of(condition=["K", "N"], auc=np.array([0.9, np.nan]))
    [{'condition': 'K', 'auc': 0.9}, {'condition': 'N', 'auc': None}]
    """
    values = [plain(column) for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
