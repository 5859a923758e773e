"""The vocabulary of a report: to which section a term belongs, and how it is said."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from raredx.ontology import facts
from raredx.ontology.names import plain_name

FILE = Path(__file__).with_name("words.toml")
_LONGEST_LAY_NAME = 30
_NAMES_A_DISEASE = re.compile(r"'s\b|syndrome|disease")


@dataclass(frozen=True)
class Part:
    """A section of the report, and the terms whose descendants it takes."""

    name: str
    title: str
    roots: tuple[str, ...]


@cache
def parts() -> tuple[Part, ...]:
    """The sections in the report's order."""
    return tuple(
        Part(one["name"], one["title"], tuple(one["roots"])) for one in _words()["section"]
    )


@cache
def part_of(term: str) -> Part:
    """The section that a term belongs to: that of the nearest root above it.

    >>> synophrys = "HP:0000664"  # below the brows and below the hair
    >>> part_of(synophrys).name, part_of("HP:0000347").name
    ('eyes', 'jaw')
    """
    level = {facts.term(term).id}
    while True:
        for part in parts():
            if level & set(part.roots):
                return part
        level = {parent for id in level for parent in facts.term(id).parents}


@cache
def said(term: str) -> str:
    """A term as a report says it: in plain words where HPO has some, its name behind.

    >>> said("HP:0000316"), said("HP:0000343")
    ('wide-set eyes (hypertelorism)', 'long philtrum')
    """
    found = facts.term(term)
    lay = [one.name for one in found.synonyms if one.kind == "layperson" and one.scope == "exact"]
    own = plain_name(found.name)
    if own in {plain_name(name) for name in lay}:
        return _lower(found.name)
    short = [
        name
        for name in lay
        if len(name) <= _LONGEST_LAY_NAME and not _NAMES_A_DISEASE.search(name.casefold())
    ]
    if not short:
        return _lower(found.name)
    return f"{_lower(min(short, key=len))} ({_lower(found.name)})"


def hedge(confidence: float) -> str:
    """A confidence in a word.

    >>> [hedge(confidence) for confidence in (0.95, 0.83, 0.5, 0.3)]
    ['very likely', 'likely', 'possible', 'doubtful']
    """
    return next(str(one["word"]) for one in _words()["hedge"] if confidence >= one["from"])


def source_said(source: str) -> str:
    """A source of findings as a report names it.

    >>> source_said("measure")
    'measured'
    """
    return str(_words()["sources"][source])


def _lower(name: str) -> str:
    """A name as it stands inside a sentence; abbreviations keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
