"""Terms in memory, each table read when it is first needed, and the ways from one to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from raredx.errors import NotFoundError
from raredx.ontology import asked
from raredx.ontology.ids import term_id
from raredx.ontology.index import NameIndex, Names
from raredx.ontology.records import Match, Synonym, Term

Reader = Callable[[str], list[list[str]]]


class TermRow(NamedTuple):
    """A term without what stands in other tables, and how many diseases have it."""

    id: str
    name: str
    definition: str
    parents: tuple[str, ...]
    visible: bool
    diseases: dict[str, int]


class Terms:
    """The terms of the head, or of the whole body, as their tables hold them.

    Parameters
    ----------
    read
        The rows of a table by its name, in the order of `raredx.ontology.tables.COLUMNS`.
    unknown
        How it is told that something leads to no term.
    """

    def __init__(self, read: Reader, *, unknown: Callable[[str], str]) -> None:
        self._read = read
        self._unknown = unknown
        self._above: dict[str, frozenset[str]] = {}
        self._below: dict[str, frozenset[str]] = {}

    @cached_property
    def rows(self) -> dict[str, TermRow]:
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
            for id, name, definition, parents, face, orpha, omim, _ in self._read("terms")
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of every term."""
        return {id: row.name for id, row in self.rows.items()}

    @cached_property
    def synonyms(self) -> dict[str, tuple[Synonym, ...]]:
        """The synonyms of every term that has some."""
        found: dict[str, list[Synonym]] = defaultdict(list)
        for id, name, scope, kind, _ in self._read("synonyms"):
            found[id].append(Synonym(name, scope, kind))
        return {id: tuple(some) for id, some in found.items()}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The terms right below each term that has some."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows.values():
            for parent in row.parents:
                found[parent].append(row.id)
        return {id: tuple(below) for id, below in found.items()}

    @cached_property
    def leading(self) -> dict[str, str]:
        """Alternative and obsolete ids, and the current one of each."""
        return {id: to for id, to, how in self._read("other_ids") if how != "consider"}

    @cached_property
    def advised(self) -> dict[str, tuple[str, ...]]:
        """Obsolete ids without a successor, and what HPO advises to consider for each."""
        found: dict[str, list[str]] = defaultdict(list)
        for id, to, how in self._read("other_ids"):
            if how == "consider" and id not in self.leading:
                found[id].append(to)
        return {id: tuple(some) for id, some in found.items()}

    @cached_property
    def index(self) -> NameIndex:
        """Terms by name and synonym; the more diseases have one, the better it is known."""
        own, others = self._read("terms"), self._read("synonyms")
        known = {row[0]: int(row[5]) + int(row[6]) for row in own}
        ids, texts, *_, keys = zip(*own, strict=True)
        return NameIndex(
            Names(
                ids=[*ids, *(row[0] for row in others)],
                texts=[*texts, *(row[1] for row in others)],
                keys=[*keys, *(row[-1] for row in others)],
                known=[*known.values(), *(known[row[0]] for row in others)],
                own=len(own),
            )
        )

    def current(self, text: str) -> str:
        """The id that a text is, or that it leads to.

        Raises
        ------
        NotFoundError
            If no term has it. The remedy names the terms that may be meant.
        """
        id = term_id(text) or text
        id = self.leading.get(id, id)
        if id in self.rows:
            return id
        if successors := self.advised.get(id):
            names = " or ".join(f"{one} {self.names[one]}" for one in successors)
            raise NotFoundError(
                f"{id} is obsolete, and no one term replaces it", remedy=f"HPO advises {names}"
            )
        raise NotFoundError(
            self._unknown(asked.shown(text)),
            remedy=asked.advice(text, (id,), self.names, self.find),
        )

    def whole(self, id: str) -> Term:
        """A term by its current id, with all that is known of it."""
        row = self.rows[id]
        return Term(
            id=row.id,
            name=row.name,
            definition=row.definition,
            synonyms=self.synonyms.get(id, ()),
            parents=row.parents,
            children=self.children.get(id, ()),
            visible=row.visible,
        )

    def above(self, id: str) -> frozenset[str]:
        """The ids of all terms above a current id, up to the root; not its own."""
        if id not in self._above:
            parents = self.rows[id].parents
            self._above[id] = frozenset(parents).union(*map(self.above, parents))
        return self._above[id]

    def below(self, id: str) -> frozenset[str]:
        """The ids of all terms below a current id; not its own."""
        if id not in self._below:
            children = self.children.get(id, ())
            self._below[id] = frozenset(children).union(*map(self.below, children))
        return self._below[id]

    def find(self, text: str, n: int) -> list[Match]:
        """Terms by name, synonym or id: the n best, each with why it matched."""
        text = asked.cleaned(text)
        id = term_id(text)
        current = self.leading.get(id, id) if id else None
        found = []
        if id and current in self.rows:
            found = [Match(current, self.names[current], "id", id, 1.0)]
        return asked.joined(found, self.index.find(text, n), n)
