"""Arms: which images a classifier is trained on. What it is judged by is the same for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from raredx.errors import UserError

Choice = Literal["all", "random", "filtered", "five-point-cosine"]

_BASES = {"own": (True, False), "flipped": (True, True), "none": (False, False)}
_LEAKING = "leaking"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Synthetic images of a fold: by a generator that saw what the arm may see, and nobody else."""

    method: str
    """Of the generator."""
    choice: Choice
    """Which of the images that it drew."""
    times: int | None
    """How many for each own one; None: as many as the experiment says."""
    leaking: bool
    """Whether generator and filter saw those who are judged, too: to find out what that is worth.
    """


@dataclass(frozen=True, kw_only=True)
class Arm:
    """A training set by name."""

    name: str
    own: bool
    """Whether the training part of the fold is in it."""
    mirrored: bool
    """Whether each of its images is in it in a mirror, too."""
    images: int | None
    """Images of each condition at most, of as many people as there are; None: the whole part."""
    added: str | None
    """Another cohort whose images are in it."""
    drawn: Drawn | None
    """Synthetic images in it."""

    @staticmethod
    def parse(text: str) -> Arm:
        """An arm from how it is written.

        >>> Arm.parse("flipped").mirrored, Arm.parse("none+faces").added
        (True, 'faces')
        >>> Arm.parse("own:2+lora/filtered:1").drawn
        Drawn(method='lora', choice='filtered', times=1, leaking=False)
        """
        base, _, added = text.partition("+")
        base, _, images = base.partition(":")
        known = base in _BASES and (base != "none" or added) and "+" not in added
        if not known or (":" in text.partition("+")[0] and not _number(images)):
            raise UserError(
                f"There is no arm {text!r}",
                remedy="Write own, flipped or none, with :2 for two images of each condition; then"
                " +COHORT for the images of a cohort, or +GENERATOR/CHOICE for synthetic ones",
            )
        own, mirrored = _BASES[base]
        drawn = _drawn(text, added) if "/" in added else None
        return Arm(
            name=text,
            own=own,
            mirrored=mirrored,
            images=int(images) if images else None,
            added=(added or None) if drawn is None else None,
            drawn=drawn,
        )


def _number(text: str) -> bool:
    return text.isdecimal() and int(text) > 0


def _drawn(text: str, added: str) -> Drawn:
    method, chosen, *rest = added.split("/")
    choice, colon, times = chosen.partition(":")
    known = choice in get_args(Choice) and rest in ([], [_LEAKING])
    if not known or (colon and (choice == "all" or not _number(times))):
        raise UserError(
            f"In the arm {text!r} it is not clear which synthetic images are meant",
            remedy=f"Write GENERATOR/CHOICE, a choice being one of {', '.join(get_args(Choice))};"
            " with :2 after one for two images for each own one, but for all;"
            f" /{_LEAKING} at the end lets the generator see those who are judged",
        )
    return Drawn(
        method=method,
        choice=choice,  # type: ignore[arg-type]
        times=int(times) if times else None,
        leaking=bool(rest),
    )
