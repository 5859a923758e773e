"""How much more alike pairs of one condition are than pairs of two: a likeness and its control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError

_DRAWS = 2_000
_SIDES = (2.5, 97.5)
Table = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Gap:
    """The mean likeness of pairs of the same condition, beside that of pairs of different ones.

    Intervals are 95 %, by drawing conditions anew; None where a single condition has pairs.
    """

    own: float
    other: float
    gap: float
    """own - other. Higher is better; chance is 0."""
    interval: tuple[float, float] | None
    auc: float
    """How often a report is more like one of its own condition than one of another; chance 0.5."""
    auc_interval: tuple[float, float] | None
    own_pairs: int
    other_pairs: int
    conditions: int
    """Conditions that have pairs of their own."""

    @property
    def sentence(self) -> str:
        """The result in a sentence."""
        beside = f"{self.own:.2f} within a condition, {self.other:.2f} between conditions"
        if self.interval is None:
            return f"{beside}: a gap of {self.gap:+.2f} from one condition alone, not decisive"
        low, high = self.interval
        verdict = "" if low > 0 or high < 0 else ", not decisive"
        return f"{beside}: a gap of {self.gap:+.2f} (95 % CI {low:+.2f} to {high:+.2f}){verdict}"

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return {**vars(self), "sentence": self.sentence}


def gap(
    alike: Table,
    lefts: Sequence[str],
    rights: Sequence[str],
    *,
    comparable: npt.NDArray[np.bool_] | None = None,
    seed: int = 0,
) -> Gap:
    """The gap between pairs of the same condition and pairs of different ones.

    Parameters
    ----------
    alike : array of shape (lefts, rights)
        How alike each pair is; any scale, higher is more alike.
    lefts, rights : sequence of str
        The condition of each row and of each column.
    comparable : array of bool of the same shape, optional
        The pairs that count: not a thing with itself, nor two of the same person. All, if left out.
    seed : int
        Of the draws for the intervals.

    Raises
    ------
    UserError
        If there is no pair of the same condition, or none of different ones to hold against it.

    Examples
    --------
    >>> alike = np.array([[0.9, 0.7], [0.7, 0.8]])  # rows and columns of conditions A, B
    >>> found = gap(alike, ["A", "B"], ["A", "B"])
    >>> round(found.own, 2), round(found.other, 2), found.auc
    (0.85, 0.7, 1.0)
    """
    names = sorted({*lefts, *rights})
    place = {name: at for at, name in enumerate(names)}
    rows = np.array([place[name] for name in lefts])  # (lefts,)
    columns = np.array([place[name] for name in rights])  # (rights,)
    counts = np.ones(alike.shape, bool) if comparable is None else comparable  # (lefts, rights)
    same = rows[:, None] == columns  # (lefts, rights)
    own, other = counts & same, counts & ~same
    if not own.any() or not other.any():
        what = "the same condition" if not own.any() else "different conditions"
        raise UserError(
            f"There are no two reports of {what}",
            remedy="Give reports of two conditions or more, of two people each: a likeness without"
            " its control says nothing",
        )
    sums, pairs = (np.zeros((len(names), len(names))) for _ in range(2))  # (conditions, conditions)
    at = rows[:, None].repeat(len(columns), 1), columns[None].repeat(len(rows), 0)
    np.add.at(sums, at, np.where(counts, alike, 0.0))
    np.add.at(pairs, at, counts)
    wins, judged = _wins(alike, own, other)  # (lefts,), (lefts,)
    by_condition = np.eye(len(names))[rows]  # (lefts, conditions)
    won, of = wins @ by_condition, judged @ by_condition  # (conditions,), (conditions,)
    once = np.ones((1, len(names)))
    with_own = int(np.count_nonzero(np.diag(pairs)))
    draws = np.random.default_rng(seed).multinomial(
        len(names), np.full(len(names), 1 / len(names)), _DRAWS
    )
    weights = draws.astype(np.float64)  # (draws, conditions)
    found, drawn = _means(once, sums, pairs, won, of), _means(weights, sums, pairs, won, of)
    return Gap(
        own=float(found[0][0]),
        other=float(found[1][0]),
        gap=float(found[0][0] - found[1][0]),
        interval=_interval(drawn[0] - drawn[1]) if with_own > 1 else None,
        auc=float(found[2][0]),
        auc_interval=_interval(drawn[2]) if with_own > 1 else None,
        own_pairs=int(own.sum()),
        other_pairs=int(other.sum()),
        conditions=with_own,
    )


def _wins(
    alike: Table, own: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]
) -> tuple[Table, Table]:
    """For each row, how often an own pair beats another, and whether the row has both."""
    wins, judged = np.zeros(len(alike)), np.zeros(len(alike))
    for at in np.flatnonzero(own.any(1) & other.any(1)):
        ours, theirs = alike[at, own[at]], np.sort(alike[at, other[at]])
        below = np.searchsorted(theirs, ours, "left") + np.searchsorted(theirs, ours, "right")
        wins[at], judged[at] = below.mean() / 2 / len(theirs), 1
    return wins, judged


def _means(
    weights: Table, sums: Table, pairs: Table, won: Table, of: Table
) -> tuple[Table, Table, Table]:
    """Own mean, other mean and AUC, for each row of weights of the conditions."""
    apart = 1 - np.eye(len(sums))  # (conditions, conditions)

    def between(table: Table) -> Table:
        return np.asarray(((weights @ (table * apart)) * weights).sum(1))  # (draws,)

    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            weights @ np.diag(sums) / (weights @ np.diag(pairs)),
            between(sums) / between(pairs),
            weights @ won / (weights @ of),
        )


def _interval(drawn: Table) -> tuple[float, float]:
    """The middle 95 % of the draws that have pairs of both kinds."""
    low, high = np.percentile(drawn[np.isfinite(drawn)], _SIDES)
    return float(low), float(high)
