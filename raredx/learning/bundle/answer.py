"""What a model says of an image: conditions by calibrated probability, or why it is silent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from raredx import NOT_A_DEVICE


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A condition among the answers."""

    name: str
    code: str | None
    probability: float
    images: int
    """That the model was fitted on."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All conditions of a model, the likeliest first; none where it cannot see the image."""

    seen: str
    """What was found in the image, in words."""
    ranked: tuple[Ranked, ...]

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return bool(self.ranked)

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "notice": NOT_A_DEVICE,
            "seen": self.seen,
            "ranked": [asdict(one) for one in self.ranked],
        }

    def __str__(self) -> str:
        """One line.

        >>> print(Answer(seen="no face was found", ranked=()))
        No answer: no face was found.
        """
        if not self.ranked:
            return f"No answer: {self.seen}."
        first = self.ranked[0]
        return f"{first.name}: {first.probability:.0%} ({self.seen}, {len(self.ranked)} conditions)"
