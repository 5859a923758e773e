"""The studies as columns of one table: plain values, text to search, facets as small numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from raredx.evidence.facets import FACETS, MISSING, values_of
from raredx.evidence.filters import folded
from raredx.evidence.study_tables import Table

PLAIN = ("study_id", "pmid", "title", "journal", "same_as")
NUMBERS = ("published", "citations", "sample_total")


@dataclass(frozen=True)
class Combinations:
    """The combinations of values that studies have in one facet.

    Studies share few combinations, so that one small number a study stands for all its values.
    """

    values: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]  # of each combination
    holds: NDArray[np.int64]  # [combination, value]

    def having(self, wanted: Sequence[str]) -> list[int]:
        """The combinations that hold at least one of some values."""
        return [n for n, held in enumerate(self.members) if not set(wanted).isdisjoint(held)]

    def stated(self, number: int) -> list[str]:
        """The values of a combination; none where nothing is stated."""
        return [value for value in self.members[number] if value != MISSING]

    def counted(self, numbers: NDArray[Any]) -> dict[str, int]:
        """How many studies have each value, given the number of each study's combination."""
        times = np.bincount(numbers, minlength=len(self.members)) @ self.holds
        return {value: int(n) for value, n in zip(self.values, times, strict=True) if n}


def combinations(found: Iterable[tuple[str, ...]]) -> Combinations:
    """The distinct combinations among the values of studies.

    >>> combinations([("CT", "MRI"), ("MRI",), ("CT", "MRI")]).counted(np.array([0, 1, 0]))
    {'CT': 2, 'MRI': 3}
    """
    members = tuple(dict.fromkeys(found))
    values = tuple(sorted({value for held in members for value in held}))
    holds = np.array([[value in held for value in values] for held in members], dtype=np.int64)
    return Combinations(values, members, holds)


def study_columns(
    tables: Mapping[str, Table], cells: Mapping[str, str]
) -> tuple[pa.Table, dict[str, Combinations]]:
    """One row a study, in the order of the catalogue, and what its facets' numbers stand for."""
    studies = tables["studies"]
    columns: dict[str, Any] = {"n": np.arange(len(studies), dtype=np.int32)}
    columns |= {name: [study[name] for study in studies] for name in PLAIN}
    totals = {sample["study_id"]: sample["total"] for sample in tables["study_samples"]}
    columns["published"] = _whole(study["year"] for study in studies)
    columns["citations"] = _whole(study["citations"] for study in studies)
    columns["sample_total"] = _whole(totals.get(study["study_id"], "") for study in studies)
    columns["repeat"] = _repeats(studies)
    columns["text"] = _texts(tables, cells)
    shared = {}
    for facet in FACETS:
        values = values_of(facet, tables)
        shared[facet.name] = combinations(values.values())
        numbers = {held: number for number, held in enumerate(shared[facet.name].members)}
        columns[facet.name] = np.array([numbers[held] for held in values.values()], np.uint16)
    return pa.table(columns), shared


def _whole(texts: Iterable[str]) -> pa.Array:
    """Whole numbers; what is not stated stays nothing, and is not 0."""
    return pa.array([int(text) if text else None for text in texts], pa.int32())


def _repeats(studies: Table) -> pa.Array:
    """For studies that stand more than once, the number of the first row; else nothing."""
    rows = {study["study_id"]: number for number, study in enumerate(studies)}
    first = [rows[study["same_as"] or study["study_id"]] for study in studies]
    times = Counter(first)
    return pa.array([number if times[number] > 1 else None for number in first], pa.int32())


def _texts(tables: Mapping[str, Table], cells: Mapping[str, str]) -> list[str]:
    """What a word is looked for in: titles, journals, numbers, names of diseases, and the cells."""
    parts: dict[str, dict[str, None]] = {
        study["study_id"]: dict.fromkeys(
            study[name] for name in ("title", "journal", "pmid", "study_id")
        )
        for study in tables["studies"]
    }
    for link in tables["study_diseases"]:
        code = f"orpha:{link['orpha_code']}" if link["orpha_code"] else ""
        parts[link["study_id"]] |= dict.fromkeys((link["token"], link["name"], code))
    for source in tables["study_sources"]:
        parts[source["study_id"]][source["tag"]] = None
    return [
        f"{folded(' | '.join(part for part in found if part))} | {cells.get(study, '')}"
        for study, found in parts.items()
    ]
