"""Terms and diseases in memory, each table read when it is first needed.

`HEAD` holds the terms that a photograph of a head can show, with what is above them; `BODY` holds
those of all organs. The functions below are of the head.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from raredx.ontology import tables
from raredx.ontology.aliases import aliases
from raredx.ontology.index import NameIndex, Names
from raredx.ontology.names import plain_name
from raredx.ontology.records import Synonym
from raredx.ontology.terms import TermRow, Terms

_ORPHANET_FIRST = 10_000  # more than any number of signs


class Named(NamedTuple):
    """A disease without its signs."""

    id: str
    name: str
    category: str
    known_signs: int
    other_names: tuple[str, ...]


def _everywhere(table: str) -> list[list[str]]:
    return [*tables.rows(table), *tables.rows_beyond(table)]


def _not_in_release(shown: str) -> str:
    release = tables.release()["release"]
    return f"{shown} is no sign of any disease in HPO {release}, the release that is here"


HEAD = Terms(tables.rows, unknown=lambda shown: f"No term of the face has the id {shown}")
BODY = Terms(_everywhere, unknown=_not_in_release)


def term_rows() -> dict[str, TermRow]:
    """Every term of the head by its id."""
    return HEAD.rows


def synonyms() -> dict[str, tuple[Synonym, ...]]:
    """The synonyms of every term of the head that has some."""
    return HEAD.synonyms


def leading() -> dict[str, str]:
    """Alternative and obsolete ids of the head, and the current one of each."""
    return HEAD.leading


def advised() -> dict[str, tuple[str, ...]]:
    """Obsolete ids without a successor, and what HPO advises to consider for each."""
    return HEAD.advised


def term_index() -> NameIndex:
    """Terms of the head by name and synonym."""
    return HEAD.index


def term_names() -> dict[str, str]:
    """The name of every term of the head."""
    return HEAD.names


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


def disease_names() -> dict[str, str]:
    """The name of every disease."""
    return {id: row[1] for id, row in disease_rows().items()}
