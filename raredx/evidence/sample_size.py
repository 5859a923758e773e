"""How large a study is: the total and its parts, from a sentence such as "Total sample size: 120".

A total counts only where the sentence states it, or where its parts can be added up. What can be
read in two ways is left: not reported is nothing, and never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from raredx.evidence.performance.tokens import Token, tokens
from raredx.evidence.study_tables import study_id
from raredx.evidence.vocabulary import is_reported
from raredx.evidence.workbook import Sheet

SAMPLE_COLUMNS = (
    *("study_id", "total", "unit", "size", "train", "validation", "test", "external"),
    *("how", "cell"),
)
PARTS = ("train", "validation", "test", "external")

_NOUNS = {
    "patients": "patient patients",
    "cases": "case cases",
    "subjects": "subject subjects participant participants individual individuals people person"
    " persons volunteers infants infant children neonates fetuses adults controls women men"
    " females males families members twins newborns",
    "images": "image images photograph photographs photos pictures radiographs x-rays cxrs rfis"
    " micrographs figures mammograms",
    "scans": "scan scans mris cts volumes",
    "examinations": "examination examinations exams studies records visits sessions",
    "slices": "slice slices b-scans sections",
    "slides": "slide slides wsis",
    "recordings": "video videos clips recordings sequences ecgs eegs signals",
    "frames": "frame frames",
    "patches": "patch patches tiles rois crops regions",
    "eyes": "eye eyes",
    "samples": "sample samples specimens biopsies instances points sera spectra",
    "cells": "cell cells",
    "lesions": "lesion lesions nodules tumors tumours",
}
_UNIT = {noun: unit for unit, nouns in _NOUNS.items() for noun in nouns.split()}
_PEOPLE = ("patients", "cases", "subjects")
_ROLE = {
    **dict.fromkeys(("training", "train", "development", "discovery", "derivation"), "train"),
    **dict.fromkeys(("validation", "tuning"), "validation"),
    **dict.fromkeys(("test", "testing"), "test"),
    "external": "external",
    **dict.fromkeys(("total", "overall"), "total"),
}
_LINKS = {
    *("of", "n", "is", "was", "size", "set", "sets", "cohort", "dataset", "data", "group", "a"),
    *(
        "sample",
        "samples",
        "included",
        "includes",
        "contains",
        "contained",
        "with",
        "number",
        "the",
    ),
    *("in", "for", "used", "and", "internal", "independent", "approximately", "about", "consists"),
}
_PLUS = {"+", "and", "&", "vs"}
_OTHER = {"augmentation", "augmented", "expanded", "each", "per", "excluded", "→", "repetitions"}
_MOST_ADJECTIVES = 4
_NEVER = -99
_NEAR = 6  # pieces from a "+" to the number that it adds


@dataclass(frozen=True)
class Sample:
    """How many of what a study used, and how many for which purpose, where that is stated."""

    total: int
    unit: str
    train: int | None
    validation: int | None
    test: int | None
    external: int | None
    how: str  # parsed: stated as the total; summed: added up from the parts


@dataclass(frozen=True)
class _Count:
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


def parse_sample(cell: str) -> Sample | None:
    """The size of a study's sample, or None where the cell does not say it plainly.

    >>> sample = parse_sample("Total sample size: 1,200 images (training set 1,000, test set 200)")
    >>> sample.total, sample.unit, sample.train, sample.test, sample.how
    (1200, 'images', 1000, 200, 'parsed')
    >>> parse_sample("Training set: 80 patients; test set: 20 patients").total
    100
    >>> parse_sample("5-fold cross-validation") is None
    True
    """
    counts = list(_counts(tokens(cell)))
    parts = {role: part for role in PARTS if (part := _only(counts, role))}
    if stated := _only(counts, "total") or _first(counts):
        sizes = {role: part.number for role, part in parts.items() if _alike(part, stated)}
        return _sample(stated.number, stated.unit, _plausible(sizes, stated.number), how="parsed")
    if any(count.near and count.role == "total" and not count.depth for count in counts):
        return None
    said = {count.role for count in counts if count.near and count.role in PARTS}
    units = {part.unit for part in parts.values()}
    if "train" not in parts or len(said) < 2 or said != set(parts) or len(units) > 1:
        return None
    sizes = {role: part.number for role, part in parts.items()}
    return _sample(sum(sizes.values()), units.pop(), sizes, how="summed")


def size_class(total: int) -> str:
    """The class of sizes that a total falls into.

    >>> size_class(49), size_class(1200), size_class(20_000)
    ('below 50', '1,000 to 9,999', '10,000 and more')
    """
    bounds = {50: "below 50", 200: "50 to 199", 1000: "200 to 999", 10_000: "1,000 to 9,999"}
    return next((name for bound, name in bounds.items() if total < bound), "10,000 and more")


def samples_table(sheet: Sheet) -> list[dict[str, str]]:
    """The samples of all studies whose cell states one, in the order of the sheet."""
    table = []
    for row in sheet.rows:
        cell = row.text("sample")
        sample = parse_sample(cell) if is_reported(cell) else None
        if sample is not None:
            parts = {role: getattr(sample, role) for role in PARTS}
            table.append(
                {
                    "study_id": study_id(row),
                    "total": str(sample.total),
                    "unit": sample.unit,
                    "size": size_class(sample.total),
                    **{role: "" if size is None else str(size) for role, size in parts.items()},
                    "how": sample.how,
                    "cell": sheet.address(row, "sample"),
                }
            )
    return table


def _plausible(sizes: dict[str, int], total: int) -> dict[str, int]:
    """The parts that can be parts of a total: without the external ones they add up to most."""
    inside = sum(size for role, size in sizes.items() if role != "external")
    if "train" in sizes and 0.8 * total <= inside <= 1.02 * total:
        return sizes
    return {role: size for role, size in sizes.items() if role == "external" and size < total}


def _sample(total: int, unit: str, sizes: dict[str, int], *, how: str) -> Sample:
    return Sample(
        total=total,
        unit=unit,
        train=sizes.get("train"),
        validation=sizes.get("validation"),
        test=sizes.get("test"),
        external=sizes.get("external"),
        how=how,
    )


def _only(counts: list[_Count], role: str) -> _Count | None:
    """The count of a role, with those added to it, if the cell gives one and only one."""
    places = [at for at, one in enumerate(counts) if one.role == role and one.near]
    if role == "total":
        places = [at for at in places if counts[at].depth == 0]
    return _with_added(counts, places[0]) if len(places) == 1 else None


def _first(counts: list[_Count]) -> _Count | None:
    """The count that begins the cell before any role is named, if no other rivals it."""
    if not counts or counts[0].role or not counts[0].near:
        return None
    rivals = [one for one in counts[1:] if not one.role and one.near and not one.added]
    return None if any(_alike(one, counts[0]) for one in rivals) else _with_added(counts, 0)


def _with_added(counts: list[_Count], first: int) -> _Count | None:
    """A count and those added to it: "30 patients + 20 controls" are 50 subjects."""
    head = counts[first]
    level = [
        one
        for one in counts[first + 1 :]
        if (one.clause, one.role, one.depth) == (head.clause, head.role, head.depth)
    ]
    added = [one for one in level if one.added and _alike(one, head)]
    if any(_alike(one, head) and not one.added for one in level):
        return None  # a second count of the same: which of them is meant?
    units = {one.unit for one in (head, *added)}
    number = sum(one.number for one in (head, *added))
    return replace(head, number=number, unit=_joint(units))


def _joint(units: set[str]) -> str:
    """The unit of counts that were added up: patients and controls are subjects."""
    if len(units) == 1:
        return "".join(units)
    return "subjects" if units & set(_PEOPLE) else max(units)


def _alike(first: _Count, last: _Count) -> bool:
    people = first.unit in _PEOPLE and last.unit in _PEOPLE
    return first.unit == last.unit or not first.unit or not last.unit or people


def _counts(pieces: Sequence[Token]) -> Iterator[_Count]:
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
        elif word in _OTHER:
            other = True
        elif word in _PLUS:
            added = at
        elif named := _role(pieces, at):
            role, near, added = _both(role, named) if near and role else named, True, _NEVER
        elif piece.kind == "word" and word not in _LINKS:
            near = False
        elif piece.kind == "number" and _is_whole(pieces, at):
            unit, follows_n = _unit(pieces, at), _text(pieces, at - 2) in ("n", "N")
            after, plus = _role_after(pieces, at), at - added <= _NEAR
            if not other and (unit or near or follows_n or plus or after):
                sure = near or (follows_n and role != "total")
                sure = bool(after) or (sure and not plus and not _is_split(pieces, at))
                number = int(piece.value)
                yield _Count(number, unit, after or role, sure, plus, len(outside), clause)
            near, added = False, _NEVER


def _role(pieces: Sequence[Token], at: int) -> str:
    """The role that a word names; "sample size" is a total."""
    word = pieces[at].text.casefold()
    if word == "size" and _text(pieces, at - 1).casefold() == "sample":
        return "total"
    if "valid" in word and word.startswith("cross"):
        return ""
    return _ROLE.get(word, "")


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
        if piece.kind != "word" or word in _PLUS or word in _ROLE or word == "for":
            break
        if unit and word not in _UNIT:
            break
        unit = _UNIT.get(word, unit)  # "image patches" are patches
    return unit


def _role_after(pieces: Sequence[Token], at: int) -> str:
    """The role named after a count: "40 for training", "56 cases in the training set"."""
    linked = not _unit(pieces, at)
    for place in range(at + 1, min(at + 8, len(pieces))):
        word = pieces[place].text.casefold()
        if pieces[place].kind != "word":
            return ""
        if word in _ROLE and word not in ("total", "overall"):
            heads = _text(pieces, place + 1) in (":", "=", "n") or _is_number(pieces, place + 1)
            return _ROLE[word] if linked and not heads else ""
        linked = linked or word in ("for", "in", "as")
    return ""


def _text(pieces: Sequence[Token], at: int) -> str:
    return pieces[at].text if 0 <= at < len(pieces) else ""


def _is_number(pieces: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(pieces) and pieces[at].kind == "number"
