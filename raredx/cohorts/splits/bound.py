"""Which images must stay on one side: those of one subject, and copies of one picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from raredx.cohorts.check.groups import Groups

KEYS = ("subject_id", "image_id", "sha256")
"""Rows that agree in any of these stay together."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Images that no split tears apart: one person, or several if they share a picture."""

    rows: tuple[int, ...]
    label: str
    """The rarest of its labels, if it has several: that condition can spare it least."""


def bound(
    table: pa.Table, rows: Iterable[int], *, copies: Iterable[tuple[int, int]] = ()
) -> list[Group]:
    """The groups of some rows of a manifest, in an order that does not depend on theirs.

    `copies` are pairs of rows that show one picture although their hashes differ. Copies bind
    through rows that are left out, too.

    >>> table = pa.table({"image_id": ["a", "b", "c"], "subject_id": ["P1", "P2", "P1"],
    ...                   "sha256": ["x", "y", "z"], "label": ["K", "N", "N"]})
    >>> [(group.rows, group.label) for group in bound(table, range(3))]
    [((0, 2), 'K'), ((1,), 'N')]
    """
    pairs = [(row, row) for row in range(table.num_rows)] + list(copies)
    for name in KEYS:
        first: dict[str, int] = {}
        for row, value in enumerate(table.column(name).to_pylist()):
            if value:
                pairs.append((first.setdefault(value, row), row))
    wanted = set(rows)
    ids, labels = (table.column(name).to_pylist() for name in ("image_id", "label"))
    found = [[row for row in together if row in wanted] for together in Groups(pairs).lists()]
    found = sorted(
        (sorted(rows, key=ids.__getitem__) for rows in found if rows), key=lambda rows: ids[rows[0]]
    )
    frequency = Counter(label for rows in found for label in {labels[row] for row in rows})
    return [
        Group(
            rows=tuple(rows),
            label=min({labels[row] for row in rows}, key=lambda label: (frequency[label], label)),
        )
        for rows in found
    ]
