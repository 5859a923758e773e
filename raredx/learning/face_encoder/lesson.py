"""What the face encoder learns from: heads cut out by their landmarks, terms and conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.sittings import UNAFFECTED
from raredx.encoders.face import SIDE
from raredx.phenotype.landmarks import landmarks_of
from raredx.phenotype.traits.crops import HEAD, cut_out

Pixels = npt.NDArray[np.uint8]
Whole = npt.NDArray[np.intp]

NOBODY = -1
"""The condition of people without one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """n heads with what is known of them."""

    heads: Pixels
    """(n, side, side, 3), on disk."""
    terms: npt.NDArray[np.bool_]
    """(n, t) which terms each person has."""
    own: Whole
    """(n,) the condition of each, among `conditions`."""
    subjects: tuple[str, ...]
    conditions: tuple[str, ...]
    """ORPHA codes."""

    def having(self, conditions: Sequence[str]) -> Whole:
        """The rows of people with one of some conditions."""
        wanted = [self.conditions.index(one) for one in conditions]
        return np.flatnonzero(np.isin(self.own, wanted))


def prepare(
    cohorts: Sequence[Cohort],
    conditions: Sequence[str],
    place: Path,
    *,
    workers: int,
    tick: Callable[[int], None],
) -> Lesson:
    """Cut the heads out of some cohorts, of people with one of some conditions or none.

    They are cut once: what lies in `place` is taken as it is.
    """
    rows = [row for cohort in cohorts for row in _rows(cohort, set(conditions), workers, tick)]
    terms = sorted({term for row in rows for term in row["phenotypes"] or ()})
    kept = place / "heads.npy"
    if not kept.exists():
        new = kept.with_suffix(".new")
        size = (len(rows), SIDE, SIDE, 3)
        heads = np.lib.format.open_memmap(new, mode="w+", dtype=np.uint8, shape=size)
        for number, row in enumerate(rows):
            heads[number] = cut_out(row["image"](), row["points"], side=SIDE, spans=HEAD)
            tick(number)
        heads.flush()
        new.replace(kept)
    column = {name: number for number, name in enumerate(terms)}
    present = np.zeros((len(rows), len(terms)), bool)
    for number, row in enumerate(rows):
        present[number, [column[term] for term in row["phenotypes"] or ()]] = True
    places = {name: number for number, name in enumerate(conditions)}
    return Lesson(
        heads=np.load(kept, mmap_mode="r"),
        terms=present,
        own=np.array([places.get(row["label_id"], NOBODY) for row in rows], np.intp),
        subjects=tuple(row["subject_id"] for row in rows),
        conditions=tuple(conditions),
    )


def _rows(
    cohort: Cohort, conditions: set[str], workers: int, tick: Callable[[int], None]
) -> list[dict[str, Any]]:
    """Who may be learned from, with the points of the face where one was found."""
    landmarks = landmarks_of(cohort, workers=workers, tick=tick)
    names = ("image_id", "subject_id", "label", "label_id", "phenotypes")
    found = cohort.rows(*names).to_pylist()
    return [
        row
        | {
            "points": landmarks.points[number],
            "image": lambda name=row["image_id"]: cohort.image(name),
        }
        for number, row in enumerate(found)
        if landmarks.usable[number]
        and (row["label"] == UNAFFECTED or row["label_id"] in conditions)
    ]
