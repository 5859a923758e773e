"""Who judged a classifier of this make: the latest experiment on the same data, split and arm."""

from __future__ import annotations

from raredx.learning.board import METRICS
from raredx.learning.bundle.card import BundleCard, Judging
from raredx.learning.experiment.chosen import parse_head
from raredx.learning.experiment.store import KEYS, Experiment, Record, list_experiments
from raredx.learning.metrics import score
from raredx.learning.predictions import Predictions

REPORTED = (*METRICS, "ece")


def judged(card: BundleCard) -> Judging | None:
    """The validation metrics of a model's make; None if no experiment in the workspace has them."""
    found = own_validation(card)
    if found is None:
        return None
    experiment, classifier, predictions = found
    scores = score(predictions, names=REPORTED)
    return Judging(
        experiment=experiment.name,
        classifier=classifier,
        folds=experiment.record.folds,
        repeats=experiment.record.repeats,
        images=scores.images,
        subjects=scores.subjects,
        scores=tuple(scores.rows()),
        sentences=tuple(f"{one}." for one in scores.each.values()),
    )


def own_validation(card: BundleCard) -> tuple[Experiment, str, Predictions] | None:
    """The latest experiment of a model's make, its name in there, and what it said."""
    head = parse_head(card.head)
    for experiment in list_experiments():
        if not _same_ground(experiment.record, card):
            continue
        for cell in experiment.record.cells:
            same = cell["arm"] == card.arm and cell["backbone"] == card.backbone
            if same and parse_head(cell["head"]) == head:
                name = experiment.title({key: cell[key] for key in KEYS})
                return experiment, name, experiment.predictions(name)
    return None


def _same_ground(record: Record, card: BundleCard) -> bool:
    return (
        record.config.judged is None
        and record.cohort == card.cohort
        and record.data_hash == card.data_hash
        and record.split_hash == card.split_hash
        and record.spaces.get(card.backbone) == card.space
        and {*record.classes} == {*card.classes, *card.unseen}
    )
