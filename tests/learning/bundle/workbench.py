"""A small place of work: two cohorts, an experiment on one, its model, and what that says there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import load_split, make_split
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.diagnosis.training.config import TrainConfig
from raredx.diagnosis.training.train import train
from raredx.files import build_folder
from raredx.jobs import Progress
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.experiment.run import run
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.run import validate
from tests.conftest import forget_settings

SEVERAL = (
    "1p36 deletion syndrome",
    "Autosomal recessive cutis laxa type 2, classic type",
    "Branchioskeletogenital syndrome",
    "Cartilage-hair hypoplasia",
    "Cerebrofaciothoracic dysplasia",
    "Schinzel-Giedion syndrome",
    "Simpson-Golabi-Behmel syndrome",
    "Wolf-Hirschhorn syndrome",
)
ONE = "X-linked alpha-thalassemia-intellectual disability syndrome"
"""Here it has one person."""
HERE, THERE = 8, 3
"""People of each condition in either cohort."""
RENAMED, UNCODED = SEVERAL[0], SEVERAL[1]
"""There the one has another name, the other no code."""
BACKBONE, HEAD = "shape-space", "nearest"


def place_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with all of it, made once for all tests; to be copied."""
    folder = tmp_path_factory.getbasetemp() / "workbench"
    if not folder.exists():
        with build_folder(folder) as place, pytest.MonkeyPatch.context() as patch:
            patch.setenv("RAREDX_WORKSPACE", str(place))
            forget_settings()
            _make()
        forget_settings()
    return folder


def copied(folder: Path, workspace: Path) -> Path:
    """The workspace of one test."""
    shutil.copytree(folder, workspace, dirs_exist_ok=True)
    return workspace


def quiet() -> Progress:
    """What a job is given, and nobody hears."""
    from raredx.settings import settings

    return Progress(scratch=settings().workspace / "scratch")


def trained(name: str, **settings: object):
    """A model of the cohort here."""
    usual = {"cohort": "here", "backbone": BACKBONE, "head": HEAD}
    return train(TrainConfig(name=name, **{**usual, **settings}), progress=quiet())


def _make() -> None:
    whole = open_cohort("simface-103")
    split = load_split(whole, "standard")
    ids = [*split.development, *split.calibration]
    rows = whole.select(image_id=ids).rows("label", "subject_id").to_pydict()
    people: dict[str, list[str]] = {}
    for label, subject in sorted({*zip(rows["label"], rows["subject_id"], strict=True)}):
        people.setdefault(label, []).append(subject)
    here = [one for name in SEVERAL for one in people[name][:HERE]] + people[ONE][:1]
    there = [one for name in SEVERAL for one in people[name][HERE : HERE + THERE]]
    there += [*people[ONE][1:3], *people["unaffected"][:2]]
    plain = whole.derive(about=About(title="Some"))
    own = plain.select(image_id=ids, subject_id=here).pack(cohorts_folder() / "here")
    _elsewhere(whole).select(image_id=ids, subject_id=there).pack(cohorts_folder() / "there")
    make_split(own, "default", Plan(folds=2, repeats=2, test=0.15, calibration=0.5))
    run(
        ExperimentConfig(
            name="trial", cohort="here", backbones=(BACKBONE,), heads=(HEAD, "prototype")
        ),
        progress=quiet(),
    )
    trained("first")
    validate(ExternalConfig(bundle="first", cohort="there", permutations=99), progress=quiet())


def _elsewhere(cohort: Cohort) -> Cohort:
    rows = cohort.rows("image_id", "label").to_pydict()
    labels = dict(zip(rows["image_id"], rows["label"], strict=True))
    return cohort.derive(
        about=About(title="Others"),
        label={one: "Monosomy 1p36" for one, label in labels.items() if label == RENAMED},
        label_id={one: None for one, label in labels.items() if label == UNCODED},
        site=["A" if number % 2 else "B" for number in range(len(cohort))],
    )
