"""Which terms the tables hold: what a photograph of a head can show, and what any disease has."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from raredx.errors import UserError
from raredx.ontology.obo import OboTerm

FILE = Path(__file__).with_name("scope.toml")


@dataclass(frozen=True)
class Root:
    """A term that is held with all that is below it, and why."""

    id: str
    name: str
    why: str


@dataclass(frozen=True)
class Scope:
    """The ids that the tables hold."""

    roots: tuple[Root, ...]
    face: frozenset[str]
    """At or below a root: what a photograph of a head can show."""
    all: frozenset[str]
    """And their ancestors, up to HP:0000001: the tables of the head hold these."""
    beyond: frozenset[str]
    """All others that a disease has, with their ancestors: the tables beyond the head."""

    @property
    def not_visible(self) -> frozenset[str]:
        """All that a photograph of a head cannot show, what is above its terms included."""
        return (self.all - self.face) | self.beyond


def roots() -> tuple[Root, ...]:
    """The roots, as scope.toml lists them."""
    return tuple(Root(**root) for root in tomllib.loads(FILE.read_text())["root"])


def scope_of(terms: Mapping[str, OboTerm], *, used: Collection[str] = ()) -> Scope:
    """What the roots reach in a release of HPO, which must know each by the same name.

    Parameters
    ----------
    used
        The terms that some disease has, by current ids.
    """
    for root in roots():
        if root.id not in terms or terms[root.id].name != root.name:
            raise UserError(
                f"This release of HPO has no {root.id} {root.name}",
                remedy=f"Choose the roots in {FILE.name} anew for it",
            )
    children: dict[str, list[str]] = defaultdict(list)
    parents = {id: term.parents for id, term in terms.items()}
    for term in terms.values():
        for parent in term.parents:
            children[parent].append(term.id)
    face = reached([root.id for root in roots()], children)
    head = reached(face, parents)
    return Scope(roots(), face, head, reached(used, parents) - head)


def reached(start: Iterable[str], next_of: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Some terms and all that they lead to.

    >>> sorted(reached(["lid"], {"lid": ["eye"], "eye": ["head"], "ear": ["head"]}))
    ['eye', 'head', 'lid']
    """
    found = set(start)
    todo = list(found)
    while todo:
        new = set(next_of.get(todo.pop(), ())) - found
        found |= new
        todo += new
    return frozenset(found)
