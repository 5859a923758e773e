"""The counts of a cell: numbers of things, each with the role that the words around it give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from raredx.evidence.performance.tokens import Token
from raredx.evidence.samples.words import LINKS, OTHER, PEOPLE, PLUS, ROLE, UNIT

_MOST_ADJECTIVES = 4
_NEVER = -99
_NEAR = 6  # pieces from a "+" to the number that it adds


@dataclass(frozen=True)
class Count:
    """A number of things and the role that the words around it give it.

    It is `near` where nothing else can be meant: it begins the cell, or only words such as "set of"
    stand between the role and the number.
    """

    number: int
    unit: str
    role: str
    near: bool
    added: bool  # "+" or "and" stands before it
    depth: int
    clause: int


def alike(first: Count, last: Count) -> bool:
    """Whether two counts may be of the same kind of things."""
    people = first.unit in PEOPLE and last.unit in PEOPLE
    return first.unit == last.unit or not first.unit or not last.unit or people


def counts_in(pieces: Sequence[Token]) -> Iterator[Count]:
    """The counts of a cell in order, each with the role that was named last before it."""
    role, near, added, other, clause = "", True, _NEVER, False, 0
    outside: list[str] = []  # the roles around the open brackets
    for at, piece in enumerate(pieces):
        word = piece.text.casefold()
        if word == "(":
            outside.append(role)
        elif word == ")" and outside:
            role, near = outside.pop(), False
        elif piece.kind == "break" or word == ";":
            clause += 1
            role, near, added, other = outside[-1] if outside else "", False, _NEVER, False
        elif word in OTHER:
            other = True
        elif word in PLUS:
            added = at
        elif named := _role(pieces, at):
            role, near, added = _both(role, named) if near and role else named, True, _NEVER
        elif piece.kind == "word" and word not in LINKS:
            near = False
        elif piece.kind == "number" and _is_whole(pieces, at):
            unit, follows_n = _unit(pieces, at), _text(pieces, at - 2) in ("n", "N")
            after, plus = _role_after(pieces, at), at - added <= _NEAR
            if not other and (unit or near or follows_n or plus or after):
                sure = near or (follows_n and role != "total")
                sure = bool(after) or (sure and not plus and not _is_split(pieces, at))
                number = int(piece.value)
                yield Count(number, unit, after or role, sure, plus, len(outside), clause)
            near, added = False, _NEVER


def _role(pieces: Sequence[Token], at: int) -> str:
    """The role that a word names; "sample size" is a total."""
    word = pieces[at].text.casefold()
    if word == "size" and _text(pieces, at - 1).casefold() == "sample":
        return "total"
    if "valid" in word and word.startswith("cross"):
        return ""
    return ROLE.get(word, "")


def _both(first: str, last: str) -> str:
    """Two roles of one set: an external validation set is external, a training/test set trains."""
    return "external" if "external" in (first, last) else last if first == "total" else first


def _is_whole(pieces: Sequence[Token], at: int) -> bool:
    """Whether a number counts: it is no percentage, ratio, range, year or name ("test set 1")."""
    piece, before, after = pieces[at], _text(pieces, at - 1), _text(pieces, at + 1)
    if piece.percent or not piece.text.replace(",", "").isdigit() or piece.value == 0:
        return False
    ratio = (":", "/", "-", "–", "×", "%")
    if after in ratio and _is_number(pieces, at + 2):
        return False
    if before in ratio and _is_number(pieces, at - 2):
        return False
    if piece.value < 10 and (after in (":", "n", "N") or _text(pieces, at + 2) in ("n", "N")):
        return False
    year = len(piece.text) == 4 and piece.text[:2] in ("19", "20") and not _unit(pieces, at)
    return not (year and before != "=" and before != ":")


def _is_split(pieces: Sequence[Token], at: int) -> bool:
    """Whether a count is one of several with a slash between them: "50 patients / 50 controls"."""
    place = at + 1
    while place < len(pieces) and pieces[place].kind == "word" and place < at + 6:
        place += 1
    if _text(pieces, place) != "/" or not _is_number(pieces, place + 1):
        return False
    units = {_unit(pieces, at), _unit(pieces, place + 1)}
    return len(units) == 1 or "" in units


def _unit(pieces: Sequence[Token], at: int) -> str:
    """What a number counts: the first such noun in the words right after it."""
    unit = ""
    for piece in pieces[at + 1 : at + 2 + _MOST_ADJECTIVES]:
        word = piece.text.casefold()
        if piece.kind != "word" or word in PLUS or word in ROLE or word == "for":
            break
        if unit and word not in UNIT:
            break
        unit = UNIT.get(word, unit)  # "image patches" are patches
    return unit


def _role_after(pieces: Sequence[Token], at: int) -> str:
    """The role named after a count: "40 for training", "56 cases in the training set"."""
    linked = not _unit(pieces, at)
    for place in range(at + 1, min(at + 8, len(pieces))):
        word = pieces[place].text.casefold()
        if pieces[place].kind != "word":
            return ""
        if word in ROLE and word not in ("total", "overall"):
            heads = _text(pieces, place + 1) in (":", "=", "n") or _is_number(pieces, place + 1)
            return ROLE[word] if linked and not heads else ""
        linked = linked or word in ("for", "in", "as")
    return ""


def _text(pieces: Sequence[Token], at: int) -> str:
    return pieces[at].text if 0 <= at < len(pieces) else ""


def _is_number(pieces: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(pieces) and pieces[at].kind == "number"
