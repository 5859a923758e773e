"""Who can be shown and asked about: people of one condition each, of parts that are open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.episodes.config import FewShotConfig
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import lay_out

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort

Words = npt.NDArray[np.str_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Pool:
    """The images of a cohort that episodes are drawn from."""

    cohort: Cohort
    split: str
    split_hash: str
    images: Words
    """(n,)"""
    labels: Words
    """(n,)"""
    subjects: Words
    """(n,)"""
    several: int
    """Images of people with several conditions, who are left out: they could be trained on under
    the one and asked about under the other."""

    @staticmethod
    def of(config: FewShotConfig) -> Pool:
        """Those of the development and gallery parts; of the calibration part where asked for."""
        study, name = lay_out(
            ExperimentConfig(
                name=config.name, cohort=config.cohort, split=config.split, without=config.without
            )
        )
        split = study.split
        some = [
            *split.development,
            *split.gallery,
            *(split.calibration if config.calibration else ()),
        ]
        ids = np.array([one for one in some if study.labels[one] in study.classes])
        labels = np.array([study.labels[one] for one in ids])
        subjects = np.array([study.subjects[one] for one in ids])
        pairs = np.unique(np.stack([subjects, labels], axis=1), axis=0)  # (p, 2)
        people, conditions = np.unique(pairs[:, 0], return_counts=True)
        one = ~np.isin(subjects, people[conditions > 1])
        found = Pool(
            cohort=study.cohort,
            split=name,
            split_hash=split.hash,
            images=ids,
            labels=labels,
            subjects=subjects,
            several=int((~one).sum()),
        )
        return found.take(one)

    def take(self, rows: Any) -> Pool:
        """Some of its images, by a mask."""
        if not np.any(rows):
            raise UserError(
                "No image is left to draw episodes from",
                remedy="Choose a cohort of faces, or a backbone that sees whole pictures",
            )
        return replace(
            self,
            images=self.images[rows],
            labels=self.labels[rows],
            subjects=self.subjects[rows],
        )

    @property
    def origins(self) -> dict[str, int]:
        """How many images are real, simulated or synthetic."""
        counts = self.cohort.select(image_id=self.images.tolist()).counts("origin")
        return {origin or "unknown": many for origin, many in counts.items()}

    def of_classes(self, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """Which images are of some classes: (n,)."""
        return np.isin(self.labels, names)
