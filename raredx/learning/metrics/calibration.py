"""Whether the confidence in the first answer is right: ECE, by bins of equal width or mass.

ECE is a sum of distances, so that few images show some of it even where every confidence is right:
hold it against the `floor` of `reliability`. Its interval is that of what so many images show.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics.prepared import Repeat
from raredx.learning.metrics.registry import metric

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

BINS = 15


def of_width(confidences: Floats, bins: int = BINS) -> Whole:
    """The bin of each confidence (n,), bins being equally wide and closed above: (n,).

    >>> of_width(np.array([0.05, 0.2, 0.21, 1.0]), 5).tolist()
    [0, 0, 1, 4]
    """
    return np.asarray(np.clip(np.ceil(confidences * bins).astype(np.intp) - 1, 0, bins - 1))


def of_mass(confidences: Floats, weights: Floats, bins: int = BINS) -> Whole:
    """The bin of each confidence (n,) in each draw (d, n), bins holding equal weight: (d, n).

    Equal confidences stay together, in the bin where their middle lies.

    >>> of_mass(np.array([0.9, 0.2, 0.2, 0.8]), np.ones((1, 4)), 2).tolist()
    [[1, 0, 0, 1]]
    """
    order = np.argsort(confidences)
    _, first = np.unique(confidences[order], return_index=True)
    _, own = np.unique(confidences, return_inverse=True)
    mass = np.add.reduceat(weights[:, order], first, axis=1)  # (d, u)
    middle = (mass.cumsum(1) - mass / 2) / weights.sum(1, keepdims=True)
    return np.asarray(np.minimum(middle * bins, bins - 1).astype(np.intp)[:, own])


@metric(
    "ece",
    title="ECE",
    measures="How far confidence is from being right, in 15 bins of equal width",
    chance=None,
    higher_is_better=False,
    fewest_images=100,
)
def ece(repeat: Repeat, weights: Floats) -> Floats:
    """Expected calibration error of the first answer, in bins of equal width: (d,).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> ece(prepare(example()).repeats[0], np.ones((1, 4))).round(3).tolist()
    [0.3]
    """
    confidences = repeat.probabilities.max(1)
    inside = of_width(confidences)[:, None] == np.arange(BINS)  # (n, b)
    apart = (repeat.hits - confidences)[:, None] * inside
    return np.asarray(np.abs(weights @ apart).sum(1) / weights.sum(1))


@metric(
    "ece-mass",
    title="ECE (equal mass)",
    measures="How far confidence is from being right, in 15 bins of equally many images",
    chance=None,
    higher_is_better=False,
    fewest_images=100,
)
def ece_by_mass(repeat: Repeat, weights: Floats) -> Floats:
    """Expected calibration error of the first answer, in bins of equal weight: (d,).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> ece_by_mass(prepare(example()).repeats[0], np.ones((1, 4))).round(3).tolist()
    [0.3]
    """
    confidences = repeat.probabilities.max(1)
    apart = weights * (repeat.hits - confidences)  # (d, n)
    bins = of_mass(confidences, weights)  # (d, n)
    each = [np.abs((apart * (bins == one)).sum(1)) for one in range(BINS)]
    return np.asarray(np.sum(each, axis=0) / weights.sum(1))
