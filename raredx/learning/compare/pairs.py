"""Two classifiers, or any two of several, compared by a measure of single images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

from raredx.learning.compare.comparison import Comparison
from raredx.learning.compare.measures import measure_of
from raredx.learning.compare.rows import in_common
from raredx.learning.compare.table import Table
from raredx.learning.predictions import Predictions
from raredx.statistics.bootstrap import DRAWS, LEVEL
from raredx.statistics.several import holm


def compare(
    one: Predictions,
    other: Predictions,
    *,
    names: tuple[str, str] = ("A", "B"),
    measure: str = "top-1",
    train: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Comparison:
    """Compare two classifiers on the same images; `compare_all` says how.

    Examples
    --------
    >>> from raredx.learning.predictions import example
    >>> poor = example([[0.3, 0.7], [0.4, 0.6], [0.6, 0.4], [0.7, 0.3]])
    >>> found = compare(example(), poor)
    >>> [value.value for value in found.values], found.chance, found.gain.estimate.value
    ([0.75, 0.25], 0.5, 0.5)
    >>> found.winner is None
    True
    """
    named = dict(zip(names, (one, other), strict=True))
    return compare_all(named, measure=measure, train=train, draws=draws, seed=seed)[0]


def compare_all(
    named: Mapping[str, Predictions],
    *,
    measure: str = "top-1",
    train: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> list[Comparison]:
    """Compare any two of several classifiers on the same images.

    Values and their differences are drawn over subjects, the same ones for all, after the repeats
    of each image are averaged: that says how far other people would move them, the classifiers
    staying the same. The corrected t-test takes the mean of each fold of each repeat, and allows
    for other training images too; where there are no folds McNemar's test decides, or the draws.

    Parameters
    ----------
    named : mapping of str to Predictions
        Two or more, of the same images, subjects, labels, classes and folds.
    measure : str
        top-1 or another number, log-loss, own-probability; see `measures.measure_of`.
    train : float, optional
        Real images that a fold was fitted on, on average. By itself it is counted as the images of
        the other folds, without the gallery, which makes the test a little more careful.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    list of Comparison
        Of all pairs in the order of the names; p-values are adjusted for their number by Holm.

    Raises
    ------
    UserError
        If the classifiers were not judged by the same rows.

    Examples
    --------
    >>> from raredx.learning.predictions import example
    >>> found = compare_all({"A": example(), "B": example(), "C": example()})
    >>> [pair.names for pair in found]
    [('A', 'B'), ('A', 'C'), ('B', 'C')]
    """
    table = Table.of(in_common(named), measure_of(measure), train=train, draws=draws, seed=seed)
    places = [*combinations(range(len(named)), 2)]
    found = [_pair(table, one, other, of=len(places)) for one, other in places]
    adjusted = holm([pair.p for pair in found])
    return [replace(pair, adjusted=float(p)) for pair, p in zip(found, adjusted, strict=True)]


def _pair(table: Table, one: int, other: int, *, of: int) -> Comparison:
    """Two of them, among so many pairs; the p-value is not adjusted yet."""
    names = [*table.rows.said]
    gain = table.gain(one, other)
    folds = table.over_folds(one, other)
    discordant = table.discordant(one, other)
    deciding = folds or discordant or gain
    return Comparison(
        names=(names[one], names[other]),
        measure=table.measure.name,
        values=(table.value(one), table.value(other)),
        chance=table.measure.chance(table.rows.classes),
        gain=gain,
        folds=folds,
        discordant=discordant,
        p=deciding.p,
        adjusted=deciding.p,
        pairs=of,
        shown=table.shown(one, other, gain, folds, level=LEVEL / of),
        images=len(table.images),
        subjects=len(table.people),
    )
