"""What a model is fitted on, and who judges it: the parts of a cohort, with all that was added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.store import open_cohort
from raredx.diagnosis.training.config import TrainConfig
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.learning.backbones.reading import says_something
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.judging import Labelled
from raredx.learning.experiment.material import Added, Source, gather
from raredx.learning.experiment.run import lay_out
from raredx.learning.experiment.study import Study


@dataclass(frozen=True, kw_only=True, eq=False)
class Judges:
    """k people of the calibration part whose conditions a model knows and whom it can see."""

    ids: tuple[str, ...]
    features: npt.NDArray[Any]
    """(k, w)"""
    truth: tuple[int, ...]
    """Places of their conditions among the classes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """All that a split gives to learn from, and people who are left to judge."""

    study: Study
    split: str
    lesson: Labelled
    """What is fitted: with mirror images, if the arm wants them."""
    shown: Labelled
    """(n,) the images themselves, as far as they have features."""
    parts: tuple[tuple[Cohort, tuple[str, ...]], ...]
    """Which images of which cohort these are, in the same order."""
    blind: int
    """Images without features besides."""
    judges: Judges

    @staticmethod
    def of(config: TrainConfig, *, workers: int, progress: Progress) -> Ground:
        """All development and gallery images and what was added; the test part stays closed.

        Raises
        ------
        UserError
            If nothing can be learned from.
        """
        arm = Arm.parse(config.arm)
        if arm.drawn or arm.images:
            raise UserError(
                f"A model is not trained on {arm.name}: a few images, or images drawn for a fold,"
                " are for experiments",
                remedy="Draw and keep synthetic images as a cohort, and add that: own+COHORT",
            )
        source = Source(config.backbone, parse_head(config.head).sees)
        study, split = study_of(config)
        added = [Added.of(arm.added, open_cohort(arm.added), study)] if arm.added else []
        progress.tick(0, total=len(study.images))
        material, _ = gather(
            *(study, [arm], [source], added, progress.scratch / "features"),
            workers=workers,
            progress=progress,
        )
        own = tuple(one for one in study.images if one not in {*study.calibration})
        whole = replace(study.folds[0], training=own, judged=())
        every = material.training(replace(arm, mirrored=False), source, whole)
        seen = says_something(every.features)
        if not seen.any():
            raise UserError(
                "No training image has features: no face was found in any",
                remedy="Choose a backbone that sees whole pictures",
            )
        parts = [(study.cohort, own)] if arm.own else []
        parts += [(one.cohort, one.ids) for one in added]
        return Ground(
            study=study,
            split=split,
            lesson=material.training(arm, source, whole).readable(),
            shown=every.readable(),
            parts=_seen(parts, seen),
            blind=int((~seen).sum()),
            judges=_judges(
                study,
                material.labelled(source, study.calibration),
                _classes(study, every.readable()),
            ),
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The conditions that can be learned."""
        return _classes(self.study, self.shown)

    @property
    def pictures(self) -> list[str]:
        """(n,) the ids of the images."""
        return [one for _, ids in self.parts for one in ids]

    @property
    def cohorts(self) -> list[Cohort]:
        """The study's own, and what was added to it."""
        own = self.study.cohort
        return [own, *(cohort for cohort, _ in self.parts if cohort is not own)]

    @property
    def origins(self) -> dict[str, int]:
        """The images by origin."""
        found: Counter[str] = Counter()
        for cohort, ids in self.parts:
            found.update(cohort.select(image_id=list(ids)).rows("origin")["origin"].to_pylist())
        return dict(found.most_common())


def study_of(config: TrainConfig) -> tuple[Study, str]:
    """The cohort as an experiment of the same settings lays it out, and the name of its split."""
    return lay_out(
        ExperimentConfig(
            name=config.name,
            cohort=config.cohort,
            split=config.split,
            without=config.without,
            repeats=1,
        )
    )


def _classes(study: Study, shown: Labelled) -> tuple[str, ...]:
    return tuple(name for name in study.classes if name in {*shown.labels})


def _seen(
    parts: Sequence[tuple[Cohort, tuple[str, ...]]], seen: npt.NDArray[np.bool_]
) -> tuple[tuple[Cohort, tuple[str, ...]], ...]:
    """The same without images that have no features, by all of them in order."""
    left = iter(seen.tolist())
    return tuple(
        (cohort, tuple(one for one, there in zip(ids, left, strict=False) if there))
        for cohort, ids in parts
    )


def _judges(study: Study, shown: Labelled, classes: Sequence[str]) -> Judges:
    seen = says_something(shown.features)
    rows = [row for row, label in enumerate(shown.labels) if seen[row] and label in classes]
    return Judges(
        ids=tuple(study.calibration[row] for row in rows),
        features=shown.features[rows],
        truth=tuple(classes.index(shown.labels[row]) for row in rows),
    )
