"""Statements about signs of all organs, taken out of their files disease by disease.

A quarter of a million of them are too many to be made into objects for a few diseases. They lie in
the files by disease, so that a disease's are one stretch of each file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from raredx.ontology import tables

if TYPE_CHECKING:
    import pyarrow


_FILES = (tables.HEAD_STATEMENTS, tables.STATEMENTS_BEYOND)


class Said(NamedTuple):
    """What one line says of a sign."""

    denied: bool
    frequency: str
    source: str
    sex: str


def of_disease(disease: str) -> dict[str, list[Said]]:
    """All that is said of a disease, by term; the signs of the head come first.

    >>> short_stature = of_disease("ORPHA:199")["HP:0004322"]
    >>> [one.frequency for one in short_stature]  # very frequent
    ['HP:0040281']
    """
    found: dict[str, list[Said]] = defaultdict(list)
    for name in _FILES:
        start, stop = _stretches(name).get(disease, (0, 0))
        for _, term, said in _lines(_table(name).slice(start, stop - start)):
            found[term].append(said)
    return found


def about(terms: Collection[str]) -> dict[str, dict[str, list[Said]]]:
    """All that is said of some terms, by disease and term."""
    import pyarrow
    import pyarrow.compute as compute

    found: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    wanted = pyarrow.array(sorted(terms), pyarrow.string())
    for name in _FILES:
        table = _table(name)
        for disease, term, said in _lines(
            table.filter(compute.is_in(table["term"], value_set=wanted))
        ):
            found[disease][term].append(said)
    return found


def _lines(table: pyarrow.Table) -> Iterator[tuple[str, str, Said]]:
    columns = (table[name].to_pylist() for name in ("disease", "term", *Said._fields))
    for disease, term, *said in zip(*columns, strict=True):
        yield disease, term, Said(*said)


@cache
def _table(name: str) -> pyarrow.Table:
    return tables.statement_table(name).combine_chunks()


@cache
def _stretches(name: str) -> dict[str, tuple[int, int]]:
    """Where the lines about each disease begin and end."""
    import pyarrow.compute as compute

    runs = compute.run_end_encode(_table(name)["disease"].combine_chunks())
    ends = runs.run_ends.to_pylist()
    return dict(zip(runs.values.to_pylist(), zip([0, *ends], ends, strict=False), strict=True))
