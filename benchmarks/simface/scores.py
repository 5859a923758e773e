"""How often the true condition comes first or among the first five, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.statistics.shares import Share

Floats = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.intp]  # (n,) place of the true condition in each answer; 0 is first

_DRAWS = 2000


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number with its 95 % interval, and the images behind it."""

    value: float
    low: float
    high: float
    of: int

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} ({100 * self.low:.1f} to {100 * self.high:.1f})"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the table."""

    what: str
    figure: Figure
    beside: str = ""
    """What it is to be compared with."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """How well conditions are named."""

    first: Figure
    among_five: Figure


def ranks(scores: Floats, classes: Sequence[str], truth: Sequence[str]) -> Ranks:
    """The place of the true class in each row of scores (n, classes); the last if it is unknown.

    Of equal scores that of the earlier class comes first.

    >>> ranks(np.array([[0.2, 0.7, 0.1], [0.5, 0.4, 0.1]]), ["a", "b", "c"], ["a", "a"]).tolist()
    [1, 0]
    """
    own = {name: place for place, name in enumerate(classes)}
    column = np.array([own.get(name, -1) for name in truth])[:, None]  # (n, 1)
    mine = np.take_along_axis(scores, column, 1)  # (n, 1)
    before = (scores > mine) | ((scores == mine) & (np.arange(len(classes)) < column))
    return np.where(column[:, 0] < 0, len(classes), before.sum(1)).astype(np.intp)


def score(found: Ranks, subjects: Sequence[str]) -> Score:
    """Top-1 and top-5, with intervals from a bootstrap over subjects.

    >>> told = score(np.array([0, 0, 3, 9]), ["a", "b", "c", "d"])
    >>> told.first.value, told.among_five.value
    (0.5, 0.75)
    """
    return Score(first=share(found < 1, subjects), among_five=share(found < 5, subjects))


def share(hits: npt.NDArray[np.bool_], subjects: Sequence[str]) -> Figure:
    """How many are hits; images of one subject are drawn together."""
    _, whose = np.unique(np.asarray(subjects), return_inverse=True)
    right = np.bincount(whose, hits.astype(float))  # (subjects,)
    images = np.bincount(whose)  # (subjects,)
    rng = np.random.default_rng(0)
    times = rng.multinomial(len(images), np.full(len(images), 1 / len(images)), _DRAWS)
    drawn = (times @ right) / (times @ images)  # (draws,)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(value=float(hits.mean()), low=float(low), high=float(high), of=len(hits))


def wilson(part: int, of: int) -> Figure:
    """So many of so many, with Wilson's interval, which is right near 0 and 1 too.

    >>> print(wilson(97, 100))
    97.0 (91.5 to 99.0)
    """
    found = Share(part, of)
    low, high = found.interval
    return Figure(value=found.value, low=low, high=high, of=of)
