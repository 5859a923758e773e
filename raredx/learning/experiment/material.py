"""What an experiment's heads see: read once for all its cells, laid out for other processes."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.manifest import GENERATED
from raredx.errors import UserError
from raredx.learning.backbones import Backbone, get_backbone
from raredx.learning.backbones.known import known
from raredx.learning.backbones.reading import look_at, says_something
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.judging import Labelled
from raredx.learning.experiment.study import Fold, Study, refuse_shared
from raredx.learning.heads.head import Sees
from raredx.synthesis.curation.curate import learned_by

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort
    from raredx.jobs import Progress

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Who:
    """What images show, whom, and which of them nobody took."""

    labels: tuple[str, ...]
    subjects: tuple[str, ...]
    generated: tuple[bool, ...]

    def shown(self, features: Floats) -> Labelled:
        """All of them with what is seen of them."""
        return Labelled(
            features=features,
            labels=self.labels,
            subjects=self.subjects,
            generated=self.generated,
        )

    def take(self, rows: Sequence[int]) -> Who:
        """Some of them."""
        return Who(
            labels=tuple(self.labels[row] for row in rows),
            subjects=tuple(self.subjects[row] for row in rows),
            generated=tuple(self.generated[row] for row in rows),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Added:
    """The images of another cohort, under the classes of the study."""

    name: str
    cohort: Cohort
    ids: tuple[str, ...]
    who: Who

    @staticmethod
    def of(name: str, cohort: Cohort, study: Study) -> Added:
        """Those of its images whose condition the study has, by name or by code.

        It is refused if it shares a picture or a person with the study: whoever is judged would
        be trained on.
        """
        for judged in (study.cohort, study.others):
            if judged is not None:
                refuse_shared(judged, name, cohort)
        _refuse_told(name, cohort, study)
        own = study.cohort.rows("label", "label_id").to_pydict()
        codes = dict(zip(own["label_id"], own["label"], strict=True))
        rows = cohort.rows("image_id", "subject_id", "label", "label_id", "origin").to_pydict()
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
            who=Who(
                labels=tuple(named[row] for row in kept),
                subjects=tuple(rows["subject_id"][row] for row in kept),
                generated=tuple(rows["origin"][row] == GENERATED for row in kept),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Picked:
    """Images of a pool that one arm takes in one fold."""

    pool: str
    rows: tuple[int, ...]


@dataclass(frozen=True, order=True)
class Source:
    """What some heads look at: features by a backbone, or the pictures that its network sees."""

    backbone: str
    sees: Sees


@dataclass(frozen=True, kw_only=True)
class Read:
    """How the reading of what heads see by one backbone went."""

    backbone: str
    sees: Sees
    images: int
    made: int
    """Images whose features did not lie ready."""
    without: int
    """Images that cannot be seen: no face was found."""
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Material:
    """Where features and pictures lie, and who is who; it goes to other processes as it is."""

    place: Path
    rows: Mapping[str, int]
    """By image: its row in every file."""
    own: Who
    added: Mapping[str, Who]
    """By cohort; its images are in the order of its files."""
    picked: Mapping[tuple[str, int, int], Picked] = field(default_factory=dict)
    """By arm, repeat and fold: the synthetic images of arms that have any."""

    def seen(self, source: Source, ids: Sequence[str], *, mirrored: bool = False) -> Floats:
        """What a head sees of some images: features (n, w), or pictures."""
        table = np.load(self.file(source, "own", mirrored=mirrored), mmap_mode="r")
        return np.array(table[[self.rows[one] for one in ids]])

    def labelled(self, source: Source, ids: Sequence[str], *, mirrored: bool = False) -> Labelled:
        """Some images with what they show."""
        rows = [self.rows[one] for one in ids]
        return self.own.take(rows).shown(self.seen(source, ids, mirrored=mirrored))

    def training(self, arm: Arm, source: Source, fold: Fold) -> Labelled:
        """What an arm trains on in one of its folds."""
        parts = [self.labelled(source, fold.training)] if arm.own else []
        if arm.mirrored:
            parts.append(self.labelled(source, fold.training, mirrored=True))
        if arm.added:
            table = np.load(self.file(source, arm.added, mirrored=False))
            parts.append(self.added[arm.added].shown(table))
        if arm.drawn:
            taken = self.picked[arm.name, fold.repeat, fold.number]
            table = np.load(self.file(source, taken.pool, mirrored=False), mmap_mode="r")
            rows = list(taken.rows)
            parts.append(self.added[taken.pool].take(rows).shown(np.array(table[rows])))
        return Labelled(
            features=np.concatenate([one.features for one in parts]),
            labels=[label for one in parts for label in one.labels],
            subjects=[subject for one in parts for subject in one.subjects],
            generated=[marked for one in parts for marked in one.generated],
        )

    def file(self, source: Source, whose: str, *, mirrored: bool) -> Path:
        """Where what is seen of a cohort lies."""
        end = "-mirrored" if mirrored else ""
        return self.place / f"{source.backbone.replace(':', '-')}-{source.sees}-{whose}{end}.npy"


def gather(
    study: Study,
    arms: Sequence[Arm],
    sources: Sequence[Source],
    added: Sequence[Added],
    place: Path,
    *,
    picked: Mapping[tuple[str, int, int], Picked] | None = None,
    workers: int,
    progress: Progress,
) -> tuple[Material, list[Read]]:
    """Read all that an experiment's heads look at, each image once."""
    ids = study.images
    material = Material(
        place=place,
        rows={one: row for row, one in enumerate(ids)},
        own=Who(
            labels=tuple(study.labels[one] for one in ids),
            subjects=tuple(study.subjects[one] for one in ids),
            generated=tuple(study.origins[one] == GENERATED for one in ids),
        ),
        added={one.name: one.who for one in added},
        picked=picked or {},
    )
    place.mkdir(parents=True, exist_ok=True)
    whose = [("own", study.whole, ids, False)]
    if any(arm.mirrored for arm in arms):
        whose.append(("own", study.whole, ids, True))
    whose += [(one.name, one.cohort, one.ids, False) for one in added]
    told = []
    for source in sources:
        backbone = get_backbone(source.backbone)
        for name, cohort, some, mirrored in whose:
            begun = time.perf_counter()
            ready = (
                0 if source.sees == "pictures" else len(known(some, backbone, mirrored=mirrored))
            )

            def tick(done: int, backbone: Backbone = backbone, of: int = len(some)) -> None:
                progress.tick(message=f"{backbone.name}: {done:,} of {of:,} images")

            table = look_at(
                cohort,
                some,
                backbone,
                sees=source.sees,
                mirrored=mirrored,
                workers=workers,
                tick=tick,
            )
            np.save(material.file(source, name, mirrored=mirrored), table)
            told.append(
                Read(
                    backbone=backbone.name,
                    sees=source.sees,
                    images=len(some),
                    made=len(some) - ready,
                    without=int((~says_something(table)).sum()),
                    seconds=time.perf_counter() - begun,
                )
            )
    return material, told


def _refuse_told(name: str, cohort: Cohort, study: Study) -> None:
    """One line if synthetic images were learned from somebody who is judged."""
    judged = {one for fold in study.folds for one in fold.judged}
    if shared := judged & (learned_by(cohort) or set()):
        raise UserError(
            f"The images of {name!r} were learned from {len(shared):,} of those who are judged:"
            " what is to be found out would have been told",
            remedy="Let a generator learn anew in every fold: an arm such as own+lora/filtered",
        )
