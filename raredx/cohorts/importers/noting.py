"""What a person should know of the images to be: each finding in one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from raredx.cohorts.codes import unaffected, unknown_terms
from raredx.cohorts.importers.layout import Item
from raredx.words import count

LEAKS = (
    "If one person has several images here, they can end up on both sides of a split, and results "
    "look better than they are. Say which column or which part of the file name tells people apart"
)


def about_labels(items: Sequence[Item], labels: Sequence[str]) -> list[str]:
    """What the labels do not make clear."""
    notes = []
    alike: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        alike[label.casefold()].append(label)
    for names in alike.values():
        if len(names) > 1:
            notes.append(f"Labels that differ only in case stay apart: {' and '.join(names)}")
    if none := unaffected(labels):
        notes.append(f"Taken for people without a disease, so without a code: {', '.join(none)}")
    if bare := sum(item.label is None for item in items):
        notes.append(f"{count(bare, 'image')} without a label")
    return notes


def about_subjects(items: Sequence[Item]) -> list[str]:
    """Who may be on both sides of a split, or under two labels."""
    notes = []
    labels: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.subject and item.label:
            labels[item.subject].add(item.label)
    several = {subject: found for subject, found in labels.items() if len(found) > 1}
    if several:
        subject, found = min(several.items())
        notes.append(
            f"{count(len(several), 'subject')} with more than one label, such as {subject}: "
            + " and ".join(sorted(found))
        )
    if bare := sum(item.subject is None for item in items):
        some = f"Of {count(bare, 'file')} it is not known"
        whose = "No file says" if bare == len(items) else some
        notes.append(f"{whose} whose image it is: each counts as a person of its own. {LEAKS}")
    return notes


def about_phenotypes(items: Sequence[Item]) -> list[str]:
    """Terms that the tables here do not have."""
    unknown = unknown_terms(id for item in items for id in item.columns.get("phenotypes") or ())
    if not unknown:
        return []
    named = ", ".join(unknown[:3]) + (", ..." if len(unknown) > 3 else "")
    ids = count(len(unknown), "HPO id")
    return [f"{ids} not known here, where the terms of the face are: {named}; kept as written"]
