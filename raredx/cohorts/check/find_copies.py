"""Copies, by what they do to a study: within a subject, across subjects, labels or parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from raredx.cohorts.check.copies import Copy
from raredx.cohorts.check.examined import Examined
from raredx.cohorts.check.groups import Groups
from raredx.cohorts.check.rules import Finding, finds
from raredx.words import count

Picture = tuple[list[int], list[Copy]]
"""The rows that show one picture, and what was found between them."""


@finds("copy-in-subject")
def in_subject(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Copies whose subject and label are the same."""
    subjects, labels = examined.column("subject_id"), examined.column("label")
    for rows, copies in _pictures(examined):
        if len({(subjects[row], labels[row]) for row in rows}) == 1:
            yield Finding(says=_told(rows, copies), rows=tuple(rows))


@finds("copy-across-subjects")
def across_subjects(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Copies under several subjects."""
    yield from _across(examined, examined.column("subject_id"), "subjects")


@finds("copy-across-labels")
def across_labels(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Copies under several labels."""
    yield from _across(examined, examined.column("label"), "labels")


@finds("copy-across-parts")
def across_parts(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Copies in several parts or folds of a split; rows that it leaves out do no harm."""
    for name, placed in examined.splits.items():
        for rows, copies in _pictures(examined):
            held = [row for row in rows if placed[row]]
            if len({placed[row] for row in held}) > 1:
                parts = sorted({placed[row][0] for row in held})
                where = f"in {' and '.join(parts)}" if len(parts) > 1 else "in several folds"
                says = f"{_told(rows, copies)} {where} of the split {name!r}"
                yield Finding(says=says, rows=tuple(held))


def _across(examined: Examined, values: Sequence[Any], what: str) -> Iterator[Finding]:
    for rows, copies in _pictures(examined):
        different = dict.fromkeys(str(values[row]) for row in rows if values[row] is not None)
        if len(different) > 1:
            says = f"{_told(rows, copies)} under the {what} {' and '.join(different)}"
            yield Finding(says=says, rows=tuple(rows))


def _pictures(examined: Examined) -> list[Picture]:
    found: dict[int, Picture] = {}
    joined = Groups((copy.left, copy.right) for copy in examined.copies)
    for rows in joined.lists():
        picture: Picture = (rows, [])
        found |= dict.fromkeys(rows, picture)
    for copy in examined.copies:
        found[copy.left][1].append(copy)
    return list({id(picture): picture for picture in found.values()}.values())


def _told(rows: Sequence[int], copies: Sequence[Copy]) -> str:
    """How many images are one picture, and how the copies were made as far as can be told."""
    how = ", ".join(dict.fromkeys(map(str, copies)))
    return f"{count(len(rows), 'image')}: {how}"
