"""Which episodes are drawn, and who answers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator

from raredx.errors import UserError
from raredx.jobs import Config
from raredx.jobs.fields import option
from raredx.jobs.meaning import each_means
from raredx.learning.backbones.backbone import get_backbone
from raredx.learning.episodes.methods import parse_method


def _at_least(least: int) -> Callable[[str], int]:
    """What makes a number of a text; every door gives lists as texts."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise UserError(f"{text!r} is no whole number from {least} on", remedy="Write 5, say")
        return int(text)

    return number


def _as_texts(given: Any) -> Any:
    """The numbers of a file of settings as a command line gives them."""
    several = given if isinstance(given, list | tuple) else [given]
    return tuple(str(one) if isinstance(one, int) else one for one in several)


_Texts = Annotated[tuple[str, ...], BeforeValidator(_as_texts)]


class FewShotConfig(Config):
    """Episodes of each number of classes and people, and what answers them."""

    name: str = option(..., "Name of the trial: what comes out lies under it")
    cohort: str = option("simface-103", "Name of the cohort")
    split: str | None = option(None, "Its split; needed where it has several")
    ways: Annotated[_Texts, each_means(_at_least(2))] = option(
        ("5", "10", "15"), "Classes in an episode; several make a list each", min_length=1
    )
    shots: Annotated[_Texts, each_means(_at_least(1))] = option(
        ("1",), "People of each class who are shown; several make a list each", min_length=1
    )
    queries: int = option(1, "People of each class who are asked about", ge=1, le=20)
    episodes: int = option(600, "Episodes in a list, those of all groups together", ge=1)
    backbones: Annotated[tuple[str, ...], each_means(get_backbone)] = option(
        ("shape-space", "face-signs"),
        "What makes features of images; `raredx backbones` lists them",
        min_length=1,
    )
    methods: Annotated[tuple[str, ...], each_means(parse_method)] = option(
        ("prototype", "protonet"),
        "What answers by features, with options after a colon: prototype (class means of frozen"
        " features; distance, scaling) or protonet (a projection trained on other classes; layers,"
        " width, distance, ways, shots, queries, steps, rate, decay)",
        min_length=1,
    )
    groups: int = option(
        5,
        "Classes are dealt into so many groups, and an episode is of one of them: what is trained"
        " for a group has seen the others alone. 1 leaves nothing to train on",
        ge=1,
        le=100,
    )
    calibration: bool = option(
        False, "Show and ask about people of the calibration part, too; the test part stays closed"
    )
    without: tuple[str, ...] = option(
        ("unaffected",), "Labels that are left out altogether", advanced=True
    )
    seed: int = option(0, "Seed of the random numbers", ge=0, le=2**31 - 1, advanced=True)
    replace: bool = option(False, "Replace the trial of that name", advanced=True)

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Classes and shots of each list.

        >>> FewShotConfig(name="trial", ways=[5, 10], shots=[1, 5]).sizes
        [(5, 1), (5, 5), (10, 1), (10, 5)]
        """
        return [(int(ways), int(shots)) for ways in self.ways for shots in self.shots]
