"""A small cohort of simulated people with its split, made once for all tests of classifiers."""

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
from raredx.phenotype.landmarks import landmarks_of
from raredx.settings import settings
from tests.conftest import forget_settings

NAME, SPLIT = "small", "folds"
FOLDS, REPEATS = 3, 2
SEVERAL = (
    "Flat face-microstomia-ear anomaly syndrome",
    "Nicolaides-Baraitser syndrome",
    "Noonan syndrome",
    "Thakker-Donnai syndrome",
    "Wolf-Hirschhorn syndrome",
)
ONE = "Williams syndrome"
"""It has one person here: it can be answered, and is never asked for."""


def small_cohort() -> Cohort:
    """The cohort `small` in this test's workspace, with its split and its landmarks."""
    shutil.copytree(_made(), settings().workspace, dirs_exist_ok=True)
    return open_cohort(NAME)


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="raredx-classifiers-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAREDX_WORKSPACE", str(folder))
        forget_settings()
        cohort = write_people(NAME, dict.fromkeys(SEVERAL, 9) | {ONE: 1, "unaffected": 3})
        plan = Plan(folds=FOLDS, repeats=REPEATS, test=0.1, calibration=0.1)
        make_split(cohort, SPLIT, plan)
        landmarks_of(cohort)
    forget_settings()
    return folder


def write_people(name: str, most: dict[str, int], *, skip: int = 0) -> Cohort:
    """Write so many people of some conditions as a cohort, none of the shipped test part."""
    shipped = open_cohort("simface-103")
    split = load_split(shipped, "standard")
    known = shipped.select(image_id=[*split.development, *split.calibration])
    rows = known.rows("image_id", "label", "subject_id").to_pandas()
    people = rows.drop_duplicates("subject_id").groupby("label")["subject_id"]
    chosen = [
        one for label, many in most.items() for one in people.get_group(label)[skip : skip + many]
    ]
    kept = rows[rows["subject_id"].isin(chosen)]["image_id"].tolist()
    return known.select(image_id=kept).write(cohorts_folder() / name)
