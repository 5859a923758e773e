"""Folds: the groups of each condition dealt out evenly, the larger ones first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ALWAYS_TRAINED = -1
"""The fold of a condition's only group: it is in the training part of every fold."""

DEALS = 10


def deal(
    labels: Sequence[str], sizes: Sequence[int], *, folds: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """The fold of each group.

    Of every condition each fold gets as many groups as any other, or one more. Within that, groups
    with many images go where the condition, then the whole fold, has fewest so far; of `DEALS` such
    deals the most even one is taken. A condition with fewer groups than folds is validated in as
    many folds as it has groups; one with a single group in none.

    >>> from numpy.random import default_rng
    >>> deal(["K", "K", "N", "N", "S"], [1, 1, 3, 2, 9], folds=2, rng=default_rng(0)).tolist()
    [1, 0, 0, 1, -1]
    """
    deals = [_once(labels, sizes, folds, rng) for _ in range(DEALS)]
    return min(deals, key=lambda dealt: unevenness(labels, sizes, dealt, folds=folds))


def unevenness(
    labels: Sequence[str], sizes: Sequence[int], dealt: NDArray[np.int64], *, folds: int
) -> float:
    """How far images are from even: squared distances from the mean, of each condition and of all.

    >>> unevenness(["K", "K"], [1, 3], np.array([0, 1]), folds=2)
    4.0
    """
    counts: dict[str, NDArray[np.float64]] = {}
    for label, size, fold in zip(labels, sizes, dealt, strict=True):
        if fold != ALWAYS_TRAINED:
            counts.setdefault(label, np.zeros(folds))[fold] += size
    table = np.array(
        [*counts.values(), sum(counts.values(), np.zeros(folds))]
    )  # (labels + 1, folds)
    return float(((table - table.mean(axis=1, keepdims=True)) ** 2).sum())


def _once(
    labels: Sequence[str], sizes: Sequence[int], folds: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    dealt = np.full(len(labels), ALWAYS_TRAINED)
    filled = np.zeros(folds)  # images in each fold so far
    for members in _by_label(labels, sizes, rng):
        if len(members) == 1:
            continue
        own = np.zeros(folds)  # images of this condition in each fold
        for first in range(0, len(members), folds):
            free = rng.permutation(folds)
            for group in members[first : first + folds]:
                best = free[np.lexsort((filled[free], own[free]))[0]]
                free = free[free != best]
                dealt[group] = best
                own[best] += sizes[group]
                filled[best] += sizes[group]
    return dealt


def _by_label(
    labels: Sequence[str], sizes: Sequence[int], rng: np.random.Generator
) -> list[list[int]]:
    """Each condition's groups, the larger first, equals at random; the largest condition first."""
    members: dict[str, list[int]] = {}
    for group in rng.permutation(len(labels)):
        members.setdefault(labels[group], []).append(int(group))
    ordered = [sorted(some, key=lambda group: -sizes[group]) for some in members.values()]
    return sorted(ordered, key=len, reverse=True)
