"""The features of an experiment: read once for all its cells, and laid out for other processes."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.backbones import Backbone
from raredx.learning.backbones.reading import read_features
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.judging import Labelled
from raredx.learning.experiment.study import Study

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort
    from raredx.jobs import Progress

Floats = npt.NDArray[Any]

_BOUND = ("image_id", "sha256", "subject_id")
"""What an added image may have in common with none of those that are judged."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Added:
    """The images of another cohort, under the classes of the study."""

    name: str
    cohort: Cohort
    ids: tuple[str, ...]
    labels: tuple[str, ...]
    subjects: tuple[str, ...]

    @staticmethod
    def of(name: str, cohort: Cohort, study: Study) -> Added:
        """Those of its images whose condition the study has, by name or by code.

        It is refused if it shares a picture or a person with the study: whoever is judged would
        be trained on.
        """
        wanted = [*_BOUND, "label", "label_id"]
        own = study.cohort.rows(*wanted).to_pydict()
        for column in _BOUND:
            shared = {*own[column]} & {*cohort.rows(column)[column].to_pylist()} - {None, ""}
            if shared:
                raise UserError(
                    f"The cohort {name!r} shares {len(shared):,} of its {column} with the one that"
                    " is judged: its people would be on both sides",
                    remedy="Leave those images out of it; `raredx cohort check` finds them",
                )
        codes = dict(zip(own["label_id"], own["label"], strict=True))
        rows = cohort.rows(*wanted).to_pydict()
        named = [
            label if label in study.classes else codes.get(code or "-", label)
            for label, code in zip(rows["label"], rows["label_id"], strict=True)
        ]
        kept = [row for row, label in enumerate(named) if label in study.classes]
        if not kept:
            raise UserError(
                f"The cohort {name!r} has none of the conditions that are judged",
                remedy="Give its images the same labels or ORPHA codes",
            )
        return Added(
            name=name,
            cohort=cohort,
            ids=tuple(rows["image_id"][row] for row in kept),
            labels=tuple(named[row] for row in kept),
            subjects=tuple(rows["subject_id"][row] for row in kept),
        )


@dataclass(frozen=True, kw_only=True)
class Read:
    """How the reading of one backbone's features went."""

    backbone: str
    images: int
    without: int
    """Images without features: no face was found."""
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Material:
    """Where features lie, and who is who; it goes to other processes as it is."""

    place: Path
    rows: Mapping[str, int]
    """By image: its row in every file."""
    labels: tuple[str, ...]
    subjects: tuple[str, ...]
    added: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """By cohort: labels and subjects of its images, in the order of its files."""

    def features(self, backbone: str, ids: Sequence[str], *, mirrored: bool = False) -> Floats:
        """Of some images: (n, w)."""
        table = np.load(self.file(backbone, "own", mirrored=mirrored), mmap_mode="r")
        return np.array(table[[self.rows[one] for one in ids]])

    def labelled(self, backbone: str, ids: Sequence[str], *, mirrored: bool = False) -> Labelled:
        """Some images with what they show."""
        rows = [self.rows[one] for one in ids]
        return Labelled(
            features=self.features(backbone, ids, mirrored=mirrored),
            labels=[self.labels[row] for row in rows],
            subjects=[self.subjects[row] for row in rows],
        )

    def training(self, arm: Arm, backbone: str, ids: Sequence[str]) -> Labelled:
        """What an arm trains on in a fold whose training part is given."""
        parts = [self.labelled(backbone, ids)] if arm.own else []
        if arm.mirrored:
            parts.append(self.labelled(backbone, ids, mirrored=True))
        if arm.added:
            labels, subjects = self.added[arm.added]
            table = np.load(self.file(backbone, arm.added, mirrored=False))
            parts.append(Labelled(features=table, labels=labels, subjects=subjects))
        return Labelled(
            features=np.concatenate([one.features for one in parts]),
            labels=[label for one in parts for label in one.labels],
            subjects=[subject for one in parts for subject in one.subjects],
        )

    def file(self, backbone: str, whose: str, *, mirrored: bool) -> Path:
        """Where the features of a cohort lie."""
        end = "-mirrored" if mirrored else ""
        return self.place / f"{backbone}-{whose}{end}.npy"


def gather(
    study: Study,
    arms: Sequence[Arm],
    backbones: Sequence[Backbone],
    added: Sequence[Added],
    place: Path,
    *,
    workers: int,
    progress: Progress,
) -> tuple[Material, list[Read]]:
    """Read all features that an experiment needs, each image once."""
    ids = study.images
    material = Material(
        place=place,
        rows={one: row for row, one in enumerate(ids)},
        labels=tuple(study.labels[one] for one in ids),
        subjects=tuple(study.subjects[one] for one in ids),
        added={one.name: (one.labels, one.subjects) for one in added},
    )
    place.mkdir(parents=True, exist_ok=True)
    whose = [("own", study.cohort, ids, False)]
    if any(arm.mirrored for arm in arms):
        whose.append(("own", study.cohort, ids, True))
    whose += [(one.name, one.cohort, one.ids, False) for one in added]
    told = []
    for backbone in backbones:
        for name, cohort, some, mirrored in whose:
            begun = time.perf_counter()

            def tick(done: int, backbone: Backbone = backbone, of: int = len(some)) -> None:
                progress.tick(message=f"{backbone.name}: {done:,} of {of:,} images")

            table = read_features(
                cohort, some, backbone, mirrored=mirrored, workers=workers, tick=tick
            )
            np.save(material.file(backbone.name, name, mirrored=mirrored), table)
            told.append(
                Read(
                    backbone=backbone.name,
                    images=len(some),
                    without=int(np.isnan(table).any(1).sum()),
                    seconds=time.perf_counter() - begun,
                )
            )
    return material, told
