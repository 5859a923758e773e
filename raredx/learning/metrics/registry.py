"""The metrics there are: what each measures, which way is better, and when it may be reported.

    @metric("brier", title="Brier score", measures="The squared ...", chance=lambda sizes: ...)
    def brier(repeat: Repeat, weights: Floats) -> Floats: ...

A function gives the metric of one repeat for d draws: weights (d, n) say how often each image is
drawn, ones for the plain value, and it gives (d,). Its module is named in `_MODULES`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from raredx.errors import NotFoundError
from raredx.learning.metrics.prepared import Prepared, Repeat
from raredx.learning.metrics.sizes import Sizes, Third
from raredx.words import count

Floats = npt.NDArray[Any]
Work = Callable[[Repeat, Floats], Floats]
Chance = Callable[[Sizes], float]
Method = Literal["wilson", "bootstrap", "jackknife"]

_MODULES = ("hits", "answers", "curves", "probabilities", "calibration")
_PIECE = 4_000_000  # weights at a time: 32 MB for each thing that is worked out of them

_metrics: dict[str, Metric] = {}


@dataclass(frozen=True, kw_only=True, eq=False)
class Metric:
    """One number about a classifier."""

    name: str
    title: str
    measures: str
    """One sentence."""
    higher_is_better: bool
    low: float
    high: float
    percent: bool
    """Whether it is printed in per cent."""
    interval: Method
    """Wilson's is for plain shares, where each image is of another subject and asked about once;
    else subjects are drawn anew. See `intervals`."""
    fewest_images: int
    fewest_per_class: float
    """Images that classes have on average."""
    fewest_classes: int
    third: Third | None
    """The classes by training size that it is about; None is all."""
    chance: Chance | None
    work: Work

    @property
    def best(self) -> float:
        """The value of a perfect classifier."""
        return self.high if self.higher_is_better else self.low

    def values(self, prepared: Prepared, weights: npt.ArrayLike) -> Floats:
        """The value under each of d sets of weights (d, n), over repeats on average: (d,).

        NaN where a draw leaves nothing to say.
        """
        drawn = np.asarray(weights)  # (d, n)
        step = max(1, _PIECE // len(prepared))
        found = np.empty(len(drawn))
        for start in range(0, len(drawn), step):
            piece = drawn[start : start + step].astype(np.float64)
            each = [self.work(repeat, piece) for repeat in prepared.repeats]
            found[start : start + step] = np.mean(each, axis=0)
        return found

    def value(self, prepared: Prepared) -> float:
        """The plain value.

        >>> from raredx.learning.metrics.prepared import prepare
        >>> from raredx.learning.predictions import example
        >>> get_metric("top-1").value(prepare(example()))
        0.75
        """
        return float(self.values(prepared, np.ones((1, len(prepared))))[0])

    def refusal(self, sizes: Sizes) -> str | None:
        """Why it is not reported for classes of these sizes; None if it is.

        >>> from raredx.learning.metrics.sizes import example
        >>> get_metric("ece").refusal(example(30, 60)), get_metric("ece").refusal(example(60, 60))
        ('90 images, and 100 are needed', None)
        """
        own = sizes.among(self.third)
        classes, images = int(own.sum()), int(sizes.scored[own].sum())
        place = f" in the {self.third}" if self.third else ""
        if self.third and classes < 2:
            return f"{count(classes, 'class')}{place}: training sizes differ too little for thirds"
        if classes < 2:
            return f"{count(classes, 'class')} with images, and 2 are needed"
        if len(sizes.scored) < self.fewest_classes:
            return f"{count(len(sizes.scored), 'class')}, and {self.fewest_classes} are needed"
        if images < self.fewest_images:
            return f"{count(images, 'image')}{place}, and {self.fewest_images} are needed"
        if images < self.fewest_per_class * classes:
            return (
                f"{images / classes:.1f} images per class{place},"
                f" and {self.fewest_per_class:g} are needed"
            )
        return None

    def show(self, value: float) -> str:
        """A value as it is printed.

        >>> get_metric("top-1").show(0.1234), get_metric("auroc").show(0.1234)
        ('12.3%', '0.123')
        """
        return f"{value:.1%}" if self.percent else f"{value:.3f}"


def metric(
    name: str,
    *,
    title: str,
    measures: str,
    chance: Chance | None,
    higher_is_better: bool = True,
    low: float = 0.0,
    high: float = 1.0,
    percent: bool = True,
    interval: Method = "bootstrap",
    fewest_images: int = 10,
    fewest_per_class: float = 0,
    fewest_classes: int = 2,
    third: Third | None = None,
) -> Callable[[Work], Work]:
    """Register the function below as a metric."""

    def register(work: Work) -> Work:
        if name in _metrics:
            raise ValueError(f"two metrics are called {name!r}")
        _metrics[name] = Metric(
            name=name,
            title=title,
            measures=measures,
            higher_is_better=higher_is_better,
            low=low,
            high=high,
            percent=percent,
            interval=interval,
            fewest_images=fewest_images,
            fewest_per_class=fewest_per_class,
            fewest_classes=fewest_classes,
            third=third,
            chance=chance,
            work=work,
        )
        return work

    return register


@cache
def all_metrics() -> dict[str, Metric]:
    """Every metric by name, in the order of a report.

    >>> list(all_metrics())[:3]
    ['top-1', 'top-3', 'top-5']
    """
    for module in _MODULES:
        importlib.import_module(f"raredx.learning.metrics.{module}")
    order = [f"{__package__}.{module}" for module in _MODULES]
    return {
        one.name: one
        for one in sorted(_metrics.values(), key=lambda one: order.index(one.work.__module__))
    }


def get_metric(name: str) -> Metric:
    """The metric of that name, or an error that lists the names there are."""
    if name not in all_metrics():
        raise NotFoundError(
            f"There is no metric {name!r}", remedy=f"Choose one of: {', '.join(all_metrics())}"
        )
    return all_metrics()[name]
