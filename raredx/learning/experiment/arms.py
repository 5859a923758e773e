"""Arms: which images a classifier is trained on. What it is judged by is the same for all."""

from __future__ import annotations

from dataclasses import dataclass

from raredx.errors import UserError

_BASES = {"own": (True, False), "flipped": (True, True), "none": (False, False)}


@dataclass(frozen=True, kw_only=True)
class Arm:
    """A training set by name."""

    name: str
    own: bool
    """Whether the training part of the fold is in it."""
    mirrored: bool
    """Whether each of its images is in it in a mirror, too."""
    added: str | None
    """Another cohort whose images are in it."""

    @staticmethod
    def parse(text: str) -> Arm:
        """An arm from how it is written.

        >>> Arm.parse("flipped").mirrored, Arm.parse("none+faces").added
        (True, 'faces')
        """
        base, _, added = text.partition("+")
        if base not in _BASES or (base == "none" and not added) or "+" in added:
            raise UserError(
                f"There is no arm {text!r}",
                remedy="Write own, flipped, own+COHORT, flipped+COHORT or none+COHORT",
            )
        own, mirrored = _BASES[base]
        return Arm(name=text, own=own, mirrored=mirrored, added=added or None)
