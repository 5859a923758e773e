"""Can a condition be told from a face at all? Each against all others, by scores out of fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.population.people import Floats, People, Whole, Words, people_of
from raredx.plain import Row, as_dict, rows_of
from raredx.statistics.areas import areas, areas_of, interval

YES, OPEN, FEW = "recognisable", "not shown to be", "too few"
"""Verdicts. There is no fourth: that a condition cannot be recognised is never shown this way."""

LEVEL = 0.05
SMALLEST = 5
"""People of a condition who are needed for a verdict."""
WORST = sqrt(2)
"""The stretch where folds take turns and nothing better is known."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Recognisable:
    """How well the people of c conditions are told from all others."""

    conditions: Words
    """(c,)"""
    people: Whole
    """(c,): of the condition, among those who are scored."""
    others: Whole
    """(c,): everybody else."""
    auc: Floats
    """(c,): how often somebody with the condition scores higher than somebody without; 0.5 is
    chance. Not a number where people are too few."""
    low: Floats
    """(c,): 95 % interval."""
    high: Floats
    """(c,)"""
    p: Floats
    """(c,): of labels permuted over people, one-sided: is the area above chance?"""
    q: Floats
    """(c,): the false discovery rate over the conditions that have people enough."""
    verdict: tuple[str, ...]
    """(c,)"""
    stretch: float
    """How much wider chance was taken to be, because people also taught what scored others."""
    permutations: int
    seed: int

    def as_dict(self) -> Row:
        """Everything, for JSON."""
        return as_dict(self)

    def table(self) -> list[Row]:
        """A row of each condition, the one that is told best first."""
        best = np.lexsort((self.conditions, -np.nan_to_num(self.auc, nan=-inf)))
        rows = rows_of(
            condition=self.conditions,
            verdict=self.verdict,
            auc=self.auc,
            low=self.low,
            high=self.high,
            p=self.p,
            q=self.q,
            people=self.people,
            others=self.others,
        )
        return [rows[place] for place in best]


def recognisable(
    scores: npt.ArrayLike,
    conditions: Sequence[str],
    labels: Sequence[str],
    subjects: Sequence[str],
    *,
    stretch: float = WORST,
    smallest: int = SMALLEST,
    permutations: int = 5000,
    seed: int = 0,
) -> Recognisable:
    """Test each condition against everybody else.

    Labels are permuted over people, and scores stay as they are. That is exact where whatever gives
    the scores was fitted on other people altogether: a `stretch` of 1. Where folds take turns,
    people also teach what scores the others, what two of them share by chance counts twice, and
    areas vary more, by a factor of up to the root of two. `stretch.measured` finds it, by fitting
    anew with permuted labels.

    Parameters
    ----------
    scores : array_like
        (n, c): what each image says for each condition, given by something that was fitted
        without that person. Rows that are no numbers are people who were never scored.
    conditions : sequence of str
        (c,): the columns.
    labels, subjects : sequence of str
        (n,): several images of one subject are averaged. Labels without a column are others.
    stretch : float
        How much wider than by permuted labels alone chance spreads the areas.
    smallest : int
        With fewer people a condition is not decided.

    Examples
    --------
    >>> scores = [[9, 0], [8, 1], [7, 2], [1, 1], [2, 1.5], [3, 0.5], [4, 4]]
    >>> found = recognisable(
    ...     scores, ["K", "N"], "KKKUUUN", "abcdefg", stretch=1, smallest=3
    ... )
    >>> found.auc.tolist(), found.verdict
    ([1.0, nan], ('recognisable', 'too few'))
    """
    if stretch < 1 or permutations < 1:
        raise UserError(
            "A stretch below 1, or no permutation at all, would find what is not there",
            remedy="Take a stretch of 1 to 1.5 and 1,000 permutations or more",
        )
    columns = np.asarray([*conditions], np.str_)
    people = _checked(people_of(scores, labels, subjects, what="scores"), columns)
    own = people.labels[:, None] == columns  # (n, c)
    sizes = own.sum(0)  # (c,)
    decided = (sizes >= smallest) & (sizes < len(people))
    if not np.isfinite(people.values[:, decided]).all():
        raise UserError("Some scores are no numbers", remedy="Leave those people out everywhere")
    ranks = _ranks(people.values[:, decided])  # (n, d)
    found = areas(ranks, own[:, decided])  # (d,)
    p = _chance(ranks, own[:, decided], stretch, permutations, seed)
    auc, low, high, p_all, q = np.full((5, len(columns)), np.nan)
    auc[decided], p_all[decided] = found, p
    low[decided], high[decided] = interval(found, sizes[decided], len(people) - sizes[decided])
    q[decided] = _discovered(p)
    return Recognisable(
        conditions=columns,
        people=sizes,
        others=len(people) - sizes,
        auc=auc,
        low=low,
        high=high,
        p=p_all,
        q=q,
        verdict=tuple(_verdict(value) for value in q),
        stretch=stretch,
        permutations=permutations,
        seed=seed,
    )


def _checked(people: People, columns: Words) -> People:
    if people.values.ndim != 2 or people.values.shape[1] != len(columns):
        raise UserError(
            f"Scores of {len(columns)} conditions have the shape {people.values.shape}",
            remedy="Give images x conditions",
        )
    if len(set(columns.tolist())) < len(columns):
        raise UserError("A condition has two columns of scores", remedy="Give each condition one")
    scored = people.take(np.asarray(~np.isnan(people.values).all(1)))
    if not len(scored):
        raise UserError("Nobody was scored", remedy="Choose conditions with images of more people")
    return scored


def _ranks(scores: Floats) -> Floats:
    """Ranks from 1 within each column (n, d); equal scores share theirs."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(scores, axis=0), np.float64)


def _chance(
    ranks: Floats, own: npt.NDArray[np.bool_], stretch: float, permutations: int, seed: int
) -> Floats:
    """How often areas are as large when the labels are permuted over people: (d,)."""
    people, columns = own.shape
    real = areas(ranks, own)
    column = own @ np.arange(columns)  # (n,): of each one's label
    whose = np.where(own.any(1), column, columns)
    rng = np.random.default_rng(seed)
    reached = np.zeros(columns)
    for _ in range(permutations):
        drawn = rng.permutation(whose)  # (n,)
        among = np.flatnonzero(drawn < columns)
        summed = np.bincount(drawn[among], ranks[among, drawn[among]], columns)
        drawn_area = areas_of(summed.astype(np.float64), own.sum(0), people)
        reached += 0.5 + stretch * (drawn_area - 0.5) >= real - 1e-12
    return np.asarray((1 + reached) / (1 + permutations))


def _discovered(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values."""
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p)) if len(p) else p


def _verdict(q: float) -> str:
    if np.isnan(q):
        return FEW
    return YES if q <= LEVEL else OPEN
