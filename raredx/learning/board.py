"""Classifiers beside each other: each with its metrics, and what can be said of any two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from raredx import NOT_A_DEVICE
from raredx.errors import UserError
from raredx.learning.compare.comparison import Comparison
from raredx.learning.compare.pairs import compare_all
from raredx.learning.compare.verdict import verdict
from raredx.learning.experiment.store import Experiment
from raredx.learning.metrics import Scores, score
from raredx.learning.predictions import Predictions

METRICS = ("top-1", "top-5", "top-10", "f1-macro", "auroc", "log-loss")
MOST = 24
"""Classifiers that are compared at once: of more, hardly any difference could be decided."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Board:
    """Classifiers that were judged by the same images, the best first."""

    measure: str
    """What they are ordered and compared by."""
    scores: Mapping[str, Scores]
    pairs: tuple[Comparison, ...]
    """Any two of them; p-values are adjusted for their number."""

    @property
    def best(self) -> str:
        """Who comes first; `beside` says whether that means anything."""
        return next(iter(self.scores))

    def beside(self, name: str) -> list[Comparison]:
        """The pairs in which a classifier is, in the order of the board."""
        order = list(self.scores)
        own = [pair for pair in self.pairs if name in pair.names]
        return sorted(own, key=lambda pair: max(order.index(one) for one in pair.names))

    def sentences(self) -> list[str]:
        """What can be said of the first beside each of the others."""
        return [verdict(pair) for pair in self.beside(self.best)]

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "notice": NOT_A_DEVICE,
            "measure": self.measure,
            "classifiers": [
                {"name": name, **scores.as_dict()} for name, scores in self.scores.items()
            ],
            "pairs": [{**pair.as_dict(), "verdict": verdict(pair)} for pair in self.pairs],
        }


def board(
    named: Mapping[str, Predictions],
    *,
    measure: str = "top-1",
    metrics: Sequence[str] | None = METRICS,
) -> Board:
    """Score classifiers and compare any two of them.

    Parameters
    ----------
    named : mapping of str to Predictions
        All of the same images, folds and classes.
    measure : str
        What they are compared by: top-1 or another number, log-loss, own-probability.
    metrics : sequence of str, optional
        What is shown beside it; None: all there are.

    Examples
    --------
    >>> from raredx.learning.predictions import example
    >>> found = board({"A": example([[0.8, 0.2], [0.4, 0.6]] * 8, [0, 1] * 8)}, metrics=["top-1"])
    >>> print(found.scores["A"]["top-1"])
    Top-1: 100.0% (95 % CI 80.6% to 100.0%; by chance 50.0%; 16 images of 16 subjects)
    """
    if not named:
        raise UserError("There is no classifier to show", remedy="Choose one or more")
    if len(named) > MOST:
        raise UserError(
            f"{len(named)} classifiers make {len(named) * (len(named) - 1) // 2:,} pairs, of which"
            " hardly any could be decided",
            remedy=f"Choose {MOST} or fewer",
        )
    pairs = compare_all(named, measure=measure) if len(named) > 1 else []
    values = {name: one.values[place] for one in pairs for place, name in enumerate(one.names)}
    falls = measure == "log-loss"
    order = sorted(
        named, key=lambda name: values[name].value * (1 if falls else -1) if values else 0
    )
    return Board(
        measure=measure,
        scores={name: score(named[name], names=metrics) for name in order},
        pairs=tuple(pairs),
    )


def gathered(names: Sequence[str], *, part: str = "validation") -> dict[str, Predictions]:
    """The classifiers of experiments, or single ones of them, written EXPERIMENT:CLASSIFIER.

    Of several experiments each classifier carries the name of its own.
    """
    found: dict[str, Predictions] = {}
    several = len({name.partition(":")[0] for name in names}) > 1
    for name in names:
        folder, _, one = name.partition(":")
        experiment = Experiment.open(folder)
        for title in [one] if one else experiment.names:
            told = f"{folder}: {title}" if several else title
            found[told] = experiment.predictions(title, part=part)
    return found
