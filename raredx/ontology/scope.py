"""Which terms the tables hold: those that a photograph of a head can show, and what is above."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
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
    """At or below a root: these have annotations."""
    all: frozenset[str]
    """And their ancestors, up to HP:0000001."""


def roots() -> tuple[Root, ...]:
    """The roots, as scope.toml lists them."""
    return tuple(Root(**root) for root in tomllib.loads(FILE.read_text())["root"])


def scope_of(terms: Mapping[str, OboTerm]) -> Scope:
    """What the roots reach in a release of HPO, which must know each by the same name."""
    for root in roots():
        if root.id not in terms or terms[root.id].name != root.name:
            raise UserError(
                f"This release of HPO has no {root.id} {root.name}",
                remedy=f"Choose the roots in {FILE.name} anew for it",
            )
    children: dict[str, list[str]] = defaultdict(list)
    parents: dict[str, list[str]] = {}
    for term in terms.values():
        parents[term.id] = list(term.parents)
        for parent in term.parents:
            children[parent].append(term.id)
    face = _reached([root.id for root in roots()], children)
    return Scope(roots(), frozenset(face), frozenset(_reached(face, parents)))


def _reached(start: list[str] | set[str], next_of: Mapping[str, list[str]]) -> set[str]:
    reached, todo = set(start), list(start)
    while todo:
        new = set(next_of.get(todo.pop(), ())) - reached
        reached |= new
        todo += new
    return reached
