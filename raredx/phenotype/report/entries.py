"""What one statement of an answer says of which term, or why that is not clear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from raredx.errors import UserError
from raredx.ontology import facts, store
from raredx.ontology.ids import term_id
from raredx.ontology.names import plain_name
from raredx.ontology.same_words import is_misspelt
from raredx.phenotype.report.answers import Broken, Statement
from raredx.phenotype.report.lines import Item, sentences
from raredx.phenotype.report.naming import named
from raredx.phenotype.report.phrases import spotted
from raredx.phenotype.report.vocabulary import State, listed

_ID = re.compile(r"\bHPO?[:_ #-]{0,2}(\d{3,9})\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]?")
_BRACKETS = re.compile(r"[()\[\]]")
_LONG_ENTRY = 9  # an entry with more words is read as a sentence
_LIKE_ENOUGH = 0.75
_A_DISEASE = "names a disease, which is no sign"
_NO_TERM = "no term of the face has this name"


@dataclass(frozen=True)
class Said:
    """That a statement gives a term a state."""

    term: str
    state: State
    text: str
    listed: bool
    """Whether it is an entry of a list, not a sentence."""


@dataclass(frozen=True)
class NotUnderstood:
    """A part of an answer that gave no finding, and why."""

    text: str
    why: str


def read_statement(one: Statement) -> Iterator[Said | NotUnderstood]:
    """The terms of a statement with their states, and what of it is not clear.

    >>> list(read_statement(Item("Synophrys (HP:0000664)", "absent")))
    [Said(term='HP:0000664', state='absent', text='Synophrys (HP:0000664)', listed=True)]
    """
    if isinstance(one, Broken):
        yield NotUnderstood(one.text, "JSON that breaks off")
    elif isinstance(one, Item):
        yield from _of_item(one)
    else:
        yield from _of_sentence(one.text)


def _of_sentence(text: str) -> Iterator[Said | NotUnderstood]:
    """The terms that a sentence names; one that names none is no fault."""
    bare, ids, unknown = _ids_of(text)
    yield from unknown
    found = spotted(bare)
    if found:
        yield from _other_ids(text, ids, {one.term for one in found})
    else:
        found = spotted(_ID.sub(lambda match: _name_of(match), text))
    for one in found:
        if one.state is None:
            name = store.term_rows()[one.term].name
            yield NotUnderstood(text, f"unclear whether it denies {name}")
        else:
            yield Said(one.term, one.state, text, listed=False)
    if set(re.findall(r"[a-z]+", bare.casefold())) & set(listed("words", "disease")):
        yield NotUnderstood(text, _A_DISEASE)


def _of_item(item: Item) -> Iterator[Said | NotUnderstood]:
    """The term of an entry: by its name, or else by its id."""
    name, ids, unknown = _ids_of(item.text)
    term = None if ":" in name and item.state is None else _named(name)
    if term is None and (item.state is None or len(name.split()) >= _LONG_ENTRY):
        yield from _of_loose_item(item, name, ids)
        return
    yield from unknown
    if term is not None:
        yield from _other_ids(item.text, ids, {term})
        yield Said(term, item.state or "present", item.text, listed=True)
    elif ids:
        yield from (Said(id, item.state or "present", item.text, listed=True) for id in ids)
    elif _denies(name) and (term := _named(name.partition(" ")[2])):
        if item.state == "absent":
            yield Said(term, "absent", item.text, listed=True)
        else:
            yield NotUnderstood(item.text, f"denies a sign, yet calls it {item.state}")
    elif name and not unknown:
        is_disease = store.disease_index().named(name[:200])
        yield NotUnderstood(item.text, _A_DISEASE if is_disease else _NO_TERM)


def _of_loose_item(item: Item, name: str, ids: list[str]) -> Iterator[Said | NotUnderstood]:
    """An entry that is no name with a state behind it: words on a sign, or sentences."""
    head, colon, _ = name.partition(":")
    if colon and named(head):
        yield NotUnderstood(item.text, "says neither present nor absent")
        return
    read = [found for one in sentences(item.text) for found in _of_sentence(one.text)]
    if not read and not colon and len(name.split()) < _LONG_ENTRY and name:
        is_disease = store.disease_index().named(name[:200])
        read = [NotUnderstood(item.text, _A_DISEASE if is_disease else _NO_TERM)]
    yield from read


def _other_ids(text: str, ids: list[str], terms: set[str]) -> Iterator[NotUnderstood]:
    """The ids beside a name that are another term's: the name is believed."""
    for id in ids:
        if id not in terms:
            own = " and ".join(sorted(store.term_rows()[term].name for term in terms))
            other = store.term_rows()[id].name
            yield NotUnderstood(text, f"{id} is {other}: the name was taken, {own}")


def _named(name: str) -> str | None:
    """The term that an entry names: whole, before or in brackets, in other words, misspelt."""
    outside = _IN_BRACKETS.sub(" ", name).strip(" :-")
    for part in (name, outside, *_BRACKETS.split(name)):
        if part.strip() and (term := named(part)):
            return term
    if _denies(name):
        return None
    try:
        found = facts.find_terms(outside or name, 1)
    except UserError:
        return None
    for match in found:
        is_slip = match.step == "spelling" and _is_slip(outside or name, match.matched)
        is_same = match.step == "words" and match.score >= _LIKE_ENOUGH
        if (is_slip or is_same) and store.term_rows()[match.id].visible:
            return match.id
    return None


def _is_slip(name: str, other: str) -> bool:
    """Whether two names differ by slips of the hand that do not turn the meaning."""
    return is_misspelt(plain_name(name), plain_name(other))


def _denies(name: str) -> bool:
    return name.casefold().startswith(("no ", "not ", "without "))


def _ids_of(text: str) -> tuple[str, list[str], list[NotUnderstood]]:
    """A text without its ids, those that are terms of the face, and those that are not."""
    known: dict[str, None] = {}
    unknown = []
    for match in _ID.finditer(text):
        if id := _term_of(match):
            known[id] = None
        else:
            unknown.append(NotUnderstood(text, f"{match[0]} is no term of the face"))
    return _ID.sub(" ", text).replace("()", " ").strip(" :-()"), list(known), unknown


def _term_of(match: re.Match[str]) -> str | None:
    id = term_id(match[1]) or match[1]
    row = store.term_rows().get(store.leading().get(id, id))
    return row.id if row and row.visible else None


def _name_of(match: re.Match[str]) -> str:
    id = _term_of(match)
    return f" {store.term_rows()[id].name} " if id else " "
