"""What a search has found, screened: which diseases, which methods, what is known already.

Nothing here decides. Each disease stands with the step that found it, and what is told apart are
records that somebody should read from those for which there is a reason not to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from raredx.evidence import catalogue
from raredx.evidence.search.clauses import Clause, flatten
from raredx.evidence.search.config import Search
from raredx.evidence.search.named import Found, diseases_in
from raredx.evidence.search.records import Record
from raredx.evidence.search.terms import terms
from raredx.evidence.study_tables import Table
from raredx.ontology.names import core_name

Verdict = Literal["to read", "in the catalogue", "repeated", "no vision term", "no rare disease"]

_TELLING = 4  # words that matter, from which a title is taken to be one article's alone


@dataclass(frozen=True)
class Known:
    """The study of the catalogue that a record is, and what tells it."""

    study_id: str
    by: Literal["PMID", "title"]


@dataclass(frozen=True)
class Screened:
    """A record, and what is found in and about it."""

    record: Record
    diseases: tuple[Found, ...]
    vision: tuple[str, ...]  # the groups of vision terms that it has
    known: Known | None
    repeats: Record | None  # the earlier record that it is

    @property
    def categories(self) -> tuple[str, ...]:
        """Orphanet's categories of its diseases."""
        named = [found.disease.category for found in self.diseases]
        return tuple(dict.fromkeys(category for category in named if category))

    @property
    def verdict(self) -> Verdict:
        """Whether it should be read, or the first reason not to."""
        if self.repeats:
            return "repeated"
        if self.known:
            return "in the catalogue"
        if all(found.disease.status == "non_rare" for found in self.diseases):
            return "no rare disease"
        return "to read" if self.vision else "no vision term"


def screen(
    records: Iterable[Record],
    *,
    search: Search | None = None,
    tables: Mapping[str, Table] | None = None,
) -> list[Screened]:
    """Look for diseases and vision terms in records, and for records that are known already.

    Parameters
    ----------
    records
        What the search has found.
    search
        Whose vision terms count, and whose synonyms name diseases; by default, all vision terms.
    tables
        The catalogue; by default the one that is shipped.

    Examples
    --------
    >>> first = Record("a.nbib", 1, "1", "A U-Net for retinopathy of prematurity (ROP)")
    >>> one, two = screen([first, first])
    >>> one.verdict, one.vision, [(found.disease.name, found.step) for found in one.diseases]
    ('to read', ('U-Net',), [('Retinopathy of prematurity', 'title')])
    >>> two.verdict
    'repeated'
    """
    search = search or Search()
    asked = {name: terms().clause([name]) for name in search.vision}
    studies = _keys_of_studies(tables or catalogue.read())
    seen: dict[str, Record] = {}
    screened = []
    for record in records:
        keys = list(_keys(record))
        earlier = next((seen[key] for key in keys if key in seen), None)
        screened.append(
            Screened(
                record=record,
                diseases=diseases_in(record, search.synonyms),
                vision=tuple(_vision(record, asked)),
                known=next((studies[key] for key in keys if key in studies), None),
                repeats=earlier,
            )
        )
        for key in keys:
            seen.setdefault(key, earlier or record)
    return screened


def summary(screened: Sequence[Screened]) -> dict[Verdict, int]:
    """How many records there are of each verdict.

    >>> summary(screen([Record("a.nbib", 1, "1", "On bees")]))["no rare disease"]
    1
    """
    counts = Counter(one.verdict for one in screened)
    return {verdict: counts[verdict] for verdict in get_args(Verdict)}


def _vision(record: Record, asked: Mapping[str, Clause]) -> Iterator[str]:
    flat = flatten(f"{record.title} | {record.abstract} | {record.keywords}")
    return (name for name, clause in asked.items() if clause.matches(flat))


def _keys(record: Record) -> Iterator[str]:
    """What tells an article, the surest first."""
    yield f"PMID {record.pmid}"
    if record.doi:
        yield f"doi {record.doi.casefold()}"
    yield from _title_key(record.title)


def _title_key(title: str) -> Iterator[str]:
    core = core_name(title)
    if len(core.split()) >= _TELLING:
        yield f"title {core}"


def _keys_of_studies(tables: Mapping[str, Table]) -> dict[str, Known]:
    keys: dict[str, Known] = {}
    for study in tables["studies"]:
        if study["pmid"]:
            keys.setdefault(f"PMID {study['pmid']}", Known(study["study_id"], "PMID"))
        for key in _title_key(study["title"]):
            keys.setdefault(key, Known(study["study_id"], "title"))
    return keys
