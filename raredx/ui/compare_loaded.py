"""Experiments as a page has them: read once, each classifier and each board worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pyarrow.compute as pc
import streamlit as st

from raredx.learning.board import Board, board
from raredx.learning.compare.comparison import Comparison
from raredx.learning.compare.measures import Measure, measure_of
from raredx.learning.compare.verdict import verdict
from raredx.learning.experiment.store import Experiment
from raredx.learning.predictions import Predictions
from raredx.statistics.bootstrap import mean_interval
from raredx.statistics.estimate import Estimate

Stamp = tuple[str, ...]
Found = TypeVar("Found")
QUICK = ("top-1", "top-5", "top-10", "log-loss")
"""Metrics that cost hardly anything, and stand in every board of the page."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """Classifiers that stand beside each other."""

    experiments: tuple[Experiment, ...]
    names: tuple[str, ...]
    """Each as EXPERIMENT:CLASSIFIER."""
    part: str
    measure: str

    @property
    def by(self) -> Measure:
        """The measure itself."""
        return measure_of(self.measure)

    @property
    def short(self) -> dict[str, str]:
        """By name: as little of it as tells it from the others."""
        return short_names(self.names)

    def experiment(self, name: str) -> Experiment:
        """The one that a classifier is of."""
        return next(one for one in self.experiments if one.name == name.partition(":")[0])

    def said(self, name: str) -> Predictions:
        """What a classifier said of the part."""
        return _said(self.stamp(name), self.experiment(name), name.partition(":")[2], self.part)

    def board(self, metrics: Sequence[str]) -> Board:
        """All of them, the best first."""
        stamp = tuple(word for name in self.names for word in self.stamp(name))
        return _board(stamp, self.measure, tuple(metrics), self)

    def estimate(self, name: str) -> Estimate:
        """The measure of a classifier, with its interval over people."""
        found = self.board(QUICK).scores[name].each.get(self.measure)
        if found is not None and found.reported:
            return found.estimate
        return _estimate(self.stamp(name), self.measure, self.said(name))

    def sentence(self, pair: Comparison) -> str:
        """What can be said of two of them."""
        one, other = (self.short[name] for name in pair.names)
        return verdict(replace(pair, names=(one, other)))

    def show(self, value: float) -> str:
        """A value of the measure as it is printed."""
        return f"{self.by.words(value)}{' %' if self.by.scale == 100 else ''}"

    def stamp(self, name: str) -> Stamp:
        """What tells it from every other one, and from what it was before."""
        one = self.experiment(name)
        return (str(one.folder), one.record.created, str(one.record.seconds), name, self.part)

    def origins(self) -> dict[str, int]:
        """Images of the part by their origin."""
        table = self.experiments[0].table
        own = table.filter(pc.equal(table["part"], self.part)).select(["image_id", "origin"])
        every = own.group_by(["image_id", "origin"]).aggregate([])["origin"].to_pylist()
        return {origin: every.count(origin) for origin in sorted({*every})}


def kept(one: Experiment) -> Experiment:
    """An experiment with its table, which is read once."""
    return _kept(str(one.folder), one.record.created, one.record.seconds, one)


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Names without what all of them have in common.

    >>> short_names(["a:own / shape / ridge", "a:own / signs / ridge"])
    {'a:own / shape / ridge': 'shape', 'a:own / signs / ridge': 'signs'}
    >>> short_names(["a:own / shape / ridge"])
    {'a:own / shape / ridge': 'own / shape / ridge'}
    """
    split = {name: (name.partition(":")[0], *name.partition(":")[2].split(" / ")) for name in names}
    differing = [place for place in range(4) if len({keys[place] for keys in split.values()}) > 1]
    places = differing or [1, 2, 3]
    return {name: " / ".join(keys[place] for place in places) for name, keys in split.items()}


def per_classifier(
    compared: Compared, name: str, what: str, work: Callable[[Predictions], Found]
) -> Found:
    """What is worked out of one classifier, once; `what` is its name."""
    found: Found = _worked_out(compared.stamp(name), what, compared.said(name), work)
    return found


def by_fold(said: Predictions, measure: Measure) -> Mapping[tuple[int, int], float]:
    """The mean of a measure in each fold of each repeat.

    >>> from raredx.learning.predictions import example
    >>> by_fold(example(), measure_of("top-1"))
    {(0, 0): 0.75}
    """
    cells, own = np.unique(np.stack([said.repeat, said.fold]), axis=1, return_inverse=True)
    sums = np.bincount(own.ravel(), measure.values(said))  # (f,)
    means = sums / np.bincount(own.ravel())
    return {
        (int(repeat), int(fold)): float(mean)
        for (repeat, fold), mean in zip(cells.T, means, strict=True)
    }


@st.cache_resource(max_entries=6, show_spinner="Reading the experiment …")
def _kept(folder: str, created: str, seconds: float, _one: Experiment) -> Experiment:
    _one.table  # noqa: B018 - it is read here, and a fault is told here
    return _one


@st.cache_resource(max_entries=96, show_spinner="Working it out …")
def _worked_out(
    stamp: Stamp, what: str, _said: Predictions, _work: Callable[[Predictions], Any]
) -> Any:
    return _work(_said)


@st.cache_resource(max_entries=96, show_spinner=False)
def _said(stamp: Stamp, _experiment: Experiment, title: str, part: str) -> Predictions:
    return _experiment.predictions(title, part=part)


@st.cache_resource(max_entries=12, show_spinner="Comparing the classifiers …")
def _board(stamp: Stamp, measure: str, metrics: tuple[str, ...], _compared: Compared) -> Board:
    named = {name: _compared.said(name) for name in _compared.names}
    return board(named, measure=measure, metrics=metrics)


@st.cache_data(max_entries=96, show_spinner=False)
def _estimate(stamp: Stamp, measure: str, _said: Predictions) -> Estimate:
    each = [measure_of(measure).values(one) for one in _said.repeats()]
    first = next(_said.repeats())
    return mean_interval(np.mean(each, axis=0), first.subjects)
