"""How often the true class is among the first few."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics import chance
from raredx.learning.metrics.prepared import Repeat
from raredx.learning.metrics.registry import metric

Floats = npt.NDArray[Any]


def top(repeat: Repeat, weights: Floats, k: int) -> Floats:
    """The share of images whose true class is among the first k: (d,).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> top(prepare(example()).repeats[0], np.array([[1, 1, 1, 1], [0, 3, 0, 1]]), 1).tolist()
    [0.75, 0.25]
    """
    return mean(repeat.ranks < k, weights)


def mean(values: Floats, weights: Floats) -> Floats:
    """The mean of values (n,) under each set of weights (d, n): (d,).

    >>> mean(np.array([1.0, 4.0]), np.array([[1, 1], [2, 0]])).tolist()
    [2.5, 1.0]
    """
    return np.asarray((weights @ values) / weights.sum(1))


def _register(k: int) -> None:
    place = "comes first" if k == 1 else f"is among the first {k}"

    @metric(
        f"top-{k}",
        title=f"Top-{k}",
        measures=f"How often the true class {place}",
        chance=lambda sizes: chance.top(sizes, k),
        interval="wilson",
        fewest_classes=k + 1,
    )
    def within(repeat: Repeat, weights: Floats) -> Floats:
        return top(repeat, weights, k)


for _k in (1, 3, 5, 10, 30):
    _register(_k)
