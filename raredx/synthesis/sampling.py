"""How images are drawn by a generator that has learned."""

from __future__ import annotations

from typing import Literal

from raredx.jobs.fields import option
from raredx.jobs.record import Config


class Sampling(Config):
    """What can be chosen; a generator without a base model looks at none of it but the batch."""

    sampler: Literal["dpm++", "ddim"] = option(
        "dpm++", "How noise is taken out: DPM-Solver++, good in few steps, or DDIM"
    )
    steps: int = option(12, "Steps in which noise is taken out", ge=1, le=1000)
    guidance: float = option(
        1.5,
        "How much the words count: 1 is as learned and takes half the time; large base models"
        " usually take 7.5",
        ge=1,
        le=30,
    )
    negative: str = option("", "What the images should not show", advanced=True)
    strength: float | None = option(
        None,
        "Begin with an example of the condition, changed by that much: 0.3 stays close to it; empty"
        " begins with noise alone",
        gt=0,
        le=1,
    )
    batch: int = option(
        8,
        "Images that are drawn together; halved by itself where they do not fit",
        ge=1,
        le=256,
        advanced=True,
    )


class Drawing(Config):
    """Which images are drawn, and where they are kept."""

    generator: str = option(..., "Name of the generator")
    name: str = option(..., "Name of the new cohort")
    conditions: tuple[str, ...] = option((), "Labels of the conditions to draw; none means all")
    images: int = option(20, "Images of each condition", ge=1, le=100_000)
    seed: int = option(
        1, "Of the first image; those after it have the numbers that follow", ge=0, lt=2**31
    )
    prompt: str | None = option(
        None,
        "Words in place of those that condition, sex and age give; {condition} stands for its name",
        advanced=True,
    )
    replace: bool = option(False, "Replace the cohort of that name", advanced=True)


class Sample(Sampling, Drawing):
    """Images to be drawn and kept as a cohort."""
