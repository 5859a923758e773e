"""Whom the benchmarks look at: the shipped cohort's parts, and the people of the reference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.simface import FOLDER, Recipe
from raredx.cohorts.splits.locked import open_test
from raredx.cohorts.splits.run import load_split, split_folder
from raredx.phenotype.reference.fitting import people_of
from raredx.phenotype.shape.model import People


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """Images in which one face was found, with what is true of them."""

    cohort: Cohort
    workers: int = 1

    @cached_property
    def _all(self) -> tuple[People, list[str], list[set[str]]]:
        return people_of(self.cohort, workers=self.workers)

    @property
    def people(self) -> People:
        return self._all[0]

    @property
    def ids(self) -> list[str]:
        return self._all[1]

    @property
    def signs(self) -> list[set[str]]:
        return self._all[2]

    @property
    def lost(self) -> int:
        """Images without one face."""
        return len(self.cohort) - len(self.ids)

    @cached_property
    def patients(self) -> People:
        return self.people.affected

    @cached_property
    def patient_rows(self) -> np.ndarray:
        return np.flatnonzero([bool(label) for label in self.people.labels])

    @property
    def patient_ids(self) -> list[str]:
        """The images of people with a condition."""
        return [self.ids[row] for row in self.patient_rows]


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """The gallery that conditions are learned from, and those who are judged."""

    gallery: Looked
    judged: Looked
    test: bool


def parts(*, test: bool, workers: int) -> Parts:
    """The development part, and the calibration part or, written down, the test part."""
    cohort = Cohort.open(FOLDER)
    name = Recipe.shipped().split
    split = load_split(cohort, name)
    judged = split.calibration
    if test:
        judged = open_test(
            split_folder(cohort, name),
            by="benchmarks.phenotype",
            why="figures of docs/results.md",
        )
    gallery = [*split.development, *split.gallery]
    return Parts(
        gallery=Looked(cohort=cohort.select(image_id=gallery), workers=workers),
        judged=Looked(cohort=cohort.select(image_id=[*judged]), workers=workers),
        test=test,
    )


def reference_people(folder: Path, *, workers: int) -> Looked:
    """The people that the shipped reference was fitted on."""
    return Looked(cohort=Cohort.open(folder), workers=workers)
