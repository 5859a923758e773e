"""What is wanted of synthetic images, and what may become of one."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from raredx.jobs.fields import option
from raredx.jobs.record import Config


class Verdict(StrEnum):
    """What becomes of an image."""

    ACCEPTED = "accepted"
    NEAR_COPY = "near copy"
    NO_FACE = "no face"
    LOW_QUALITY = "low quality"
    WRONG_PHENOTYPE = "wrong phenotype"
    SURPLUS = "surplus"
    """Good enough, but more than were wanted."""
    BY_HAND = "by hand"
    """Turned away by somebody who looked at it."""


class Policy(Config):
    """Which images are kept."""

    keep: Literal["absolute", "quantile", "quota", "top"] = option(
        "absolute",
        "absolute: all that score so much; quantile: the best share of each condition; quota: the"
        " best so many of each condition; top: the best so many of all, as was published",
    )
    at: float = option(
        0.1,
        "How much, or how many: a score from 0 to 1, a share, or a number of images",
        ge=0,
        le=10_000_000,
    )
    score: Literal["likeness", "five-point-cosine"] = option(
        "likeness",
        "likeness: the share of held-out people of the condition who are less like it;"
        " five-point-cosine: the published one",
    )
    sharpness: float = option(
        0.25, "Least sharpness, as a share of people's pictures", ge=0, le=2, advanced=True
    )
    copies: Literal["quarantine", "keep"] = option(
        "quarantine",
        "What becomes of images that are nearer to one that was learned from than people are to"
        " each other",
    )
    by_hand: tuple[str, ...] = option(
        (), "Images that somebody looked at and turned away, by their ids", advanced=True
    )
    because: str = option(
        "", "Why near copies are kept, in your own words; it is written down", advanced=True
    )

    @model_validator(mode="after")
    def _say_why(self) -> Self:
        """Nobody keeps copies of people without a word."""
        if self.copies == "keep" and not self.because.strip():
            raise ValueError("say why near copies are kept (because)")
        return self


class Curate(Policy):
    """Which images are judged, by whom, and what is wanted of them."""

    cohort: str = option(..., "Name of the cohort of synthetic images")
    name: str = option(..., "Name of the result")
    save_as: str | None = option(
        None, "Keep the accepted images as a new cohort of that name; empty keeps none yet"
    )
    source: str | None = option(
        None, "The cohort that was learned from; empty: as each image's record says", advanced=True
    )
    faces: bool = option(
        True,
        "Whether they show faces; other pictures are judged by how alike they are as a whole, to a"
        " network that has seen none of them",
    )
    people: Literal["part", "learned"] = option(
        "part",
        "Whom the filter learns from: all of the training part, or only those that the generator"
        " learned from and people without a condition",
        advanced=True,
    )
    spaces: str | None = option(
        None,
        "The reference by whose shape space faces are compared; empty: the shipped one for"
        " simulated people, and for others one that the training part forms itself",
        advanced=True,
    )
    replace: bool = option(False, "Replace the result of that name", advanced=True)


class Keep(Policy):
    """Which images of a curation become a cohort."""

    curation: str = option(..., "Name of the curation")
    name: str = option(..., "Name of the new cohort")
    replace: bool = option(False, "Replace the cohort of that name", advanced=True)
