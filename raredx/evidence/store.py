"""The catalogue in memory: filtered, counted and crossed fast enough to follow every click.

One scan by DuckDB finds the studies that a filter keeps and those that it loses by one facet alone;
every count is made of their numbers.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from raredx.evidence import catalogue
from raredx.evidence.columns import NUMBERS, PLAIN, study_columns
from raredx.evidence.facets import FACETS, in_order
from raredx.evidence.filters import Filter, Order
from raredx.evidence.study_tables import Table

ORDERS: dict[Order, str] = {
    "newest": "published desc nulls last, n",
    "oldest": "published nulls last, n",
    "most cited": "citations desc nulls last, n",
    "largest": "sample_total desc nulls last, n",
    "title": "lower(title), n",
    "row": "n",
}
_PLAIN = (*PLAIN, *NUMBERS)
_TITLES = (*PLAIN, "year", "citations", "sample_total")
_LISTED = tuple(facet.name for facet in FACETS if facet.name != "year")
_NEVER = "65535"  # a combination that there is not

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Answer:
    """What a filter keeps: how many, each facet's live counts, and one page of rows.

    A facet's counts leave aside what is chosen in that facet, so that one can choose otherwise.
    """

    rows: int
    distinct: int
    facets: dict[str, dict[str, int]]
    page: list[dict[str, Any]]


class Store:
    """The tables of a catalogue, ready for questions from any thread.

    `cells` are further words by which a study or a data set is found.
    """

    def __init__(
        self, tables: Mapping[str, Table], *, cells: Mapping[str, str] | None = None
    ) -> None:
        self.tables = tables
        self.cells = cells or {}
        columns, self._combinations = study_columns(tables, self.cells)
        self._connection = duckdb.connect(
            config={"enable_external_access": "false", "threads": os.cpu_count() or 1}
        )
        self._connection.register("columns", columns)
        self._connection.execute("create table study as from columns")
        self._connection.unregister("columns")
        self._own = threading.local()
        self._ranks: dict[Order, Numbers] = {}
        self._held = self._arrays()

    @property
    def known(self) -> dict[str, tuple[str, ...]]:
        """The values of every facet, the most frequent first."""
        return {name: tuple(counts) for name, counts in self.ask(Filter(), limit=0).facets.items()}

    @cached_property
    def version(self) -> str:
        """A short name for exactly these tables."""
        digest = hashlib.sha256()
        for name, table in sorted(self.tables.items()):
            digest.update(catalogue.as_csv(table, catalogue.COLUMNS[name]).encode())
        return digest.hexdigest()[:12]

    def ask(
        self, wanted: Filter, *, limit: int = 50, offset: int = 0, order: Order = "newest"
    ) -> Answer:
        """Filter, count every facet, and fetch a page of rows."""
        near, lost = self._scan(wanted, at_most=1)
        kept = near[lost == 0]
        facets = {}
        for facet in FACETS:
            shared, numbers = self._combinations[facet.name], self._held[facet.name]
            counted = kept
            if facet.name in wanted.chosen:
                own = np.isin(numbers[near], shared.having(wanted.chosen[facet.name]))
                counted = near[(lost == 0) | ~own]
            whole = len(counted) == len(numbers)
            counts = shared.counted(numbers if whole else numbers[counted])
            facets[facet.name] = in_order(facet, counts)
        repeats = self._held["repeat"][kept]
        distinct = np.count_nonzero(repeats < 0) + len(np.unique(repeats[repeats >= 0]))
        first = self._sorted(kept, order, most=offset + limit)[offset:]
        return Answer(len(kept), int(distinct), facets, self._records(first))

    def rows(self, wanted: Filter, *, order: Order = "newest") -> list[dict[str, Any]]:
        """What the catalogue says of each study that a filter keeps, in one record."""
        kept, _ = self._scan(wanted)
        return self._records(self._sorted(kept, order))

    def cross(self, wanted: Filter, down: str, across: str) -> dict[tuple[str, str], int]:
        """How many studies have each pair of values of two facets."""
        kept, _ = self._scan(wanted)
        first, second = self._combinations[down].members, self._combinations[across].members
        joint = self._held[down][kept].astype(np.int64) * len(second) + self._held[across][kept]
        pairs: dict[tuple[str, str], int] = {}
        for number, times in zip(*np.unique(joint, return_counts=True), strict=True):
            for one in first[number // len(second)]:
                for other in second[number % len(second)]:
                    pairs[one, other] = pairs.get((one, other), 0) + int(times)
        return pairs

    def _scan(self, wanted: Filter, *, at_most: int = 0) -> tuple[Numbers, Numbers]:
        """The numbers of the studies with all the words, and by how many facets each is lost."""
        lost = [
            f'("{name}" not in ({", ".join(map(str, having)) or _NEVER}))::utinyint'
            for name, values in wanted.chosen.items()
            for having in [self._combinations[name].having(values)]
        ]
        lost_by = " + ".join(lost) or "0::utinyint"
        words = " and ".join(["true", *("contains(text, ?)" for _ in wanted.words)])
        found = self._cursor.execute(
            f"select n, {lost_by} as lost from study where lost <= {at_most} and {words}",
            wanted.words,
        ).fetchnumpy()
        return np.asarray(found["n"]), np.asarray(found["lost"])

    def _sorted(self, numbers: Numbers, order: Order, *, most: int | None = None) -> Numbers:
        """Studies in an order, the first of them."""
        if order not in self._ranks:
            run = self._cursor.execute(f"select n from study order by {ORDERS[order]}")
            sorted_numbers = np.asarray(run.fetchnumpy()["n"])
            ranks = np.empty(len(sorted_numbers), np.int32)
            ranks[sorted_numbers] = np.arange(len(sorted_numbers), dtype=np.int32)
            self._ranks[order] = ranks
        ranks = self._ranks[order][numbers]
        if most is not None and most < len(numbers):
            near = np.argpartition(ranks, most)[:most]
            numbers, ranks = numbers[near], ranks[near]
        return numbers[np.argsort(ranks)]

    def _records(self, numbers: Numbers) -> list[dict[str, Any]]:
        """Studies as records, in the order given."""
        found = self._cursor.execute(
            f"select {', '.join(_PLAIN)}, n from study where n in (select unnest(?::int[]))",
            [numbers.tolist()],
        ).fetchall()
        plain = {row[-1]: row for row in found}
        listed = {
            name: [self._combinations[name].stated(held) for held in self._held[name][numbers]]
            for name in _LISTED
        }
        return [
            dict(zip(_TITLES, plain[number], strict=False))
            | {name: values[at] for name, values in listed.items()}
            for at, number in enumerate(numbers.tolist())
        ]

    def _arrays(self) -> dict[str, Numbers]:
        """The facets' numbers and the groups of repeated studies, by the number of the study."""
        names = [facet.name for facet in FACETS]
        columns = ", ".join(f'"{name}"' for name in names)
        found = self._cursor.execute(
            f"select {columns}, coalesce(repeat, -1) as repeat from study order by n"
        ).fetchnumpy()
        return {name: np.asarray(found[name]) for name in (*names, "repeat")}

    @property
    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """The cursor of this thread: DuckDB's are not shared between threads."""
        if not hasattr(self._own, "cursor"):
            self._own.cursor = self._connection.cursor()
        cursor: duckdb.DuckDBPyConnection = self._own.cursor
        return cursor


@cache
def shipped() -> Store:
    """The store of the catalogue that ships."""
    return Store(catalogue.read())
