"""Metrics of the probabilities that were said: Brier's score and log loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics.hits import mean
from raredx.learning.metrics.prepared import Repeat
from raredx.learning.metrics.registry import metric

Floats = npt.NDArray[Any]

_SMALLEST = float(np.finfo(np.float64).eps)
LARGEST_LOSS = -float(np.log(_SMALLEST))
"""What an image costs whose class was given no chance at all: 36.04, as in scikit-learn."""


@metric(
    "brier",
    title="Brier score",
    measures="The squared distance of what was said from the truth, summed over classes",
    chance=lambda sizes: 1 - 1 / len(sizes.scored),
    higher_is_better=False,
    high=2.0,
    percent=False,
)
def brier(repeat: Repeat, weights: Floats) -> Floats:
    """Brier's score of all classes, from 0 to 2; by chance 1/c is said of every class: (d,).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> brier(prepare(example()).repeats[0], np.ones((1, 4))).round(3).tolist()
    [0.25]
    """
    squares = ((repeat.probabilities - repeat.is_of) ** 2).sum(1)  # (n,)
    return mean(squares, weights)


@metric(
    "log-loss",
    title="Log loss",
    measures="The negative logarithm of what was said of the true class",
    chance=lambda sizes: float(np.log(len(sizes.scored))),
    higher_is_better=False,
    high=LARGEST_LOSS,
    percent=False,
)
def log_loss(repeat: Repeat, weights: Floats) -> Floats:
    """The mean loss, each image costing at most `LARGEST_LOSS`; by chance ln c: (d,).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> log_loss(prepare(example()).repeats[0], np.ones((1, 4))).round(3).tolist()
    [0.4]
    """
    own = np.take_along_axis(repeat.probabilities, repeat.truth[:, None], 1)[:, 0]  # (n,)
    return mean(-np.log(np.clip(own, _SMALLEST, 1)), weights)
