"""A model taken to another cohort: who can be judged, what it says of them, what is to be told."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.splits.locked import open_test
from raredx.cohorts.splits.run import split_folders
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.learning.backbones.reading import look_at, says_something
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.judged import REPORTED, own_validation
from raredx.learning.bundle.store import WEIGHTS, open_bundle
from raredx.learning.external.apart import refuse_other_origins, refuse_shared
from raredx.learning.external.classes import Classes
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.drop import drops
from raredx.learning.external.shift import shift
from raredx.learning.external.slices import known_of, slices
from raredx.learning.external.store import External, Own, Record, external_folder, save
from raredx.learning.external.told import sentences
from raredx.learning.kept import RECORD
from raredx.learning.metrics import reliability, score
from raredx.learning.predictions import Predictions
from raredx.phenotype.looking import unlocked
from raredx.statistics.shares import share

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort


def validate(config: ExternalConfig, *, workers: int = 1, progress: Progress) -> External:
    """Judge a model by people of another cohort, and keep what it said and what is to be told."""
    begun = time.monotonic()
    if (external_folder(config.title) / RECORD).exists() and not config.replace:
        raise UserError(
            f"There is an external validation {config.title!r} already",
            remedy="Choose another name (`--name`), or replace it (`--replace`)",
        )
    bundle, whole = open_bundle(config.bundle), open_cohort(config.cohort)
    refuse_shared(bundle, config.cohort, whole)
    refuse_other_origins(bundle, config.cohort, whole, allowed=config.across_origins)
    cohort = _opened(config, whole)
    asked = _asked(bundle, config.cohort, cohort)
    progress.tick(0, total=len(asked.ids), message="reading features")
    features = look_at(
        cohort,
        asked.ids,
        bundle.backbone,
        sees=bundle.head.head.sees,
        workers=workers,
        tick=lambda done: progress.tick(done),
    )
    seen = says_something(features)
    said = asked.answered(bundle, bundle.scores(features))
    origins = asked.origins
    home = own_validation(bundle.card)
    lost = None if home is None else drops(home[2], said, REPORTED)
    gallery = bundle.gallery
    moved = shift(
        (gallery.features, bundle.head.embedded(features[seen])),
        (gallery.owner, said.truth[seen]),
        (gallery.person.tolist(), said.subjects[seen].tolist()),
        permutations=config.permutations,
        seed=config.seed,
    )
    scores, calibration = score(said, names=REPORTED), reliability(said)
    faceless = share(int((~seen).sum()), len(seen))
    counted = Counter(origins.values())
    record = Record(
        config=config,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        bundle=config.bundle,
        weights=bundle.card.files[WEIGHTS],
        trained_on=bundle.card.origins,
        cohort=config.cohort,
        data_hash=whole.data_hash,
        origins=dict(counted.most_common()),
        images=scores.images,
        people=scores.subjects,
        unknown=len(cohort) - len(asked.ids),
        closed=len(whole) - len(cohort),
        blind=faceless.part,
        met=asked.classes.met,
        never_seen=asked.classes.never_seen,
        classes=bundle.classes,
        trained=tuple(one.images for one in bundle.card.conditions),
        scores=tuple(scores.rows()),
        own=None if home is None else Own(experiment=home[0].name, classifier=home[1]),
        drops=lost or (),
        shift=moved,
        calibration=calibration.as_dict(),
        faceless=faceless.estimate,
        slices=slices(said, known_of(cohort)),
        sentences=sentences(
            *(config, bundle, asked.classes, scores, lost, moved, calibration, faceless),
            origins=dict(counted.most_common()),
        ),
        seconds=time.monotonic() - begun,
    )
    return save(said, origins, record)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Asked:
    """The images of a cohort whose condition the model knows."""

    classes: Classes
    ids: tuple[str, ...]
    subjects: tuple[str, ...]
    conditions: tuple[str, ...]
    origins: dict[str, str]

    def answered(self, bundle: Bundle, scores: npt.NDArray[Any]) -> Predictions:
        """With what the model says of them."""
        place = {name: number for number, name in enumerate(bundle.classes)}
        return Predictions(
            classes=bundle.classes,
            scores=scores,
            truth=np.array([place[name] for name in self.conditions], np.intp),
            images=np.array(self.ids, np.str_),
            subjects=np.array(self.subjects, np.str_),
            repeat=np.zeros(len(self.ids), np.intp),
            fold=np.zeros(len(self.ids), np.intp),
            trained=np.array([one.images for one in bundle.card.conditions], np.float64),
        )


def _asked(bundle: Bundle, name: str, cohort: Cohort) -> _Asked:
    rows = cohort.rows("image_id", "subject_id", "label", "label_id", "origin")
    classes = Classes.of(rows, bundle.card.conditions)
    found = [
        (row["image_id"], row["subject_id"], condition, row["origin"])
        for row in rows.to_pylist()
        if (condition := classes.condition(row["label"], row["label_id"]))
    ]
    if not found:
        raise UserError(
            f"The cohort {name!r} has none of the conditions that the model {bundle.name!r} knows",
            remedy="Give its images ORPHA codes, or the labels of the model",
        )
    ids, subjects, conditions, origins = zip(*found, strict=True)
    return _Asked(
        classes=classes,
        ids=ids,
        subjects=subjects,
        conditions=conditions,
        origins=dict(zip(ids, origins, strict=True)),
    )


def _opened(config: ExternalConfig, cohort: Cohort) -> Cohort:
    """All but the locked test part, or all of it, where that was given a reason."""
    if config.test_because is None:
        return unlocked(cohort)
    for folder in split_folders(cohort):
        open_test(folder, by=f"external validation {config.title}", why=config.test_because)
    return cohort
