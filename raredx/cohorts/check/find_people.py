"""What is known of the people: who is who, how old, of which sex, under which licence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from raredx.cohorts.check.examined import Examined
from raredx.cohorts.check.rules import Finding, finds
from raredx.words import count

FACTS = ("sex", "age")

_ENOUGH = 8  # ages from which quartiles are worth a word


@finds("two-labels")
def two_labels(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Subjects with several diagnoses."""
    yield from _several(examined, "label")


@finds("two-sexes")
def two_sexes(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Subjects with several sexes."""
    yield from _several(examined, "sex")


@finds("no-subjects")
def no_subjects(examined: Examined, threshold: float) -> Iterator[Finding]:
    """A cohort in which every image has a subject of its own, or none."""
    subjects = examined.rows_by("subject_id")
    if len(examined) >= threshold and all(len(rows) == 1 for rows in subjects.values()):
        yield Finding(says=f"{count(len(examined), 'image')}, none of them of the same person")


@finds("dominant-subject")
def dominant_subject(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Subjects with most of the images of a class that has others as well."""
    subjects = examined.column("subject_id")
    for label, rows in examined.rows_by("label").items():
        held: dict[str, list[int]] = {}
        for row in rows:
            held.setdefault(subjects[row] or f"row {row}", []).append(row)
        for subject, own in held.items():
            if len(held) > 2 and len(own) > threshold * len(rows):
                says = f"{subject}: {len(own)} of the {count(len(rows), 'image')} of {label}"
                yield Finding(says=says, rows=tuple(own))


@finds("one-sex")
def one_sex(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Classes of one sex in a cohort of both."""
    sexes, subjects = examined.column("sex"), examined.column("subject_id")
    if len(examined.rows_by("sex")) < 2:
        return
    for label, rows in examined.rows_by("label").items():
        people = {subjects[row] or row for row in rows}
        found = {sexes[row] for row in rows}
        if len(found) == 1 and None not in found and len(people) >= threshold:
            says = f"{label}: all {count(len(people), 'subject')} are {found.pop()}"
            yield Finding(says=says, rows=tuple(rows))


@finds("age-impossible")
def age_impossible(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Ages below 0 or beyond the oldest people."""
    ages = _ages(examined)
    for row in np.flatnonzero((ages < 0) | (ages > threshold)):
        yield Finding(says=f"Age {ages[row]:g}", rows=(int(row),))


@finds("age-outlier")
def age_outlier(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Ages far from those of the cohort."""
    ages = _ages(examined)
    known = ages[~np.isnan(ages)]
    if len(known) < _ENOUGH:
        return
    low, high = np.quantile(known, [0.25, 0.75])
    reach = threshold * max(high - low, 1.0)
    for row in np.flatnonzero((ages < low - reach) | (ages > high + reach)):
        says = f"Age {ages[row]:g}; half of the cohort is {low:g} to {high:g}"
        yield Finding(says=says, rows=(int(row),))


@finds("facts-missing")
def facts_missing(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Facts that too many rows do not have."""
    for name in FACTS:
        absent = sum(value in (None, "") for value in examined.column(name))
        if absent > threshold * len(examined):
            yield Finding(says=f"No {name} for {absent} of {count(len(examined), 'image')}")


@finds("licence-missing")
def licence_missing(examined: Examined, threshold: float) -> Iterator[Finding]:
    """Rows without a licence."""
    absent = sum(not value for value in examined.column("licence"))
    if absent:
        yield Finding(says=f"No licence for {absent} of {count(len(examined), 'image')}")


def _several(examined: Examined, name: str) -> Iterator[Finding]:
    values = examined.column(name)
    for subject, rows in examined.rows_by("subject_id").items():
        different = dict.fromkeys(str(values[row]) for row in rows if values[row])
        if len(different) > 1:
            yield Finding(says=f"{subject}: {' and '.join(different)}", rows=tuple(rows))


def _ages(examined: Examined) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    ages = examined.column("age")
    return np.array([np.nan if age is None else float(age) for age in ages], np.float64)
