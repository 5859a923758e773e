"""A reliability diagram: what confidence said, how often it was right, and of how many answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics.calibration import BINS, of_mass, of_width
from raredx.learning.metrics.figures import columns, of_people
from raredx.learning.metrics.prepared import Repeat, prepare
from raredx.learning.predictions import Predictions
from raredx.statistics.estimate import Estimate

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]
Equal = Literal["width", "mass"]

_DRAWS = 1000


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Answers of like confidence."""

    low: float
    """The least confidence in it."""
    high: float
    answers: int
    """Over all repeats."""
    confidence: float
    """On average."""
    right: Estimate
    """How often they were right."""


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """The bins that hold an answer, from the least confident on."""

    bins: tuple[Bin, ...]
    error: float
    """The mean distance of confidence from being right, over repeats on average: ECE."""
    floor: float
    """What ECE so many answers show on average where every confidence is exactly right."""

    def rows(self) -> list[dict[str, Any]]:
        """A row for each bin."""
        return [
            {
                "low": one.low,
                "high": one.high,
                "answers": one.answers,
                "confidence": one.confidence,
                **columns("right", one.right),
            }
            for one in self.bins
        ]

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {"error": self.error, "floor": self.floor, "bins": self.rows()}


def reliability(
    predictions: Predictions, *, equal: Equal = "width", bins: int = BINS
) -> Reliability:
    """Sort first answers by their confidence into bins of equal width, or of equal mass.

    >>> from raredx.learning.predictions import example
    >>> found = reliability(example(), bins=4)
    >>> [(one.answers, round(one.confidence, 2), round(one.right.value, 2)) for one in found.bins]
    [(2, 0.65, 0.5), (2, 0.85, 1.0)]
    >>> round(found.error, 3)
    0.15
    """
    prepared = prepare(predictions)
    confidences = [one.probabilities.max(1) for one in prepared.repeats]  # r of (n,)
    inside = [_bins(one, equal, bins) for one in confidences]  # r of (n,)
    errors, floors = zip(
        *(
            _distances(repeat, said, place, bins)
            for repeat, said, place in zip(prepared.repeats, confidences, inside, strict=True)
        ),
        strict=True,
    )
    said, place = np.concatenate(confidences), np.concatenate(inside)  # (r n,)
    hits = np.concatenate([one.hits for one in prepared.repeats])
    subjects = np.tile(prepared.subjects, len(prepared.repeats))

    def collect(number: int) -> Bin:
        rows = place == number
        return Bin(
            low=float(said[rows].min()),
            high=float(said[rows].max()),
            answers=int(rows.sum()),
            confidence=float(said[rows].mean()),
            right=of_people(float(hits[rows].mean()), subjects[rows]),
        )

    return Reliability(
        bins=tuple(collect(number) for number in np.unique(place)),
        error=float(np.mean(errors)),
        floor=float(np.mean(floors)),
    )


def _bins(confidences: Floats, equal: Equal, bins: int) -> Whole:
    if equal == "width":
        return of_width(confidences, bins)
    return np.asarray(of_mass(confidences, np.ones((1, len(confidences))), bins)[0])


def _distances(repeat: Repeat, confidences: Floats, place: Whole, bins: int) -> tuple[float, float]:
    """ECE as it is, and as it would be on average if confidences were right."""
    inside = (place[:, None] == np.arange(bins)).astype(np.float64)  # (n, b)
    lucky = np.random.default_rng(0).random((_DRAWS, len(place))) < confidences  # (d, n)
    hits = np.vstack([repeat.hits, lucky])  # (1 + d, n)
    apart = np.abs((hits - confidences) @ inside).sum(1) / len(place)  # (1 + d,)
    return float(apart[0]), float(apart[1:].mean())
