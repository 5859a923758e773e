"""Metrics of the first answer: precision, recall, F1, and one correlation for all classes.

A mean over classes is over those that have an image; scikit-learn's has those too that were only
ever answered, with zeros. A class that is never answered has precision 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics import chance
from raredx.learning.metrics.prepared import Repeat
from raredx.learning.metrics.registry import metric
from raredx.learning.metrics.sizes import Sizes

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Tally:
    """How often each class was there, answered, and answered rightly, in d draws."""

    there: Floats
    """(d, c)"""
    called: Floats
    """(d, c)"""
    right: Floats
    """(d, c)"""

    @property
    def precision(self) -> Floats:
        """(d, c), 0 where a class is never answered."""
        return np.asarray(self.right / np.maximum(self.called, 1))

    @property
    def recall(self) -> Floats:
        """(d, c), 0 where a class is not there."""
        return np.asarray(self.right / np.maximum(self.there, 1))

    @property
    def f1(self) -> Floats:
        """(d, c), 0 where a class is neither there nor answered."""
        return np.asarray(2 * self.right / np.maximum(self.there + self.called, 1))

    def macro(self, values: Floats) -> Floats:
        """The mean of values (d, c) over the classes that are there: (d,)."""
        there = self.there > 0
        return np.asarray((values * there).sum(1) / there.sum(1))

    def weighted(self, values: Floats) -> Floats:
        """The mean of values (d, c), each class counting by how often it is there: (d,)."""
        return np.asarray((values * self.there).sum(1) / self.there.sum(1))


def tally(repeat: Repeat, weights: Floats) -> Tally:
    """Count classes and answers under each set of weights (d, n).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> found = tally(prepare(example()).repeats[0], np.ones((1, 4)))
    >>> found.there.tolist(), found.called.tolist(), found.right.tolist()
    ([[3.0, 1.0]], [[2.0, 2.0]], [[2.0, 1.0]])
    """
    return Tally(
        there=weights @ repeat.is_of,
        called=weights @ repeat.is_called,
        right=(weights * repeat.hits) @ repeat.is_of,
    )


def _random_recall(sizes: Sizes) -> Floats:
    return np.full(len(sizes.scored), 1 / len(sizes.scored))


_OF_A_CLASS: dict[str, tuple[str, str, Callable[[Tally], Floats], Callable[[Sizes], Floats]]] = {
    "precision": (
        "Precision",
        "How often an answer is right",
        lambda found: found.precision,
        chance.precision,
    ),
    "recall": (
        "Recall",
        "How often an image of a class is told",
        lambda found: found.recall,
        _random_recall,
    ),
    "f1": (
        "F1",
        "The harmonic mean of precision and recall",
        lambda found: found.f1,
        chance.f1,
    ),
}


def _register(name: str) -> None:
    title, measures, of_classes, by_chance = _OF_A_CLASS[name]

    @metric(
        f"{name}-macro",
        title=f"{title} (macro)",
        measures=f"{measures}, every class counting the same",
        chance=lambda sizes: chance.macro(sizes, by_chance(sizes)),
        fewest_per_class=2,
    )
    def macro(repeat: Repeat, weights: Floats) -> Floats:
        found = tally(repeat, weights)
        return found.macro(of_classes(found))

    @metric(
        f"{name}-weighted",
        title=f"{title} (weighted)",
        measures=f"{measures}, every class counting by its images",
        chance=lambda sizes: chance.weighted(sizes, by_chance(sizes)),
        interval="wilson" if name == "recall" else "bootstrap",
    )
    def weighted(repeat: Repeat, weights: Floats) -> Floats:
        found = tally(repeat, weights)
        return found.weighted(of_classes(found))


for _name in _OF_A_CLASS:
    _register(_name)


@metric(
    "balanced-accuracy",
    title="Balanced accuracy",
    measures="The recall of the mean class; another name of macro recall",
    chance=lambda sizes: 1 / len(sizes.scored),
    fewest_per_class=2,
)
def balanced_accuracy(repeat: Repeat, weights: Floats) -> Floats:
    """The mean of recall over the classes that a draw holds: (d,).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> balanced_accuracy(prepare(example()).repeats[0], np.ones((1, 4))).round(3).tolist()
    [0.833]
    """
    found = tally(repeat, weights)
    return found.macro(found.recall)


@metric(
    "mcc",
    title="MCC",
    measures="The correlation of answers with the truth over all classes (Matthews, Gorodkin)",
    chance=lambda sizes: 0.0,
    low=-1.0,
    percent=False,
    fewest_images=20,
)
def correlation(repeat: Repeat, weights: Floats) -> Floats:
    """Matthews' correlation, as Gorodkin has it for many classes; 0 if all answers are one: (d,).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> correlation(prepare(example()).repeats[0], np.ones((1, 4))).round(3).tolist()
    [0.577]
    """
    found = tally(repeat, weights)
    all_of = weights.sum(1)
    together = found.right.sum(1) * all_of - (found.there * found.called).sum(1)
    spread = (all_of**2 - (found.there**2).sum(1)) * (all_of**2 - (found.called**2).sum(1))
    return np.where(spread > 0, together / np.sqrt(np.where(spread > 0, spread, 1)), 0.0)
