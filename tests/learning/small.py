"""A small cohort of simulated people with its split, made once for all tests of classifiers."""

from __future__ import annotations

from pathlib import Path

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import make_split
from raredx.cohorts.store import open_cohort
from raredx.phenotype.landmarks import landmarks_of
from tests.people import FEW as ONE
from tests.people import SEVERAL, made_once, write_people

NAME, SPLIT = "small", "folds"
FOLDS, REPEATS = 3, 2


def small_cohort() -> Cohort:
    """The cohort `small` in this test's workspace, with its split and its landmarks.

    Its condition `ONE` has one person: it can be answered, and is never asked for.
    """
    _made()
    return open_cohort(NAME)


@made_once
def _made(folder: Path) -> None:
    cohort = write_people(NAME, dict.fromkeys(SEVERAL, 9) | {ONE: 1, "unaffected": 3})
    plan = Plan(folds=FOLDS, repeats=REPEATS, test=0.1, calibration=0.1)
    make_split(cohort, SPLIT, plan)
    landmarks_of(cohort)


__all__ = ["FOLDS", "NAME", "ONE", "REPEATS", "SEVERAL", "SPLIT", "small_cohort", "write_people"]
