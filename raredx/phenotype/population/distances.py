"""How far apart conditions are, and not how few people were seen of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.population.ordering import leaf_order
from raredx.phenotype.population.people import Floats, People, Whole, Words, people_of
from raredx.phenotype.population.spread import Spread
from raredx.plain import Row, as_dict, rows_of

SMALLEST = 2
"""People of a condition whose own spread can be told; others borrow that of all."""

CONDITIONS = 3
"""That have so many: a pair is measured by the spread of the others."""

_AT_ONCE = 25  # vectors: larger products are shared among cores, and busy cores keep others waiting


@dataclass(frozen=True, kw_only=True, eq=False)
class Distances:
    """Squared distances between the means of c conditions, in units of people's own spread."""

    conditions: Words
    """(c,): in the order of their names."""
    people: Whole
    """(c,)"""
    borrowed: npt.NDArray[np.bool_]
    """(c,): of one person only, whose spread is taken to be that of all conditions."""
    squared: Floats
    """(c, c): unbiased, so that two samples of one condition are 0 apart on average; some are
    below 0, which means no more than 0."""
    low: Floats
    """(c, c): 95 % interval, from people drawn anew within each condition; the unit stays."""
    high: Floats
    """(c, c)"""
    naive: Floats
    """(c, c): what the means alone say; too far, and the further the fewer people there are."""
    order: Whole
    """(c,): conditions so that what is alike stands side by side."""
    draws: int
    seed: int

    @property
    def apart(self) -> Floats:
        """Distances to draw, (c, c): the root, and 0 where the square is below 0."""
        return np.asarray(np.sqrt(np.maximum(self.squared, 0)))

    def as_dict(self) -> Row:
        """Everything, for JSON."""
        return as_dict(self)

    def table(self) -> list[Row]:
        """A row of each pair."""
        one, two = np.triu_indices(len(self.conditions), 1)
        return rows_of(
            condition=self.conditions[one],
            other=self.conditions[two],
            people=self.people[one],
            people_other=self.people[two],
            borrowed=self.borrowed[one] | self.borrowed[two],
            squared=self.squared[one, two],
            low=self.low[one, two],
            high=self.high[one, two],
            naive=self.naive[one, two],
        )


def distances(
    scores: npt.ArrayLike,
    labels: Sequence[str],
    subjects: Sequence[str],
    *,
    draws: int = 500,
    seed: int = 0,
) -> Distances:
    """Distances between the means of conditions, with what chance adds taken off.

    A pair is measured in units of the spread within all *other* conditions (Ledoit and Wolf's
    shrinkage), so that its own people cannot set their own scale: then the mean over pairs of
    people, which is the squared distance of the means less what their spread adds, has no bias.
    An inverse of an estimate is too large; so that units are standard deviations, the whole matrix
    is divided by the squared length that people's own deviations have in it.

    Parameters
    ----------
    scores : array_like
        (n, k): where each image lies in a space of shapes or features whose axes are of similar
        length, as after whitening.
    labels, subjects : sequence of str
        (n,): several images of one subject are averaged.
    draws : int
        For the intervals.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> labels = np.repeat(["Apert", "Kabuki", "Kabuki too", "Noonan"], 10)
    >>> scores = rng.normal(size=(40, 3)) + 9 * (labels == "Apert")[:, None]
    >>> found = distances(scores, labels, [str(number) for number in range(40)])
    >>> found.squared.round()[1].tolist(), found.naive.round(1)[1, 2:].tolist()
    ([231.0, 0.0, -1.0, -0.0], [0.2, 0.3])
    """
    people = _checked(people_of(scores, labels, subjects, what="scores"))
    names, own, sizes = np.unique(people.labels, return_inverse=True, return_counts=True)
    if (sizes >= SMALLEST).sum() < CONDITIONS:
        raise UserError(
            f"Distances need {CONDITIONS} conditions with {SMALLEST} people or more",
            remedy="Choose more conditions: the others give the unit of measure for a pair",
        )
    spread = Spread.of(people.values, own)
    means = np.stack([people.values[own == number].mean(0) for number in range(len(names))])
    rng = np.random.default_rng(seed)
    redrawn = _redrawn(
        people.values - means[own], means, own, draws=draws, rng=rng
    )  # (c, draws, k)
    noise = np.stack([spread.own(c) / sizes[c] for c in range(len(names))])  # (c, k, k)
    squared, low, high, naive = np.zeros((4, len(names), len(names)))
    strayed, free = 0.0, 0
    for one in range(len(names) - 1):
        rest = slice(one + 1, None)  # r conditions
        units = spread.units(one, rest)  # (r, k, k)
        strayed += float((units * (spread.scatter[one] + spread.scatter[rest])).sum())
        free += int((spread.free[one] + spread.free[rest]).sum())
        chance = ((noise[one] + noise[rest]) * units).sum((1, 2))  # (r,)
        seen = _squared((means[rest] - means[one])[:, None], units)[:, 0]  # (r,)
        drawn = _squared(redrawn[rest] - redrawn[one], units) - 2 * chance[:, None]  # (r, draws)
        naive[one, rest], squared[one, rest] = seen, seen - chance
        low[one, rest], high[one, rest] = np.percentile(drawn, [2.5, 97.5], axis=1)
    unit = strayed / free  # squared length of a person's deviation, at k degrees of freedom
    alone = sizes < SMALLEST
    for matrix, times in ((squared, 1), (low, 2), (high, 2)):  # half of them is filled
        matrix -= times * unit * np.triu(alone[:, None] + 1.0 * alone, 1)
    squared, low, high, naive = (
        (half + half.T) * means.shape[1] / unit for half in (squared, low, high, naive)
    )
    return Distances(
        conditions=names,
        people=sizes,
        borrowed=alone,
        squared=squared,
        low=low,
        high=high,
        naive=naive,
        order=leaf_order(np.sqrt(np.maximum(squared, 0))),
        draws=draws,
        seed=seed,
    )


def _checked(people: People) -> People:
    if people.values.ndim != 2:
        raise UserError(
            f"Scores are an array of {people.values.ndim} dimensions",
            remedy="Give images x components",
        )
    if np.isnan(people.values).any():
        raise UserError("Some scores are no numbers", remedy="Leave those images out")
    return people


def _redrawn(
    away: Floats, means: Floats, own: Whole, *, draws: int, rng: np.random.Generator
) -> Floats:
    """Means (c, k) of conditions from whose people, (n, k) away, some are drawn: (c, draws, k).

    Deviations are stretched, because those of few people from their own mean are too short. A
    condition of one person has none, and borrows those of all others.
    """
    sizes = np.bincount(own)  # (c,)
    stretch = np.sqrt(sizes / np.maximum(sizes - 1, 1))  # (c,)
    longer = away * stretch[own][:, None]  # (n, k)
    found = []
    for number, size in enumerate(sizes):
        pool = longer[own == number] if size >= SMALLEST else longer[sizes[own] >= SMALLEST]
        times = rng.multinomial(size, np.full(len(pool), 1 / len(pool)), draws)  # (draws, pool)
        found.append(means[number] + times @ pool / size)
    return np.stack(found)


def _squared(apart: Floats, units: Floats) -> Floats:
    """Squared lengths of vectors (r, m, k), each r in a metric of its own (r, k, k): (r, m)."""
    pieces = np.array_split(apart, -(-apart.shape[1] // _AT_ONCE), axis=1)
    return np.concatenate([((some @ units) * some).sum(-1) for some in pieces], axis=1)
