"""How right the bindings are, against cells that a person bound by hand without seeing them.

Precision: of the values that were bound, how many a reader finds too. Recall: of the values that a
reader finds, how many were bound. The intervals come from drawing whole cells anew (bootstrap), for
the values of one cell are right or wrong together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from raredx.evidence.performance.grammar import Binding

Stated = tuple[str, float]  # a metric and a value

_DRAWS = 2000
_SEED = 7
_DIGITS = 6


@dataclass(frozen=True)
class Score:
    """Precision and recall of bound values, each with a 95 % interval, and the counts behind."""

    cells: int
    bound: int
    by_hand: int
    right: int
    precision: float
    precision_low: float
    precision_high: float
    recall: float
    recall_low: float
    recall_high: float


def stated(bindings: Iterable[Binding]) -> list[Stated]:
    """The values that bindings state of metrics of quality; of a range, both ends.

    >>> from raredx.evidence.performance import parse
    >>> stated(parse("AUC 0.8-0.9, accuracy improved by 2%").bindings)
    [('AUC', 0.8), ('AUC', 0.9)]
    """
    found = []
    for binding in bindings:
        if binding.quality and binding.change is None:
            ends = [binding.low, binding.high] if binding.value is None else [binding.value]
            found += [(binding.metric, end) for end in ends if end is not None]
    return found


def score(bound: Mapping[int, Iterable[Stated]], by_hand: Mapping[int, Iterable[Stated]]) -> Score:
    """Compare bound values with those bound by hand, cell by cell (by the number of the row).

    A value that is stated twice counts twice. Every cell that was read by hand is compared, also
    one without any value; cells that were not read are left out.

    >>> read = {1: [("AUC", 0.9), ("Dice", 0.8)], 2: []}
    >>> result = score({1: [("AUC", 0.9)], 2: [("F1", 0.5)], 3: [("F1", 0.7)]}, read)
    >>> result.right, result.precision, result.recall
    (1, 0.5, 0.5)
    """
    counts = np.array([_counts(bound.get(row, ()), by_hand[row]) for row in sorted(by_hand)])
    counts = counts.reshape(-1, 3)  # (cells, 3): bound, by hand, right
    total = counts.sum(axis=0)
    drawn = np.random.default_rng(_SEED).integers(len(counts), size=(_DRAWS, len(counts)))
    sums = counts[drawn].sum(axis=1)  # (draws, 3)
    precision_low, precision_high = _interval(sums[:, 2], sums[:, 0])
    recall_low, recall_high = _interval(sums[:, 2], sums[:, 1])
    return Score(
        cells=len(counts),
        bound=int(total[0]),
        by_hand=int(total[1]),
        right=int(total[2]),
        precision=float(total[2] / max(total[0], 1)),
        precision_low=precision_low,
        precision_high=precision_high,
        recall=float(total[2] / max(total[1], 1)),
        recall_low=recall_low,
        recall_high=recall_high,
    )


def _counts(bound: Iterable[Stated], by_hand: Iterable[Stated]) -> tuple[int, int, int]:
    first, second = (
        Counter((metric, round(value, _DIGITS)) for metric, value in side)
        for side in (bound, by_hand)
    )
    return first.total(), second.total(), (first & second).total()


def _interval(right: np.ndarray, of: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(right / np.maximum(of, 1), (0.025, 0.975))
    return float(low), float(high)
