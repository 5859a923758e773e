"""Metrics of the order of images, one class against the rest: AUROC, precision, false alarms.

Every image is of one class, so all curves together need just this: for each image, how much of the
rest comes before it in the order of *its* class. That is one product of matrices, (d, n) by (n, n),
whatever the number of classes, and no order is ever sorted. Of equal scores each metric says what
scikit-learn says. Orders are over all folds of a repeat together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics import chance
from raredx.learning.metrics.prepared import Repeat
from raredx.learning.metrics.registry import metric
from raredx.learning.metrics.sizes import THIRDS, Sizes, Third

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

OfImages = Callable[[Repeat, Floats, Whole], Floats]
"""What k of the images are worth to their classes in d draws: (d, k)."""

_PIECE = 4_000_000  # comparisons at a time: 16 MB
RATES = (0.01, 0.05, 0.1)
"""False alarms, of the images of all other classes."""


def before(
    repeat: Repeat, weights: Floats, images: Whole, *, ties: float, own: bool = False
) -> Floats:
    """The weight that comes before some images in the order of their class: (d, k).

    Of other classes, or with `own` of the same; what scores the same counts by `ties`.

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> repeat = prepare(example(truth=(0, 0, 1, 1))).repeats[0]
    >>> before(repeat, np.ones((1, 4)), np.arange(4), ties=0.5).tolist()
    [[0.0, 1.0, 0.0, 1.0]]
    """
    drawn = weights.astype(np.float32)  # (d, n), whole numbers, so that every sum is exact
    found = np.empty((len(weights), len(images)))
    step = max(1, _PIECE // len(repeat.truth))
    for start in range(0, len(images), step):
        some = images[start : start + step]
        classes = repeat.truth[some]
        rest, mine = repeat.scores[:, classes], repeat.scores[some, classes]  # (n, k), (k,)
        ahead = (rest > mine) + np.float32(ties) * (rest == mine)  # (n, k)
        ahead *= (repeat.truth[:, None] == classes) == own
        found[:, start : start + step] = drawn @ ahead
    return found


def area(repeat: Repeat, weights: Floats, images: Whole) -> Floats:
    """The share of other classes that each image leaves behind, equals by half: (d, k).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> repeat = prepare(example(truth=(0, 0, 1, 1))).repeats[0]
    >>> area(repeat, np.ones((1, 4)), np.arange(4)).tolist()
    [[1.0, 0.5, 1.0, 0.5]]
    """
    return 1 - before(repeat, weights, images, ties=0.5) / _rivals(repeat, weights, images)


def precision(repeat: Repeat, weights: Floats, images: Whole) -> Floats:
    """Precision where the order is cut just below each image: (d, k).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> repeat = prepare(example(truth=(0, 0, 1, 1))).repeats[0]
    >>> precision(repeat, np.ones((1, 4)), np.arange(4)).round(2).tolist()
    [[1.0, 0.67, 1.0, 0.67]]
    """
    wrong = before(repeat, weights, images, ties=1.0)
    right = before(repeat, weights, images, ties=1.0, own=True)
    return np.asarray(right / np.maximum(right + wrong, 1))


def caught(rate: float) -> OfImages:
    """Whether each image comes in while false alarms are at most `rate`: (d, k).

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> repeat = prepare(example(truth=(0, 0, 1, 1))).repeats[0]
    >>> caught(0.1)(repeat, np.ones((1, 4)), np.arange(4)).tolist()
    [[1.0, 0.0, 1.0, 0.0]]
    """

    def of_images(repeat: Repeat, weights: Floats, images: Whole) -> Floats:
        wrong = before(repeat, weights, images, ties=1.0)
        return (wrong / _rivals(repeat, weights, images) <= rate).astype(np.float64)

    return of_images


def by_class(
    repeat: Repeat, weights: Floats, of_images: OfImages, *, third: Third | None = None
) -> Floats:
    """The mean over the images of each class: (d, c); NaN without an image of it or of others.

    >>> from raredx.learning.metrics.prepared import prepare
    >>> from raredx.learning.predictions import example
    >>> by_class(prepare(example()).repeats[0], np.ones((1, 4)), area).tolist()
    [[1.0, 1.0]]
    """
    images = np.flatnonzero(repeat.sizes.among(third)[repeat.truth])
    there = weights @ repeat.is_of  # (d, c)
    with np.errstate(invalid="ignore", divide="ignore"):
        worth = weights[:, images] * np.nan_to_num(of_images(repeat, weights, images))  # (d, k)
        known = (there > 0) & (there < weights.sum(1, keepdims=True))
        return np.where(known, worth @ repeat.is_of[images] / there, np.nan)


def _rivals(repeat: Repeat, weights: Floats, images: Whole) -> Floats:
    """The weight of other classes: (d, k)."""
    there = weights @ repeat.is_of
    return np.asarray((weights.sum(1, keepdims=True) - there)[:, repeat.truth[images]])


def _macro(of_images: OfImages, third: Third | None) -> Callable[[Repeat, Floats], Floats]:
    def macro(repeat: Repeat, weights: Floats) -> Floats:
        among = repeat.sizes.among(third)
        classes = by_class(repeat, weights, of_images, third=third)[:, among]
        known = ~np.isnan(classes)  # (d, c)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(known, classes, 0).sum(1) / known.sum(1))

    return macro


def _chance_of_precision(third: Third | None) -> Callable[[Sizes], float]:
    return lambda sizes: chance.average_precision(sizes, third)


def _chance_of_recall(rate: float) -> Callable[[Sizes], float]:
    return lambda sizes: chance.recall_at(sizes, rate)


for _third in (None, *THIRDS):
    _suffix, _where = (f"-{_third}", f"{_third} classes") if _third else ("", "macro")
    _whom = f"classes in the {_third} by training size" if _third else "all classes"
    metric(
        f"auroc{_suffix}",
        title=f"AUROC ({_where})",
        measures=(
            "How often an image of a class scores above one of another class,"
            f" over {_whom} on average"
        ),
        chance=lambda sizes: 0.5,
        percent=False,
        fewest_per_class=2,
        third=_third,
    )(_macro(area, _third))
    metric(
        f"average-precision{_suffix}",
        title=f"Average precision ({_where})",
        measures=f"The area under precision against recall, over {_whom} on average",
        chance=_chance_of_precision(_third),
        percent=False,
        interval="jackknife",
        fewest_per_class=2,
        third=_third,
    )(_macro(precision, _third))

for _rate in RATES:
    metric(
        f"recall-at-{_rate:g}",
        title=f"Recall at {_rate:.0%} false alarms",
        measures=(
            f"How much of a class is found while at most {_rate:.0%} of the others are taken for"
            " it, over all classes on average"
        ),
        chance=_chance_of_recall(_rate),
        fewest_images=round(2 / _rate),
        fewest_per_class=2,
    )(_macro(caught(_rate), None))
