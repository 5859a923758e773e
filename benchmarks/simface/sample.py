"""Portraits with what is true of them and what is seen in them, all in the order of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from benchmarks.simface.shortcuts import corners
from raredx.cohorts.cohort import Cohort
from raredx.encoders import features
from raredx.phenotype.landmarks import Landmarks, landmarks_of

Floats = npt.NDArray[Any]

ENCODER = "efficientnet-lite0"


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """n portraits."""

    cohort: Cohort

    @property
    def affected(self) -> Sample:
        """Those of people with a condition."""
        some = self.cohort.select(where=pc.field("label_id").is_valid())
        return Sample(cohort=some)

    @cached_property
    def ids(self) -> list[str]:
        """Images."""
        return self._column("image_id")

    @cached_property
    def labels(self) -> list[str]:
        """ORPHA codes."""
        return self._column("label_id")

    @cached_property
    def subjects(self) -> list[str]:
        """Patients."""
        return self._column("subject_id")

    @cached_property
    def truth(self) -> list[dict[str, Any]]:
        """What the simulator says of each portrait."""
        rows = {row["image_id"]: row for row in self.cohort.side("truth").to_pylist()}
        return [rows[one] for one in self.ids]

    @cached_property
    def terms(self) -> list[set[str]]:
        """The terms that each patient has."""
        return [{sign["term"] for sign in row["signs"]} for row in self.truth]

    @cached_property
    def landmarks(self) -> Floats:
        """The true landmarks, hidden ones too: (n, landmarks, 2)."""
        marks = [[(mark["x"], mark["y"]) for mark in row["landmarks"]] for row in self.truth]
        return np.array(marks)

    @cached_property
    def points(self) -> Landmarks:
        """What MediaPipe finds."""
        return landmarks_of(self.cohort)

    @cached_property
    def features(self) -> Floats:
        """What a frozen network makes of the pictures: (n, f)."""
        return features(ENCODER, self.ids, self.cohort.image)

    @cached_property
    def corners(self) -> Floats:
        """What the upper corners of the pictures show: (n, f)."""
        return np.stack([corners(self.cohort.image(one)) for one in self.ids])

    def _column(self, name: str) -> list[str]:
        found: list[str] = self.cohort.rows(name)[name].to_pylist()
        return found
