"""Which disease a label means: suggestions with their reasons, and none rather than a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from raredx.ontology import store
from raredx.ontology.aliases import aliases
from raredx.ontology.asked import LONGEST
from raredx.ontology.ids import ids_within
from raredx.ontology.label_text import readings, says_nothing, says_unaffected, tidied
from raredx.ontology.names import plain_name
from raredx.ontology.same_words import core_of, is_misspelt, without_numbers

__all__ = ["REASONS", "Suggestion", "says_unaffected", "suggest"]

REASONS = {
    "exact name": 1.0,
    "number": 0.99,
    "name": 0.97,
    "synonym": 0.95,
    "same words": 0.9,
    "abbreviation": 0.85,
    "spelling": 0.75,
    "short abbreviation": 0.6,
    "name without its number": 0.5,
}
"""Why a disease is suggested, and how sure that makes it if no other fits as well."""

_NUMBERED = re.compile(r"([A-Za-z]{2,6})[ -]?(\d{1,2})")
_LONGEST_SHORT = 2  # an abbreviation of two letters stands for many things


@dataclass(frozen=True)
class Suggestion:
    """A disease that a label may mean."""

    id: str
    name: str
    category: str
    confidence: float
    """From 0 to 1. It orders suggestions; it is no measured probability."""
    reason: str
    """A key of `REASONS`."""
    matched: str
    """The part of the label that led here."""


def suggest(text: str, n: int = 5) -> tuple[Suggestion, ...]:
    """The diseases that a label may mean, the surest first; none, if that would be a guess.

    Numbers must agree: type 1 is not type 7.

    >>> [(one.id, one.confidence, one.reason) for one in suggest("CdLS")]
    [('ORPHA:199', 0.85, 'abbreviation')]
    >>> [(one.id, one.name, one.reason) for one in suggest("noonan_syndrome_7")]
    [('OMIM:613706', 'Noonan syndrome 7', 'exact name'), \
('ORPHA:648', 'Noonan syndrome', 'name without its number')]
    >>> suggest("control"), suggest("batch 3"), suggest("Noonan syndrome 99")
    ((), (), ())
    """
    text = tidied(text)
    if len(text) > LONGEST or not text.isprintable() or says_nothing(text):
        return ()
    found = [_Found(id, "number", 1.0, text) for id in ids_within(text)]
    found = [one for one in found if one.id in store.disease_rows()] or _by_name(text)
    found += [_Found(id, "name without its number", 1.0, text) for id in _groups_of(found)]
    best: dict[str, Suggestion] = {}
    for one in sorted((_suggestion(one, found) for one in found), key=_rank):
        best.setdefault(one.id, one)
    return tuple(best.values())[:n]


@dataclass(frozen=True)
class _Found:
    id: str
    reason: str
    share: float
    matched: str


def _by_name(text: str) -> list[_Found]:
    """What a label means by the surest step that finds something, in its fullest reading."""
    parts = dict(reversed(list(readings(text))))  # of two equal readings the surer one
    for step in (_named, _of_same_words, _abbreviated, _misspelt):
        for reading, share in reversed(parts.items()):
            found = [(id, why) for id, why in step(reading) if _is_disease(id)]
            if found:
                return [_Found(id, why, share, reading) for id, why in found]
    return []


def _named(text: str) -> Iterator[tuple[str, str]]:
    for match in store.disease_index().named(text):
        is_exact = match.matched.casefold() == text.casefold()
        if match.id not in _stands_for(text):
            yield match.id, "exact name" if is_exact and match.step == "name" else match.step


def _of_same_words(text: str) -> Iterator[tuple[str, str]]:
    core = core_of(plain_name(text))
    if len(core) > 3 or text.isupper():
        for id in _by_core().get(core, ()):
            yield id, "same words"


def _abbreviated(text: str) -> Iterator[tuple[str, str]]:
    """Of "BBS10", what BBS10 stands for; or else, of what BBS stands for, number 10."""
    ids, letters = _stands_for(text), text
    if not ids and (numbered := _NUMBERED.fullmatch(text)):
        letters, number = numbered.groups()
        names = [plain_name(store.disease(id).name) for id in _stands_for(letters)]
        ids = tuple(id for name in names for id in _by_core().get(core_of(f"{name} {number}"), ()))
    is_short = len(letters) <= _LONGEST_SHORT
    if not is_short or letters.isupper():
        for id in ids:
            yield id, "short abbreviation" if is_short else "abbreviation"


def _misspelt(text: str) -> Iterator[tuple[str, str]]:
    core = core_of(plain_name(text))
    if len(core) > 4:
        for match in store.disease_index().find(text[:LONGEST], 20):
            if is_misspelt(core, core_of(plain_name(match.matched))):
                yield match.id, "spelling"


def _groups_of(found: list[_Found]) -> list[str]:
    """Orphanet's diseases of the same name without a number, for numbered ones of OMIM's."""
    if any(one.id.startswith("ORPHA") for one in found):
        return []
    cores = {core_of(plain_name(store.disease(one.id).name)) for one in found}
    bare = {without_numbers(core) for core in cores} - cores
    ids = {id for core in bare for id in _by_core().get(core, ()) if id.startswith("ORPHA")}
    return sorted(ids) if len(ids) == 1 else []


def _suggestion(one: _Found, all_found: list[_Found]) -> Suggestion:
    """A suggestion, the less sure, the more diseases of the same list fit as well."""
    own_list = one.id.split(":")[0]
    rivals = {o.id for o in all_found if o.reason == one.reason and o.id.startswith(own_list)}
    sure = round(REASONS[one.reason] * one.share / len(rivals), 3)
    row = store.disease(one.id)
    return Suggestion(row.id, row.name, row.category, sure, one.reason, one.matched)


def _rank(one: Suggestion) -> tuple[object, ...]:
    return (-one.confidence, not one.id.startswith("ORPHA"), int(one.id.split(":")[1]))


def _is_disease(id: str) -> bool:
    """Whether it is a disease, and no head of Orphanet's classification, which has no category."""
    return id.startswith("OMIM") or bool(store.disease(id).category)


def _stands_for(text: str) -> tuple[str, ...]:
    """The diseases that an abbreviation stands for, whatever its case and spaces."""
    return _abbreviations().get(_squeezed(text), ())


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    short = [one for one in aliases() if one.kind == "abbreviation"]
    return _grouped((_squeezed(one.text), one.id) for one in short)


@cache
def _by_core() -> dict[str, tuple[str, ...]]:
    named = [(core_of(row[-1]), id) for id, row in store.disease_rows().items()]
    synonyms = [one for one in aliases() if one.kind == "synonym"]
    return _grouped([*named, *((core_of(plain_name(one.text)), one.id) for one in synonyms)])


def _squeezed(text: str) -> str:
    return plain_name(text).replace(" ", "")


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for key, id in pairs:
        found.setdefault(key, {})[id] = None
    return {key: tuple(ids) for key, ids in found.items()}
