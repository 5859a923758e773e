"""What can be said of a classifier image by image, and compared as a mean over images."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import log

import numpy as np

from raredx.errors import UserError
from raredx.learning.metrics.probabilities import LARGEST_LOSS
from raredx.learning.predictions import Floats, Predictions


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One value of each row."""

    name: str
    values: Callable[[Predictions], Floats]
    """(n,)"""
    chance: Callable[[int], float]
    """Of guessing among c classes."""
    higher_is_better: bool
    hits: bool
    """Whether values are 0 or 1."""
    scale: float
    """From values to the unit."""
    unit: str
    digits: int
    most: float = 1.0
    """No two classifiers can differ by more."""

    def words(self, value: float) -> str:
        """A value in its unit, without it.

        >>> measure_of("top-1").words(0.0412), measure_of("log-loss").words(0.0412)
        ('4.1', '0.041')
        """
        return f"{round(self.scale * value, self.digits) + 0.0:.{self.digits}f}"


def measure_of(name: str) -> Measure:
    """A measure by its name: top-1, top-5 or any other k, log-loss, own-probability.

    Examples
    --------
    >>> from raredx.learning.predictions import example
    >>> measure_of("top-1").values(example()).tolist()
    [1.0, 0.0, 1.0, 1.0]
    >>> measure_of("log-loss").values(example()).round(2).tolist()
    [0.22, 0.92, 0.11, 0.36]
    >>> measure_of("top-5").chance(100)
    0.05
    """
    if found := re.fullmatch(r"top-([1-9]\d{0,3})", name):
        return _top(int(found[1]))
    if name in _MEASURES:
        return _MEASURES[name]
    raise UserError(
        f"There is no measure {name!r} of single images",
        remedy=f"Choose top-1, top-3 or another number, {' or '.join(_MEASURES)}",
    )


def _top(k: int) -> Measure:
    """Whether the true class is among the first k."""
    return Measure(
        name=f"top-{k}",
        values=lambda said: (said.ranks < k).astype(np.float64),
        chance=lambda classes: min(1.0, k / classes),
        higher_is_better=True,
        hits=True,
        scale=100,
        unit="points" if k == 1 else f"points of top-{k}",
        digits=1,
    )


def _own(said: Predictions) -> Floats:
    """The log-probability of the true class: (n,)."""
    return np.take_along_axis(said.scores.astype(np.float64), said.truth[:, None], 1)[:, 0]


_MEASURES = {
    "log-loss": Measure(
        name="log-loss",
        values=lambda said: -np.maximum(_own(said), -LARGEST_LOSS),
        chance=lambda classes: log(classes),
        higher_is_better=False,
        hits=False,
        scale=1,
        unit="of log loss",
        digits=3,
        most=LARGEST_LOSS,
    ),
    "own-probability": Measure(
        name="own-probability",
        values=lambda said: np.exp(_own(said)),
        chance=lambda classes: 1 / classes,
        higher_is_better=True,
        hits=False,
        scale=100,
        unit="points of own probability",
        digits=1,
    ),
}
