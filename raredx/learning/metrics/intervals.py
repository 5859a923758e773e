"""How far other people would move a metric: Wilson's interval, the bootstrap, or the jackknife.

All of them count people. An image that comes twice in a draw shifts whatever is no plain mean:
for six images per class average precision goes up by 0.03, macro F1 down by 0.02. What was drawn
is therefore moved to the value, and intervals hold the truth 93 to 97 times in 100 where unmoved
percentiles of some metrics held it less than 90 times (60 to 300 people, 6 to 60 classes). Average
precision still varies too little in such draws, by a tenth; leaving people out one by one shows
how much it does vary.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics.figures import of_people
from raredx.learning.metrics.prepared import Prepared
from raredx.learning.metrics.registry import Metric
from raredx.statistics import bootstrap
from raredx.statistics.estimate import Estimate

Floats = npt.NDArray[Any]

_NOTHING = 1e-12  # between the largest and the smallest: they differ by rounding alone


@dataclass(frozen=True, kw_only=True, eq=False)
class Resampled:
    """Other samples of the same people, as weights of their n images."""

    drawn: npt.NDArray[Any]
    """(draws, n) with replacement."""
    without: npt.NDArray[np.bool_]
    """(g, n) each without one subject, or without a group of them where they are very many."""

    @staticmethod
    def of(prepared: Prepared, *, draws: int, seed: int) -> Resampled:
        """Draw so many samples, and leave subjects out in at most as many groups."""
        _, own = np.unique(prepared.subjects, return_inverse=True)
        groups = min(draws, prepared.people)
        group = np.random.default_rng(seed).permutation(prepared.people)[own] % groups  # (n,)
        return Resampled(
            drawn=bootstrap.weights(prepared.subjects, draws=draws, seed=seed),
            without=group != np.arange(groups)[:, None],
        )


def estimate(metric: Metric, prepared: Prepared, resampled: Resampled) -> Estimate:
    """The value of a metric with its 95 % interval; NaN for bounds that cannot be told.

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.metrics.registry import get_metric
    >>> from raredx.learning.predictions import example
    >>> prepared = prepare(example([[0.8, 0.2], [0.4, 0.6]] * 8, [0, 0, 1, 1] * 4))
    >>> resampled = Resampled.of(prepared, draws=1000, seed=0)
    >>> [round(x, 2) for x in estimate(get_metric("recall-macro"), prepared, resampled)]
    [0.5, 0.24, 0.8]
    """
    value = metric.value(prepared)
    if metric.interval == "wilson" and (prepared.independent or value in (0, 1)):
        return of_people(value, prepared.subjects)
    by_jackknife = metric.interval == "jackknife"
    found = metric.values(prepared, resampled.without if by_jackknife else resampled.drawn)
    found = found[~np.isnan(found)]
    if not len(found) or np.ptp(found) < _NOTHING:
        return Estimate(value, float("nan"), float("nan"))
    if by_jackknife:
        half = _half_width(found)
        low, high = value - half, value + half
    else:
        moved = found - found.mean() + value
        low, high = bootstrap.interval(moved, subjects=prepared.people)
    return Estimate(value, max(low, metric.low), min(high, metric.high))


def _half_width(found: Floats) -> float:
    """Student's t times the jackknife's standard error, from values without each group (g,)."""
    from scipy.stats import t

    error = sqrt((len(found) - 1) * found.var())
    return float(t.ppf(0.975, len(found) - 1) * error)
