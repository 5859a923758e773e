"""A small cohort of simulated people with its overview, worked out once for all tests."""

from __future__ import annotations

from pathlib import Path

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split
from raredx.cohorts.store import open_cohort
from raredx.jobs import Progress
from raredx.phenotype.overview.job import Describe, overview
from tests.people import FEW, SEVERAL, made_once, write_people

NAME = "small"


def small_cohort() -> Cohort:
    """The cohort `small` in this test's workspace, with its split and its overview."""
    _made()
    return open_cohort(NAME)


@made_once
def _made(folder: Path) -> None:
    """Five conditions of some people, one of few, unaffected."""
    write_small()
    make_split(open_cohort(NAME), "main", Plan(folds=2, repeats=1, test=0.2, calibration=0.1))
    overview(Describe(cohort=NAME, permutations=100, rounds=1), Progress())


def write_small(name: str = NAME) -> Cohort:
    """Write the cohort into the workspace, an image of each person."""
    most = dict.fromkeys(SEVERAL, 10) | {FEW: 3, "unaffected": 20}
    return write_people(name, most, images=1)


__all__ = ["FEW", "NAME", "SEVERAL", "small_cohort", "write_small"]
