"""Faces of simulated people whose signs are known, found once for all tests of traits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import open_cohort
from raredx.phenotype.landmarks import Landmarks, landmarks_of
from raredx.phenotype.shape.align import Aligned, align, mean_shape, upright
from tests.conftest import forget_settings

TERMS = "phenotypes"


@dataclass(frozen=True, kw_only=True, eq=False)
class Faces:
    """Some images of the shipped cohort's development part, in frontal view."""

    found: Landmarks
    mean: np.ndarray
    aligned: Aligned
    years: np.ndarray
    sexes: list[str]
    affected: np.ndarray
    signs: list[frozenset[str]]
    marks: list[dict[str, tuple[float, float]]]
    """Where the simulator's own landmarks are in each picture."""

    def with_term(self, term: str) -> np.ndarray:
        return np.array([term in one for one in self.signs])


@pytest.fixture(scope="session")
def faces(tmp_path_factory) -> Faces:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAREDX_WORKSPACE", str(tmp_path_factory.mktemp("faces")))
        forget_settings()
        known = _faces()
    forget_settings()
    return known


def _faces() -> Faces:
    whole = open_cohort("simface-103")
    chosen = whole.select(image_id=load_split(whole, "standard").development)
    truth = {row["image_id"]: row for row in chosen.side("truth").to_pylist()}
    frontal = [image_id for image_id, row in truth.items() if row["view"] == "frontal"]
    unaffected = [image_id for image_id in frontal if truth[image_id]["condition"] is None]
    cohort = chosen.select(image_id=frontal[::2] + unaffected)  # enough, and quickly found
    found = landmarks_of(cohort)
    assert found.usable.all()
    rows = cohort.rows("image_id", "label", TERMS).to_pylist()
    told = [truth[row["image_id"]] for row in rows]
    points = upright(found.points.astype(np.float64))
    mean = mean_shape(points)
    return Faces(
        found=found,
        mean=mean,
        aligned=align(points, mean),
        years=np.array([one["years"] for one in told]),
        sexes=[one["sex"] for one in told],
        affected=np.array([row["label"] != "unaffected" for row in rows]),
        signs=[frozenset(row[TERMS] or ()) for row in rows],
        marks=[{mark["name"]: (mark["x"], mark["y"]) for mark in one["landmarks"]} for one in told],
    )
