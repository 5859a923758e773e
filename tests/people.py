"""Some simulated people as a cohort, and workspaces that are filled once for all tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.settings import settings
from tests.conftest import forget_settings

SEVERAL = (
    "Flat face-microstomia-ear anomaly syndrome",
    "Nicolaides-Baraitser syndrome",
    "Noonan syndrome",
    "Thakker-Donnai syndrome",
    "Wolf-Hirschhorn syndrome",
)
"""Conditions of many people."""
FEW = "Williams syndrome"


def write_people(name: str, most: Mapping[str, int], *, skip: int = 0, images: int = 99) -> Cohort:
    """Write so many people of some conditions as a cohort, none of the shipped test part.

    Parameters
    ----------
    skip
        People of each condition who are left out, the first ones.
    images
        Of each person, at most.
    """
    shipped = open_cohort("simface-103")
    split = load_split(shipped, "standard")
    known = shipped.select(image_id=[*split.development, *split.calibration])
    rows = known.rows("image_id", "label", "subject_id").to_pandas()
    rows = rows.groupby("subject_id", sort=False).head(images)
    people = rows.drop_duplicates("subject_id").groupby("label")["subject_id"]
    chosen = [
        one for label, many in most.items() for one in people.get_group(label)[skip : skip + many]
    ]
    kept = rows[rows["subject_id"].isin(chosen)]["image_id"].tolist()
    return known.select(image_id=kept).write(cohorts_folder() / name)


def made_once(fill: Callable[[Path], None]) -> Callable[[], None]:
    """What fills a workspace, called once; then its files are copied into a test's own."""

    @cache
    def made() -> Path:
        folder = Path(tempfile.mkdtemp(prefix="raredx-made-once-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RAREDX_WORKSPACE", str(folder))
            forget_settings()
            fill(folder)
        forget_settings()
        return folder

    def copy() -> None:
        shutil.copytree(made(), settings().workspace, dirs_exist_ok=True)

    return copy
