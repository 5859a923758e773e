"""What an experiment tries: which classifiers, on which folds."""

from __future__ import annotations

from typing import Annotated

from raredx.cohorts.imports import Origin, Source
from raredx.jobs import Config
from raredx.jobs.fields import option
from raredx.jobs.meaning import each_means
from raredx.learning.backbones.backbone import get_backbone
from raredx.learning.experiment.arms import Arm
from raredx.learning.experiment.chosen import parse_generator, parse_head
from raredx.synthesis.generator import POCKET


class ExperimentConfig(Config):
    """Which classifiers to judge, and by which images."""

    name: str = option(..., "Name of the experiment: what comes out lies under it")
    cohort: str = option("simface-103", "Name of the cohort")
    split: str | None = option(None, "Its split; needed where it has several")
    arms: Annotated[tuple[str, ...], each_means(Arm.parse)] = option(
        ("own",),
        "What is trained on: own (the training part), flipped (and each image in a mirror), own:2"
        " (two images of each condition); +COHORT adds the images of another cohort,"
        " +GENERATOR/CHOICE synthetic ones, all, random, filtered or five-point-cosine (filtered:2"
        " takes two for each own image); none+... leaves the own images out",
        min_length=1,
    )
    backbones: Annotated[tuple[str, ...], each_means(get_backbone)] = option(
        ("shape-space", "face-signs", "efficientnet-lite0"),
        "What makes features of images; `raredx backbones` lists them",
        min_length=1,
    )
    heads: Annotated[tuple[str, ...], each_means(parse_head)] = option(
        ("nearest", "discriminant"),
        "What tells conditions apart by features, with options after a colon:"
        " nearest:neighbours=3; `raredx heads` lists them",
        min_length=1,
    )
    generators: Annotated[tuple[str, ...], each_means(parse_generator)] = option(
        (),
        "How arms with synthetic images draw them, with options after a colon: lora:preset=quick;"
        " each learns anew in every fold; `raredx generate methods` lists them",
        advanced=True,
    )
    times: int = option(
        4, "Synthetic images for each own one of such an arm", ge=1, le=1000, advanced=True
    )
    pool: int = option(
        3,
        "How many times as many are drawn, so that there is something to choose from",
        ge=1,
        le=100,
        advanced=True,
    )
    base: str = option(POCKET, "The base model of generators that have one", advanced=True)
    folder: Source | None = option(
        None,
        "Begin with a folder of images, a folder in it for each condition: it is imported as the"
        " cohort, checked for copies and split, unless that is done",
        advanced=True,
    )
    origin: Origin = option("real", "What the images of that folder are", advanced=True)
    conditions: tuple[str, ...] = option(
        (), "Learn and judge these labels alone; none means all", advanced=True
    )
    judged: str | None = option(
        None,
        "Judge the people of this cohort instead of the folds: nobody of the other one is judged",
        advanced=True,
    )
    draws: int = option(
        1,
        "So many times other images are drawn for arms such as own:2, where another cohort is"
        " judged",
        ge=1,
        le=1000,
        advanced=True,
    )
    without: tuple[str, ...] = option(
        ("unaffected",), "Labels that are left out altogether", advanced=True
    )
    repeats: int | None = option(
        None, "So many of the split's repeats; empty: all", ge=1, le=100, advanced=True
    )
    test_because: str | None = option(
        None,
        "Open the locked test part and judge it, too, for this reason; it is written down",
        advanced=True,
    )
    seed: int = option(0, "Seed of the random numbers", ge=0, le=2**31 - 1, advanced=True)
    replace: bool = option(False, "Replace the experiment of that name", advanced=True)
