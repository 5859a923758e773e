"""A model from its config: fitted on all that a split gives to learn from, and on nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.assets.cards import CARD, write_card
from raredx.cohorts.store import open_cohort
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.describe import describe
from raredx.errors import UserError
from raredx.files import build_folder
from raredx.jobs.progress import Progress
from raredx.learning.backbones import get_backbone
from raredx.learning.backbones.reading import says_something
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.card import Confidence
from raredx.learning.bundle.gallery import Gallery
from raredx.learning.bundle.look import looks
from raredx.learning.bundle.reach import Reach, distances
from raredx.learning.bundle.store import HEAD, bundle_folder
from raredx.learning.calibration import calibrated, fit_temperature
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import pairs, parse_head
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.judging import Labelled, fit
from raredx.learning.experiment.material import Added, Source, gather
from raredx.learning.experiment.run import lay_out
from raredx.learning.experiment.study import Study
from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import FittedHead


def train(config: TrainConfig, *, workers: int = 1, progress: Progress) -> Bundle:
    """Fit a classifier on all development and gallery images, and keep it with its card.

    The calibration part gives the temperature and how far the model reaches, and nothing else; the
    test part stays closed.
    """
    folder = bundle_folder(config.name)
    if (folder / CARD).exists() and not config.replace:
        raise UserError(
            f"There is a model {config.name!r} already",
            remedy="Choose another name, or replace it (`--replace`)",
        )
    arm, head = Arm.parse(config.arm), parse_head(config.head)
    backbone = get_backbone(config.backbone)
    if arm.drawn or arm.images:
        raise UserError(
            f"A model is not trained on {arm.name}: a few images, or images drawn for a fold, are"
            " for experiments",
            remedy="Draw and keep synthetic images as a cohort, and add that: own+COHORT",
        )
    pairs([config.backbone], [config.head])
    source = Source(config.backbone, head.sees)
    study, split = study_of(config)
    added = [Added.of(arm.added, open_cohort(arm.added), study)] if arm.added else []
    progress.tick(0, total=len(study.images))
    material, _ = gather(
        *(study, [arm], [source], added, progress.scratch / "features"),
        workers=workers,
        progress=progress,
    )
    ids = [one for one in study.images if one not in {*study.calibration}]
    whole = replace(study.folds[0], training=tuple(ids), judged=())
    lesson = material.training(arm, source, whole).readable()
    every = material.training(replace(arm, mirrored=False), source, whole)
    if not lesson.labels:
        raise UserError(
            "No training image has features: no face was found in any",
            remedy="Choose a backbone that sees whole pictures",
        )
    classes = tuple(name for name in study.classes if name in {*lesson.labels})
    around = Around(
        encoder=backbone.encoder,
        scratch=progress.scratch / "training",
        curve=lambda name, step, value: progress.metric(name, value, step=step),
        say=lambda line: progress.tick(message=line),
    )
    fitted = fit(head, lesson, classes=classes, seed=config.seed, around=around)
    judges = _judges(study, material.labelled(source, study.calibration), classes)
    confidence = _confidence(fitted, judges)
    card = describe(*(config, study, split, every, added), classes=classes, confidence=confidence)
    cohorts = [study.cohort, *(one.cohort for one in added)]
    parts = [(study.cohort, ids)] if arm.own else []
    parts += [(one.cohort, list(one.ids)) for one in added]
    seen = says_something(every.features)
    pictures = [one for _, some in parts for one in some]
    gallery = Gallery.of(
        every.readable(),
        fitted,
        classes=classes,
        cohorts=cohorts,
        pictures=[one for one, there in zip(pictures, seen, strict=True) if there],
    )
    reach = Reach.of(
        np.exp(calibrated(fitted.scores(judges.features), confidence.temperature)),
        judges.truth,
        distances(fitted.embedded(judges.features), gallery.features),
        looks(study.cohort, judges.ids, backbone, workers=workers),
        np.concatenate([looks(one, some, backbone, workers=workers) for one, some in parts]),
    )
    with build_folder(folder) as place:
        fitted.save(place / HEAD)
        gallery.save(place)
        if reach is not None:
            reach.save(place)
        write_card(place, card)
    shutil.rmtree(progress.scratch, ignore_errors=True)
    progress.tick(len(study.images))
    return Bundle.open(folder)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Judges:
    """People of the calibration part whose conditions a model knows and whom it can see."""

    ids: list[str]
    features: npt.NDArray[Any]
    truth: list[int]


def _judges(study: Study, shown: Labelled, classes: Sequence[str]) -> _Judges:
    seen = says_something(shown.features)
    rows = [row for row, label in enumerate(shown.labels) if seen[row] and label in classes]
    return _Judges(
        ids=[study.calibration[row] for row in rows],
        features=shown.features[rows],
        truth=[classes.index(shown.labels[row]) for row in rows],
    )


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


def _confidence(fitted: FittedHead, judges: _Judges) -> Confidence:
    """The temperature of people that were not trained on."""
    found = fit_temperature(fitted.scores(judges.features), judges.truth)
    return Confidence(temperature=found.value, images=found.images, note=found.note)
