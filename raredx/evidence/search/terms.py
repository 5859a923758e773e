"""The vision terms and exclusions of the search, as data: `terms.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from raredx.evidence.search.clauses import AllOf, AnyOf, Clause, Words

Form = Literal["published", "corrected"]


@dataclass(frozen=True)
class Group:
    """Vision terms that belong together: the terms as published, and how they are corrected."""

    name: str
    block: int
    published: tuple[str, ...]
    corrected: tuple[str, ...]
    ambiguous: tuple[str, ...]
    tag: str

    def clause(self, *, company: tuple[str, ...]) -> Clause:
        """The corrected terms; those that mean other things too only beside their company."""
        parts: list[Clause] = [Words(term, tag=self.tag) for term in self.corrected]
        if self.ambiguous:
            wide = AnyOf(tuple(Words(term) for term in self.ambiguous))
            parts.append(AllOf((wide, AnyOf(tuple(Words(term) for term in company)))))
        return AnyOf(tuple(parts))


@dataclass(frozen=True)
class Exclusion:
    """What the search leaves out: a publication type, or words."""

    text: str
    tag: str
    corrected: str

    @property
    def published(self) -> str:
        """The exclusion as it was published."""
        return f'"{self.text}"[{self.tag}]'


@dataclass(frozen=True)
class Terms:
    """Everything the search asks for besides the names of diseases."""

    since: date
    until: date
    company: tuple[str, ...]
    groups: tuple[Group, ...]
    exclusions: tuple[Exclusion, ...]

    def group(self, name: str) -> Group:
        """The group of that name."""
        return next(group for group in self.groups if group.name == name)

    def clause(self, names: tuple[str, ...]) -> Clause:
        """The corrected vision terms of some groups."""
        chosen = (group for group in self.groups if group.name in names)
        return AnyOf(tuple(group.clause(company=self.company) for group in chosen))


@cache
def terms() -> Terms:
    """The terms that ship with the code.

    >>> sum(len(group.published) for group in terms().groups)
    30
    """
    data = tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))
    return Terms(
        since=data["since"],
        until=data["until"],
        company=tuple(data["company"]),
        groups=tuple(_group(entry) for entry in data["group"]),
        exclusions=tuple(_exclusion(entry) for entry in data["exclusion"]),
    )


def _group(entry: dict[str, Any]) -> Group:
    return Group(
        name=entry["name"],
        block=entry["block"],
        published=tuple(entry["published"]),
        corrected=tuple(entry["corrected"]),
        ambiguous=tuple(entry.get("ambiguous", ())),
        tag=entry.get("tag", "tiab"),
    )


def _exclusion(entry: dict[str, Any]) -> Exclusion:
    same = f'"{entry["text"]}"[{entry["tag"]}]'
    return Exclusion(entry["text"], entry["tag"], entry.get("corrected", same))
