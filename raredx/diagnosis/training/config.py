"""What a model is trained on, and how."""

from __future__ import annotations

from typing import Annotated

from raredx.jobs import Config
from raredx.jobs.fields import option
from raredx.jobs.meaning import means
from raredx.learning.backbones.backbone import get_backbone
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_head


class TrainConfig(Config):
    """One classifier, fitted on all that a split gives to learn from."""

    name: str = option(..., "Name of the model: it lies under it")
    cohort: str = option("simface-103", "Name of the cohort")
    split: str | None = option(
        None, "Its split, whose calibration and test parts are not trained on; needed of several"
    )
    arm: Annotated[str, means(Arm.parse)] = option(
        "own",
        "What it is trained on: own, flipped (and each image in a mirror); +COHORT adds another"
        " cohort, none+COHORT trains on that alone",
    )
    backbone: Annotated[str, means(get_backbone)] = option(
        "shape-space", "What makes features of images; `raredx backbones` lists them"
    )
    head: Annotated[str, means(parse_head)] = option(
        "discriminant",
        "What tells conditions apart by features, with options after a colon; `raredx heads` lists"
        " them",
    )
    without: tuple[str, ...] = option(
        ("unaffected",), "Labels that are left out altogether", advanced=True
    )
    seed: int = option(0, "Seed of the random numbers", ge=0, le=2**31 - 1, advanced=True)
    replace: bool = option(False, "Replace the model of that name", advanced=True)
