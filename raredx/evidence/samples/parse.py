"""One sample from the counts of a cell: a total that is stated, or parts that can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from raredx.evidence.performance.tokens import tokens
from raredx.evidence.samples.counts import Count, alike, counts_in
from raredx.evidence.samples.words import PARTS, PEOPLE


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
    counts = list(counts_in(tokens(cell)))
    parts = {role: part for role in PARTS if (part := _only(counts, role))}
    if stated := _only(counts, "total") or _first(counts):
        sizes = {role: part.number for role, part in parts.items() if alike(part, stated)}
        return _sample(stated.number, stated.unit, _plausible(sizes, stated.number), how="parsed")
    if any(count.near and count.role == "total" and not count.depth for count in counts):
        return None
    said = {count.role for count in counts if count.near and count.role in PARTS}
    units = {part.unit for part in parts.values()}
    if "train" not in parts or len(said) < 2 or said != set(parts) or len(units) > 1:
        return None
    sizes = {role: part.number for role, part in parts.items()}
    return _sample(sum(sizes.values()), units.pop(), sizes, how="summed")


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


def _only(counts: Sequence[Count], role: str) -> Count | None:
    """The count of a role, with those added to it, if the cell gives one and only one."""
    places = [at for at, one in enumerate(counts) if one.role == role and one.near]
    if role == "total":
        places = [at for at in places if counts[at].depth == 0]
    return _with_added(counts, places[0]) if len(places) == 1 else None


def _first(counts: Sequence[Count]) -> Count | None:
    """The count that begins the cell before any role is named, if no other rivals it."""
    if not counts or counts[0].role or not counts[0].near:
        return None
    rivals = [one for one in counts[1:] if not one.role and one.near and not one.added]
    return None if any(alike(one, counts[0]) for one in rivals) else _with_added(counts, 0)


def _with_added(counts: Sequence[Count], first: int) -> Count | None:
    """A count and those added to it: "30 patients + 20 controls" are 50 subjects."""
    head = counts[first]
    level = [
        one
        for one in counts[first + 1 :]
        if (one.clause, one.role, one.depth) == (head.clause, head.role, head.depth)
    ]
    added = [one for one in level if one.added and alike(one, head)]
    if any(alike(one, head) and not one.added for one in level):
        return None  # a second count of the same: which of them is meant?
    units = {one.unit for one in (head, *added)}
    number = sum(one.number for one in (head, *added))
    return replace(head, number=number, unit=_joint(units))


def _joint(units: set[str]) -> str:
    """The unit of counts that were added up: patients and controls are subjects."""
    if len(units) == 1:
        return "".join(units)
    return "subjects" if units & set(PEOPLE) else max(units)
