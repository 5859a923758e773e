"""All that is known of how two classifiers differ, and who may be called better."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from raredx.plain import plain
from raredx.statistics.bootstrap import LEVEL
from raredx.statistics.crossed import Crossed
from raredx.statistics.discordant import Discordant
from raredx.statistics.estimate import Estimate
from raredx.statistics.folds import CorrectedT
from raredx.statistics.paired import Difference


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two classifiers on the same images, by one measure."""

    names: tuple[str, str]
    measure: str
    values: tuple[Estimate, Estimate]
    """The mean over images of each; an image's repeats are averaged first."""
    chance: float
    """The same of guessing."""
    gain: Difference
    """By how much the first is better than the second, drawn over subjects."""
    folds: CorrectedT | Crossed | None
    """The same over folds and repeats, or over draws and subjects; None where there are none."""
    discordant: Discordant | None
    """Subjects about whom only one is right, by McNemar; None where nothing is right or wrong."""
    p: float
    """The one that decides: over folds, else of McNemar, else drawn over subjects."""
    adjusted: float
    """The same, allowing for all pairs that were compared at once (Holm)."""
    pairs: int
    """How many those were."""
    shown: float
    """The smallest difference that these data could have shown, with 80 % power, 5 % being shared
    by all pairs; not a number where a measure that is no hit differs in no image."""
    images: int
    subjects: int

    @property
    def separate(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        return self.gain.estimate.low > 0 or self.gain.estimate.high < 0

    @property
    def significant(self) -> bool:
        """Whether the test that decides, adjusted, is below 0.05."""
        return self.adjusted < LEVEL

    @property
    def ahead(self) -> str:
        """Who has the better value, decisive or not."""
        return self.names[0] if self.gain.estimate.value >= 0 else self.names[1]

    @property
    def winner(self) -> str | None:
        """Who is better: nobody, unless the interval leaves out 0 and the test agrees."""
        return self.ahead if self.separate and self.significant else None

    def as_dict(self) -> dict[str, Any]:
        """Everything, for JSON; what is not known is None."""
        found: dict[str, Any] = asdict(self)
        found["values"] = [one._asdict() for one in self.values]
        found["gain"]["estimate"] = self.gain.estimate._asdict()
        if self.folds is not None:
            found["folds"]["estimate"] = self.folds.estimate._asdict()
        result: dict[str, Any] = plain({**found, "winner": self.winner})
        return result
