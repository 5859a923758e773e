"""A model of two classes, one condition and its absence, made once for all tests."""

from __future__ import annotations

from pathlib import Path

from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.train import train
from raredx.jobs import Progress
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.store import open_bundle
from raredx.phenotype.landmarks import landmarks_of
from raredx.settings import settings
from tests.people import made_once, write_people

PAIR, NAME, PRESENT = "pair", "present-or-not", "Noonan syndrome"


def binary() -> Bundle:
    """That model in this test's workspace."""
    _made()
    return open_bundle(NAME)


@made_once
def _made(folder: Path) -> None:
    cohort = write_people(PAIR, {PRESENT: 20, "unaffected": 120})
    make_split(cohort, "halves", Plan(folds=2, repeats=1, test=0.2, calibration=0.4))
    landmarks_of(cohort)
    train(
        TrainConfig(
            name=NAME,
            cohort=PAIR,
            backbone="face-encoder",
            head="logistic:strength=0.1",
            without=(),
        ),
        progress=Progress(scratch=settings().workspace / "scratch"),
    )
