"""A small cohort of simulated people with its overview, worked out once for all tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import load_split, make_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.jobs import Progress
from raredx.phenotype.overview.job import Describe, overview
from raredx.settings import settings
from tests.conftest import forget_settings

NAME = "small"
SEVERAL = (
    "Flat face-microstomia-ear anomaly syndrome",
    "Nicolaides-Baraitser syndrome",
    "Noonan syndrome",
    "Thakker-Donnai syndrome",
    "Wolf-Hirschhorn syndrome",
)
FEW = "Williams syndrome"


def small_cohort() -> Cohort:
    """The cohort `small` in this test's workspace, with its split and its overview."""
    shutil.copytree(_made(), settings().workspace, dirs_exist_ok=True)
    return open_cohort(NAME)


@cache
def _made() -> Path:
    """A workspace with that cohort: five conditions of some people, one of few, unaffected."""
    folder = Path(tempfile.mkdtemp(prefix="raredx-small-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAREDX_WORKSPACE", str(folder))
        forget_settings()
        write_small()
        make_split(open_cohort(NAME), "main", Plan(folds=2, repeats=1, test=0.2, calibration=0.1))
        overview(Describe(cohort=NAME, permutations=100, rounds=1), Progress())
    forget_settings()
    return folder


def write_small(name: str = NAME) -> Cohort:
    """Write the cohort into the workspace: none of its images is of the shipped one's test part."""
    shipped = open_cohort("simface-103")
    split = load_split(shipped, "standard")
    known = shipped.select(image_id=[*split.development, *split.calibration])
    rows = known.rows("image_id", "label", "subject_id").to_pandas()
    people = rows.drop_duplicates("subject_id").groupby("label")["image_id"]
    most = dict.fromkeys(SEVERAL, 10) | {FEW: 3, "unaffected": 20}
    ids = [one for label, number in most.items() for one in people.get_group(label)[:number]]
    return known.select(image_id=ids).write(cohorts_folder() / name)
