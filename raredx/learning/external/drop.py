"""How much is lost between a model's own validation and people elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, isnan
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from raredx.learning.metrics import Score, score
from raredx.learning.predictions import Predictions
from raredx.statistics.estimate import Estimate


class Drop(BaseModel):
    """A metric in both places, by the conditions that both have."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    metric: str
    title: str
    own: tuple[float | None, float | None, float | None]
    """In its own validation, with the interval."""
    there: tuple[float | None, float | None, float | None]
    drop: tuple[float | None, float | None, float | None]
    """How much worse it is there, whichever way the metric counts, with the interval."""
    says: str


def drops(own: Predictions, there: Predictions, names: Sequence[str]) -> tuple[Drop, ...]:
    """How much worse each metric is there than in a model's own validation.

    Only images of conditions that are asked for in both places count, so that like is compared
    with like; which condition comes how often may still differ, which macro metrics leave out.
    """
    shared = {*_asked(own)} & {*_asked(there)}
    both = [_only(said, shared) for said in (own, there)]
    if not all(map(len, both)):
        return ()
    ours, theirs = (score(said, names=names) for said in both)
    return tuple(_drop(ours[name], theirs[name]) for name in names)


def apart(own: Estimate, there: Estimate) -> Estimate:
    """The first less the second, of different people, with its interval.

    Newcombe's square-and-add: how far either value may be from the truth, by its own interval over
    its own subjects, adds up as sides of a right triangle do. Of hits, 450 people here and 30 to
    150 there, it holds the truth 93 to 97 times in 100; percentiles of both drawn anew do so only
    87 times where 30 people have a rate of 5 %.

    >>> found = apart(Estimate(0.30, 0.26, 0.34), Estimate(0.05, 0.01, 0.16))
    >>> [round(x, 3) for x in found]
    [0.25, 0.133, 0.307]
    """
    return Estimate(
        own.value - there.value,
        own.value - there.value - hypot(own.value - own.low, there.high - there.value),
        own.value - there.value + hypot(own.high - own.value, there.value - there.low),
    )


def _drop(own: Score, there: Score) -> Drop:
    metric = own.metric
    sign = 1 if metric.higher_is_better else -1
    found = apart(own.estimate, there.estimate)
    low, high = (found.low, found.high) if sign > 0 else (-found.high, -found.low)
    lost = Estimate(sign * found.value, low, high)
    return Drop(
        metric=metric.name,
        title=metric.title,
        own=_known(own.estimate),
        there=_known(there.estimate),
        drop=_known(lost),
        says=_says(own, there, lost),
    )


def _says(own: Score, there: Score, lost: Estimate) -> str:
    metric = own.metric
    if missing := own.note or there.note:
        return f"{metric.title}: the loss is not known ({missing})."
    sign = -1 if lost.value < 0 else 1
    ends = sorted((sign * lost.low, sign * lost.high))
    scale, digits = (100, 1) if metric.percent else (1, 3)
    value, low, high = (f"{scale * one:.{digits}f}" for one in (abs(lost.value), *ends))
    return (
        f"{metric.title} is {metric.show(own.estimate.value)} in its own validation and"
        f" {metric.show(there.estimate.value)} there: a {'gain' if sign < 0 else 'loss'} of"
        f" {value}{' points' if metric.percent else ''} (95 % CI {low} to {high};"
        f" {own.subjects:,} and {there.subjects:,} people)"
        f"{', which is not decisive' if lost.low <= 0 <= lost.high else ''}."
    )


def _asked(said: Predictions) -> list[str]:
    return [said.classes[place] for place in np.unique(said.truth)]


def _only(said: Predictions, names: set[str]) -> Predictions:
    places = [place for place, name in enumerate(said.classes) if name in names]
    return said.take(np.isin(said.truth, places))


def _known(found: Estimate) -> Any:
    return tuple(None if isnan(one) else one for one in found)
