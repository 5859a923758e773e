"""The tables in memory, each read when it is first needed, and the ways into them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from raredx.ontology import tables
from raredx.ontology.aliases import aliases
from raredx.ontology.index import NameIndex, Names
from raredx.ontology.names import plain_name
from raredx.ontology.records import Synonym, Term

_ORPHANET_FIRST = 10_000  # more than any number of signs


class Named(NamedTuple):
    """A disease without its signs."""

    id: str
    name: str
    category: str
    known_signs: int
    other_names: tuple[str, ...]


class TermRow(NamedTuple):
    """A term without what stands in other tables, and how many diseases have it."""

    id: str
    name: str
    definition: str
    parents: tuple[str, ...]
    visible: bool
    diseases: dict[str, int]


@cache
def term_rows() -> dict[str, TermRow]:
    """Every term by its id."""
    return {
        id: TermRow(
            id,
            name,
            definition,
            tuple(parents.split()),
            face == "yes",
            {"ORPHA": int(orpha), "OMIM": int(omim)},
        )
        for id, name, definition, parents, face, orpha, omim, _ in tables.rows("terms")
    }


@cache
def synonyms() -> dict[str, tuple[Synonym, ...]]:
    """The synonyms of every term that has some."""
    found: dict[str, list[Synonym]] = defaultdict(list)
    for id, name, scope, kind, _ in tables.rows("synonyms"):
        found[id].append(Synonym(name, scope, kind))
    return {id: tuple(some) for id, some in found.items()}


@cache
def children() -> dict[str, tuple[str, ...]]:
    """The terms right below each term that has some."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in term_rows().values():
        for parent in row.parents:
            found[parent].append(row.id)
    return {id: tuple(below) for id, below in found.items()}


@cache
def leading() -> dict[str, str]:
    """Alternative and obsolete ids, and the current one of each."""
    return {id: to for id, to, how in tables.rows("other_ids") if how != "consider"}


@cache
def advised() -> dict[str, tuple[str, ...]]:
    """Obsolete ids without a successor, and what HPO advises to consider for each."""
    found: dict[str, list[str]] = defaultdict(list)
    for id, to, how in tables.rows("other_ids"):
        if how == "consider" and id not in leading():
            found[id].append(to)
    return {id: tuple(some) for id, some in found.items()}


@cache
def disease_rows() -> dict[str, list[str]]:
    """Every disease by its id, as its row stands in the table."""
    return {row[0]: row for row in tables.rows("diseases")}


def disease(id: str) -> Named:
    """A disease of the tables, without its signs."""
    _, name, category, signs, others, _ = disease_rows()[id]
    other_names = [*others.split("|"), *(one.text for one in aliases() if one.id == id)]
    return Named(id, name, category, int(signs), tuple(filter(None, other_names)))


@cache
def term_index() -> NameIndex:
    """Terms by name and synonym; the more diseases have one, the better it is known."""
    own = tables.rows("terms")
    known = {row[0]: int(row[5]) + int(row[6]) for row in own}
    ids, texts, *_, keys = zip(*own, strict=True)
    others = tables.rows("synonyms")
    return NameIndex(
        Names(
            ids=[*ids, *(row[0] for row in others)],
            texts=[*texts, *(row[1] for row in others)],
            keys=[*keys, *(row[-1] for row in others)],
            known=[*known.values(), *(known[row[0]] for row in others)],
            own=len(own),
        )
    )


@cache
def disease_index() -> NameIndex:
    """Diseases by name, usual abbreviation and other name.

    Of two equal matches Orphanet's comes first, else the one with more signs.
    """
    own = disease_rows()
    ids, texts, _, signs, other_names, keys = zip(*own.values(), strict=True)
    known = {
        id: int(number) + _ORPHANET_FIRST * id.startswith("ORPHA")
        for id, number in zip(ids, signs, strict=True)
    }
    pairs = [(alias.id, alias.text) for alias in aliases()]
    pairs += [
        (id, other)
        for id, some in zip(ids, other_names, strict=True)
        if some
        for other in some.split("|")
    ]
    return NameIndex(
        Names(
            ids=[*ids, *(id for id, _ in pairs)],
            texts=[*texts, *(text for _, text in pairs)],
            keys=[*keys, *(plain_name(text) for _, text in pairs)],
            known=[*known.values(), *(known[id] for id, _ in pairs)],
            own=len(own),
        )
    )


def whole_term(id: str) -> Term:
    """A term of the tables with all that is known of it."""
    row = term_rows()[id]
    return Term(
        id=row.id,
        name=row.name,
        definition=row.definition,
        synonyms=synonyms().get(id, ()),
        parents=row.parents,
        children=children().get(id, ()),
        visible=row.visible,
    )


def term_names() -> dict[str, str]:
    """The name of every term."""
    return {id: row.name for id, row in term_rows().items()}


def disease_names() -> dict[str, str]:
    """The name of every disease."""
    return {id: row[1] for id, row in disease_rows().items()}
