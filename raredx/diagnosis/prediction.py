"""What a model says of one image, and how far it may be believed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from raredx import NOT_A_DEVICE
from raredx.learning.bundle.answer import Ranked
from raredx.learning.bundle.reach import FALSE_ALARMS, Apart
from raredx.words import count

COVERAGE = 0.9
"""How often the set of answers is to hold the truth, where nobody says otherwise."""
TEACHING = "For teaching only: the model does not know this kind of image."


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """One of the images that the model was fitted on and that are most like this one."""

    condition: str
    likeness: float
    """1 is the same direction, 0 a right angle, seen from the middle of them all."""
    person: int
    """A number within the model; who it is, the model does not know."""
    mark: int
    """By which the picture is found where the cohort is at hand."""


@dataclass(frozen=True, kw_only=True)
class Differential:
    """The conditions of a model by calibrated probability, the likeliest first."""

    ranked: tuple[Ranked, ...]
    coverage: float
    held: frozenset[str]
    """The conditions of which the true one is one, as often as is said; empty if nobody can say."""
    promised: tuple[float, float] | None
    """Between what that share lies over all who are like those that the model was tried on."""

    @property
    def told(self) -> str:
        """The set in a sentence."""
        if self.promised is None:
            return (
                "How many answers hold the truth nobody can say: too few people judged the model."
            )
        low, high = self.promised
        return (
            f"{count(len(self.held), 'condition')} of {len(self.ranked):,}: over all who are like"
            f" those that the model was tried on, such sets hold the truth in {self.coverage:.0%}"
            f" ({low:.1%} to {high:.1%}); for a single condition it may be less."
        )


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """The whole answer about one image."""

    model: str
    seen: str
    """What was found in the image, in words."""
    doubts: tuple[str, ...]
    """Why to take it with care, by how the face was found."""
    apart: Apart | None
    """How far the image is from what the model knows; None where nobody can say."""
    withheld: str
    """Why no differential is given; empty if one is."""
    teaching: bool
    """Whether one is given although it should not be."""
    differential: Differential | None
    nearest: tuple[Nearest, ...]
    terms: tuple[dict[str, Any], ...]
    """Phenotype terms that the face shows."""
    measures: tuple[dict[str, Any], ...]
    """Measures of the face with their z-scores."""
    versions: dict[str, str]
    """Of the model, its data, its split and the workbench."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What has to stand beside every form of it."""
        return (NOT_A_DEVICE, *((TEACHING,) if self.teaching else ()))

    @property
    def alarm(self) -> str:
        """How often an image of the right kind is taken for another; empty if nobody can say."""
        if self.apart is None:
            return ""
        return f"Of images of the right kind {FALSE_ALARMS:.0%} are taken for another one, too."

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        differential = None
        if self.differential:
            differential = asdict(self.differential) | {
                "held": [one.name for one in self.differential.ranked if self._holds(one)],
                "told": self.differential.told,
            }
        return {
            **asdict(self),
            "notice": list(self.notices),
            "alarm": self.alarm,
            "differential": differential,
        }

    def __str__(self) -> str:
        """One line."""
        if self.differential is None:
            return f"No answer: {self.withheld}"
        first = self.differential.ranked[0]
        return f"{first.name}: {first.probability:.0%}. {self.differential.told}"

    def _holds(self, one: Ranked) -> bool:
        return self.differential is not None and one.name in self.differential.held
