"""Two small experiments on simulated people, made once for all tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split
from raredx.cohorts.store import open_cohort
from raredx.jobs import Progress
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.learning.experiment.store import Experiment
from raredx.settings import settings
from tests.people import made_once
from tests.phenotype.overview.small import NAME, write_small

FIRST, OPENED = "first", "opened"
BECAUSE = "the last table of a test"
CLASSIFIERS = [
    f"own / {backbone} / {head}"
    for backbone in ("landmarks", "shape-space")
    for head in ("nearest", "prototype")
]


def small_experiments() -> Experiment:
    """The experiments `first` and `opened` in this test's workspace; gives the first."""
    _made()
    return Experiment.open(FIRST)


def small_split() -> None:
    """The cohort alone, with its split and its landmarks."""
    small_experiments()
    shutil.rmtree(settings().workspace / "experiments")


@made_once
def _made(folder: Path) -> None:
    write_small()
    make_split(open_cohort(NAME), "main", Plan(folds=2, repeats=2, test=0.2, calibration=0.1))
    shared = {"cohort": NAME, "backbones": ("landmarks", "shape-space")}
    run(
        ExperimentConfig(name=FIRST, heads=("nearest", "prototype"), **shared),
        progress=Progress(scratch=folder / "cells"),
    )
    run(
        ExperimentConfig(name=OPENED, heads=("prototype", "ridge"), test_because=BECAUSE, **shared),
        progress=Progress(scratch=folder / "cells"),
    )
