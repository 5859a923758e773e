"""Small models that see pixels, made once for all tests, and people whom they have not seen."""

from __future__ import annotations

from pathlib import Path

from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import load_split, make_split
from raredx.cohorts.store import open_cohort
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.train import train
from raredx.jobs import Progress
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.store import open_bundle
from raredx.phenotype.landmarks import landmarks_of
from raredx.settings import settings
from tests.people import SEVERAL, made_once, write_people

NAME, SPLIT = "known", "halves"
HEADS = {
    "linear": "logistic:strength=0.1",
    "retrieval": "nearest",
    "means": "prototype",
    "trained": "tuned:depth=linear,steps=20",
}
"""Models of every kind of head, by what they are called."""


def model(name: str = "linear") -> Bundle:
    """A model of that kind of head in this test's workspace."""
    _made()
    return open_bundle(name)


def strangers():
    """Pictures of people of the test part, none of whom the models have seen, with their labels."""
    cohort = open_cohort(NAME)
    split = load_split(cohort, SPLIT)
    known = {*split.development, *split.gallery, *split.calibration}
    rows = cohort.rows("image_id", "label").to_pylist()
    return [
        (cohort.image(row["image_id"]), row["label"])
        for row in rows
        if row["image_id"] not in known
    ]


@made_once
def _made(folder: Path) -> None:
    cohort = write_people(NAME, dict.fromkeys(SEVERAL, 20) | {"unaffected": 40})
    make_split(cohort, SPLIT, Plan(folds=2, repeats=1, test=0.2, calibration=0.4))
    landmarks_of(cohort)
    for name, head in HEADS.items():
        train(
            TrainConfig(name=name, cohort=NAME, backbone="face-encoder", head=head, without=()),
            progress=Progress(scratch=settings().workspace / "scratch"),
        )
