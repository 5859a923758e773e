"""The vision terms and exclusions of the search, as data: `terms.toml`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from raredx.evidence.search.clauses import AllOf, Clause, Words, any_of

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

    def clause(self, names: Collection[str]) -> Clause:
        """The corrected terms of some groups; the ambiguous ones only beside their company."""
        chosen = [group for group in self.groups if group.name in names]
        parts: list[Clause] = [
            Words(term, tag=group.tag) for group in chosen for term in group.corrected
        ]
        if ambiguous := [Words(term) for group in chosen for term in group.ambiguous]:
            company = any_of(Words(term) for term in self.company)
            parts.append(AllOf((any_of(ambiguous), company)))
        return any_of(parts)


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
