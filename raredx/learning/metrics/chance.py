"""What a metric is worth by chance: scores drawn at random, or the same for every class.

These are means over random draws for images as many as there are, not limits for very many: with
six images of a class among six hundred, average precision is twice the prevalence by chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics.sizes import Sizes, Third

Floats = npt.NDArray[Any]


def top(sizes: Sizes, k: int) -> float:
    """The true class is among k of c classes that are drawn.

    >>> from raredx.learning.metrics.sizes import example
    >>> round(top(example(1, 1, 1, 1), 3), 3)
    0.75
    """
    return min(1.0, k / len(sizes.scored))


def precision(sizes: Sizes) -> Floats:
    """Of each class (c,): its share of the images, if it is answered at all.

    >>> from raredx.learning.metrics.sizes import example
    >>> precision(example(2, 6)).round(3).tolist()
    [0.249, 0.747]
    """
    answered = 1 - (1 - 1 / len(sizes.scored)) ** sizes.images
    return np.asarray(sizes.shares * answered)


def f1(sizes: Sizes) -> Floats:
    """Of each class (c,): the mean over all numbers of times that it may be answered.

    >>> from raredx.learning.metrics.sizes import example
    >>> f1(example(2, 6)).round(3).tolist()
    [0.322, 0.581]
    """
    from scipy.stats import binom

    times = np.arange(sizes.images + 1)[:, None]  # (n + 1, 1)
    likely = binom.pmf(times, sizes.images, 1 / len(sizes.scored))  # (n + 1, 1)
    found = 2 * times * sizes.shares / np.maximum(times + sizes.scored, 1)  # (n + 1, c)
    return np.asarray((likely * found).sum(0))


def average_precision(sizes: Sizes, third: Third | None = None) -> float:
    """The mean over classes of what a random order of all images gives.

    >>> from raredx.learning.metrics.sizes import example
    >>> round(average_precision(example(1, 3)), 3)
    0.681
    """
    own, images = sizes.scored[sizes.among(third)], sizes.images
    harmonic = (1 / np.arange(1, images + 1)).sum()
    others = (own - 1) / max(images - 1, 1) * (images - harmonic)
    return float(np.mean((harmonic + others) / images))


def recall_at(sizes: Sizes, rate: float) -> float:
    """The mean over classes of the places that so many false alarms leave open.

    >>> from raredx.learning.metrics.sizes import example
    >>> round(recall_at(example(20, 20), 0.1), 3)
    0.143
    """
    rivals = sizes.images - sizes.scored[sizes.present]
    allowed = np.floor(rate * rivals + 1e-9)
    return float(np.mean((allowed + 1) / (rivals + 1)))


def macro(sizes: Sizes, values: Floats) -> float:
    """The mean of values (c,) over the classes that have an image.

    >>> from raredx.learning.metrics.sizes import example
    >>> macro(example(2, 6, 0), np.array([0.5, 1.0, 9.0]))
    0.75
    """
    return float(values[sizes.present].mean())


def weighted(sizes: Sizes, values: Floats) -> float:
    """The mean of values (c,), each class counting by its images.

    >>> from raredx.learning.metrics.sizes import example
    >>> weighted(example(2, 6), np.array([0.5, 1.0]))
    0.875
    """
    return float((sizes.shares * values).sum())
