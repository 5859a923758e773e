"""Two small experiments on simulated people, made once for all tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split
from raredx.cohorts.store import open_cohort
from raredx.jobs import Progress
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.learning.experiment.store import Experiment
from raredx.settings import settings
from tests.conftest import forget_settings
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
    shutil.copytree(_made(), settings().workspace, dirs_exist_ok=True)
    return Experiment.open(FIRST)


def small_split() -> None:
    """The cohort alone, with its split and its landmarks."""
    small_experiments()
    shutil.rmtree(settings().workspace / "experiments")


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="raredx-experiments-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAREDX_WORKSPACE", str(folder))
        forget_settings()
        write_small()
        make_split(open_cohort(NAME), "main", Plan(folds=2, repeats=2, test=0.2, calibration=0.1))
        shared = {"cohort": NAME, "backbones": ("landmarks", "shape-space")}
        both = ("nearest", "prototype")
        run(
            ExperimentConfig(name=FIRST, heads=both, **shared),
            progress=Progress(scratch=folder / "cells"),
        )
        opened = ExperimentConfig(
            name=OPENED, heads=("prototype", "ridge"), test_because=BECAUSE, **shared
        )
        run(opened, progress=Progress(scratch=folder / "cells"))
    forget_settings()
    return folder
