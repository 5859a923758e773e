"""What a model is trained on, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator

from raredx.errors import UserError
from raredx.jobs import Config
from raredx.jobs.fields import option
from raredx.learning.backbones.backbone import get_backbone
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_head


def _means(known: Callable[[str], object]) -> AfterValidator:
    """A text must mean something, or the field says why it does not."""

    def check(text: str) -> str:
        try:
            known(text)
        except UserError as error:
            raise ValueError(str(error)) from None
        return text

    return AfterValidator(check)


class TrainConfig(Config):
    """One classifier, fitted on all that a split gives to learn from."""

    name: str = option(..., "Name of the model: it lies under it")
    cohort: str = option("simface-103", "Name of the cohort")
    split: str | None = option(
        None, "Its split, whose calibration and test parts are not trained on; needed of several"
    )
    arm: Annotated[str, _means(Arm.parse)] = option(
        "own",
        "What it is trained on: own, flipped (and each image in a mirror); +COHORT adds another"
        " cohort, none+COHORT trains on that alone",
    )
    backbone: Annotated[str, _means(get_backbone)] = option(
        "shape-space", "What makes features of images; `raredx backbones` lists them"
    )
    head: Annotated[str, _means(parse_head)] = option(
        "discriminant",
        "What tells conditions apart by features, with options after a colon; `raredx heads` lists"
        " them",
    )
    without: tuple[str, ...] = option(
        ("unaffected",), "Labels that are left out altogether", advanced=True
    )
    seed: int = option(0, "Seed of the random numbers", ge=0, le=2**31 - 1, advanced=True)
    replace: bool = option(False, "Replace the model of that name", advanced=True)
