"""A model from its config: fitted on all that a split gives to learn from, and on nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from raredx.assets.cards import write_card
from raredx.diagnosis.explain.shuffled import alike, shuffled
from raredx.diagnosis.explain.sight import Sight, network_of
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.describe import describe
from raredx.diagnosis.training.forgetful import told_by
from raredx.diagnosis.training.ground import Ground, Judges
from raredx.files import build_folder
from raredx.jobs.progress import Progress
from raredx.learning.backbones import get_backbone
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.card import Confidence, Maps
from raredx.learning.bundle.gallery import Gallery
from raredx.learning.bundle.look import looks
from raredx.learning.bundle.reach import Reach, distances
from raredx.learning.bundle.store import HEAD, new_folder
from raredx.learning.calibration import calibrated, fit_temperature
from raredx.learning.experiment.chosen import pairs, parse_head
from raredx.learning.experiment.judging import fit
from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import FittedHead
from raredx.phenotype.landmarks import find_landmarks

_MAPS = 20
"""People whose maps are compared with those by a network that has learned nothing."""


def train(config: TrainConfig, *, workers: int = 1, progress: Progress) -> Bundle:
    """Fit a classifier on all development and gallery images, and keep it with its card.

    The calibration part gives the temperature, how far the model reaches and what its maps are
    worth, and nothing else; the test part stays closed.
    """
    folder = new_folder(config.name, replace=config.replace)
    return make(config, folder, workers=workers, progress=progress)


def make(config: TrainConfig, folder: Path, *, workers: int = 1, progress: Progress) -> Bundle:
    """The same, into a folder anywhere."""
    pairs([config.backbone], [config.head])
    backbone = get_backbone(config.backbone)
    ground = Ground.of(config, workers=workers, progress=progress)
    fitted = _fitted(config, ground, progress)
    confidence = _confidence(fitted, ground.judges)
    gallery = Gallery.of(
        ground.shown,
        fitted,
        classes=ground.classes,
        cohorts=ground.cohorts,
        pictures=ground.pictures,
    )
    reach = _reach(ground, fitted, confidence, gallery, config.backbone, workers=workers)
    card = describe(config, ground, confidence)
    with build_folder(folder) as place:
        fitted.save(place / HEAD)
        gallery.save(place)
        if reach is not None:
            reach.save(place)
        bundle = Bundle(folder=place, card=card, backbone=backbone, head=fitted)
        write_card(place, card.model_copy(update={"maps": _maps(bundle, ground, config, progress)}))
    shutil.rmtree(progress.scratch, ignore_errors=True)
    progress.tick(len(ground.study.images))
    return Bundle.open(folder)


def _fitted(config: TrainConfig, ground: Ground, progress: Progress) -> FittedHead:
    around = Around(
        encoder=get_backbone(config.backbone).encoder,
        scratch=progress.scratch / "training",
        curve=lambda name, step, value: progress.metric(name, value, step=step),
        say=lambda line: progress.tick(message=line),
    )
    return fit(
        parse_head(config.head),
        ground.lesson,
        classes=ground.classes,
        seed=config.seed,
        around=around,
    )


def _confidence(fitted: FittedHead, judges: Judges) -> Confidence:
    """The temperature of people that were not trained on."""
    found = fit_temperature(fitted.scores(judges.features), judges.truth)
    return Confidence(temperature=found.value, images=found.images, note=found.note)


def _reach(
    ground: Ground,
    fitted: FittedHead,
    confidence: Confidence,
    gallery: Gallery,
    backbone: str,
    *,
    workers: int,
) -> Reach | None:
    """What people say of the model whom it was not fitted on."""
    judges, seen = ground.judges, get_backbone(backbone)
    return Reach.of(
        np.exp(calibrated(fitted.scores(judges.features), confidence.temperature)),
        judges.truth,
        distances(fitted.embedded(judges.features), gallery.features),
        looks(ground.study.cohort, judges.ids, seen, workers=workers),
        np.concatenate([looks(one, ids, seen, workers=workers) for one, ids in ground.parts]),
    )


def _maps(bundle: Bundle, ground: Ground, config: TrainConfig, progress: Progress) -> Maps | None:
    """What is left when all that the network has learned is taken away."""
    judges = ground.judges
    if not bundle.backbone.encoder or not judges.ids:
        return None
    progress.tick(message="comparing with a network that has learned nothing")
    blank = shuffled(network_of(bundle))
    sights = _sights(bundle, ground)
    agreement, low, high = alike(sights, blank)
    own = bundle.head.scores(judges.features).argmax(1)
    return Maps(
        images=len(sights),
        agreement=agreement,
        low=low,
        high=high,
        judges=len(judges.ids),
        right=int((own == np.array(judges.truth)).sum()),
        blank=told_by(blank, ground, bundle.backbone, parse_head(config.head), seed=config.seed),
    )


def _sights(bundle: Bundle, ground: Ground) -> list[Sight]:
    """What the model sees of some people of the calibration part, evenly spread over it."""
    every, cohort = ground.judges.ids, ground.study.cohort
    ids = [every[row] for row in np.unique(np.linspace(0, len(every) - 1, _MAPS).astype(int))]
    landmarks = find_landmarks(ids, cohort.image)
    return [
        Sight.of(cohort.image(one), landmarks.take([row]), bundle) for row, one in enumerate(ids)
    ]
