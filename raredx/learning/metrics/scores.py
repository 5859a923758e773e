"""Predictions scored: every metric with its interval, its chance and n, or why it is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

from raredx.learning.metrics.figures import columns
from raredx.learning.metrics.intervals import Resampled, estimate
from raredx.learning.metrics.prepared import Prepared, prepare
from raredx.learning.metrics.registry import Metric, all_metrics, get_metric
from raredx.learning.predictions import Predictions
from raredx.statistics.estimate import UNKNOWN, Estimate
from raredx.words import count

DRAWS = 1000


@dataclass(frozen=True, kw_only=True)
class Score:
    """A metric of some predictions."""

    metric: Metric
    estimate: Estimate
    """NaN if it is not reported; only its bounds are NaN if there is no interval."""
    chance: float | None
    images: int
    subjects: int
    note: str | None
    """Why it is not reported, or has no interval."""

    @property
    def reported(self) -> bool:
        """Whether there is a value."""
        return not isnan(self.estimate.value)

    def as_dict(self) -> dict[str, Any]:
        """All of it, for a table or JSON."""
        return {
            "metric": self.metric.name,
            "title": self.metric.title,
            **columns("value", self.estimate),
            "chance": self.chance,
            "higher_is_better": self.metric.higher_is_better,
            "images": self.images,
            "subjects": self.subjects,
            "note": self.note,
        }

    def __str__(self) -> str:
        if not self.reported:
            return f"{self.metric.title}: not reported ({self.note})"
        value, low, high = map(self.metric.show, self.estimate)
        interval = f"95 % CI {low} to {high}" if self.note is None else self.note
        chance = "" if self.chance is None else f"; by chance {self.metric.show(self.chance)}"
        of = f"{count(self.images, 'image')} of {count(self.subjects, 'subject')}"
        return f"{self.metric.title}: {value} ({interval}{chance}; {of})"


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What metrics say of some predictions."""

    images: int
    subjects: int
    classes: int
    repeats: int
    each: Mapping[str, Score]
    """By the name of the metric, in the order of a report."""

    def __getitem__(self, name: str) -> Score:
        return self.each[name]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each metric."""
        return [one.as_dict() for one in self.each.values()]

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "images": self.images,
            "subjects": self.subjects,
            "classes": self.classes,
            "repeats": self.repeats,
            "scores": self.rows(),
        }


def score(
    predictions: Predictions,
    *,
    names: Iterable[str] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Scores:
    """Work out metrics, all of them unless some are named.

    Intervals say how far other people would move a value. The classifiers stay the same; subjects
    are drawn anew with all their images, and each drawn image with all its repeats.

    Examples
    --------
    >>> from raredx.learning.predictions import example
    >>> said = example([[0.8, 0.2], [0.4, 0.6]] * 8, [0, 0, 1, 1] * 4)
    >>> print(score(said)["top-1"])
    Top-1: 50.0% (95 % CI 28.0% to 72.0%; by chance 50.0%; 16 images of 16 subjects)
    >>> print(score(said)["top-3"])
    Top-3: not reported (2 classes, and 4 are needed)
    """
    prepared = prepare(predictions)
    wanted = all_metrics().values() if names is None else [get_metric(name) for name in names]
    resampled = Resampled.of(prepared, draws=draws, seed=seed)
    return Scores(
        images=len(prepared),
        subjects=prepared.people,
        classes=len(prepared.classes),
        repeats=len(prepared.repeats),
        each={metric.name: _score(metric, prepared, resampled) for metric in wanted},
    )


def _score(metric: Metric, prepared: Prepared, resampled: Resampled) -> Score:
    note = metric.refusal(prepared.sizes)
    found, chance = UNKNOWN, None
    if note is None:
        chance = metric.chance(prepared.sizes) if metric.chance else None
        found = estimate(metric, prepared, resampled)
        if isnan(found.low):
            note = "no interval, as other samples of these people give the same value"
    return Score(
        metric=metric,
        estimate=found,
        chance=chance,
        images=len(prepared),
        subjects=prepared.people,
        note=note,
    )
