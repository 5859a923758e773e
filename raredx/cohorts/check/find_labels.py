"""What labels, classes and origins do to a study: missing, misspelt, lopsided, or given away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import Any

from raredx.cohorts.check.examined import Examined
from raredx.cohorts.check.rules import Finding, finds
from raredx.cohorts.manifest import ORIGINS
from raredx.words import count


@finds("no-label")
def no_label(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Rows without a label."""
    for row, label in enumerate(examined.column("label")):
        if not (label or "").strip():
            yield Finding(says="No label", rows=(row,))


@finds("spelling")
def spelling(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Labels that are one word but for case, spaces and signs."""
    alike: dict[str, dict[str, list[int]]] = {}
    for label, rows in examined.rows_by("label").items():
        alike.setdefault(re.sub(r"[\W_]+", "", label.casefold()), {})[label] = rows
    for labels in alike.values():
        if len(labels) > 1:
            says = " and ".join(f"{label!r} ({len(rows)})" for label, rows in labels.items())
            yield Finding(says=says, rows=_all(labels))


@finds("codes")
def codes(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Labels with several codes, and codes with several labels."""
    for one, other in (("label", "label_id"), ("label_id", "label")):
        others = examined.column(other)
        for value, rows in examined.rows_by(one).items():
            found = sorted({others[row] for row in rows if others[row]})
            if len(found) > 1:
                yield Finding(says=f"{value!r} with {' and '.join(found)}", rows=tuple(rows))


@finds("singleton")
def singleton(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Classes with too few subjects to be on both sides."""
    subjects = examined.column("subject_id")
    for label, rows in examined.rows_by("label").items():
        people = {subjects[row] or row for row in rows}
        if len(people) < threshold:
            says = f"{label}: {count(len(people), 'subject')}, {count(len(rows), 'image')}"
            yield Finding(says=says, rows=tuple(rows))


@finds("imbalance")
def imbalance(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Classes that are many times the size of the median class."""
    classes = examined.rows_by("label")
    middle = median(map(len, classes.values())) if classes else 0
    for label, rows in classes.items():
        if len(rows) > threshold * middle:
            yield Finding(says=f"{label}: {count(len(rows), 'image')}, the median is {middle:g}")


@finds("size-tells-label")
def size_tells_label(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Classes with a size of image of their own."""
    width, height = examined.measures["width"], examined.measures["height"]
    sizes = [
        "" if w != w else f"{w:.0f} x {h:.0f} pixels"  # nan: an image that cannot be read
        for w, h in zip(width, height, strict=True)
    ]
    yield from _telling(examined, sizes, threshold)


@finds("source-tells-label")
def source_tells_label(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Classes with an origin or a source of their own."""
    for name in ("origin", "source"):
        yield from _telling(examined, examined.column(name), threshold)


@finds("origin-unknown")
def origin_unknown(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Rows whose origin is none of those there are."""
    for row, origin in enumerate(examined.column("origin")):
        if origin not in ORIGINS:
            yield Finding(says=f"Origin {origin!r}" if origin else "No origin", rows=(row,))


@finds("origins-mixed")
def origins_mixed(examined: Examined, threshold: float) -> Iterator[Finding]:
    """More than one origin in the cohort."""
    origins = examined.rows_by("origin")
    if len(origins) > 1:
        yield Finding(says=", ".join(f"{len(rows):,} {name}" for name, rows in origins.items()))


@finds("generated-held-out")
def generated_held_out(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Synthetic rows that a split validates, calibrates or tests on."""
    synthetic = examined.rows_by("origin").get("synthetic", [])
    for name, placed in examined.splits.items():
        for row in synthetic:
            if placed[row] and placed[row][0] != "gallery":
                says = f"In {placed[row][0]} of the split {name!r}"
                yield Finding(says=says, rows=(row,))


def _telling(examined: Examined, values: list[Any], threshold: float) -> Iterator[Finding]:
    """Classes whose images all share a value that no image of another class has."""
    classes = examined.rows_by("label")
    having: dict[Any, set[str]] = {}
    for label, rows in classes.items():
        for row in rows:
            having.setdefault(values[row], set()).add(label)
    for label, rows in classes.items():
        found = {values[row] for row in rows}
        value = next(iter(found))
        alone = len(found) == 1 and having[value] == {label} and len(classes) > 1
        if alone and value and len(rows) >= threshold:
            says = f"{label}: all {count(len(rows), 'image')} and no other are {value}"
            yield Finding(says=says, rows=tuple(rows))


def _all(labels: dict[str, list[int]]) -> tuple[int, ...]:
    return tuple(sorted(row for rows in labels.values() for row in rows))
