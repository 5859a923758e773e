"""Classes dealt into groups, so that each is judged by a network that was trained on the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from raredx.errors import UserError
from raredx.words import count


def deal_classes(labels: Sequence[str], *, folds: int = 5, seed: int) -> list[tuple[str, ...]]:
    """The classes to be judged in each fold; all others are its base.

    Parameters
    ----------
    labels : sequence of str
        Of images; every class comes in one fold.
    folds : int
        How many groups, as equal in size as can be.
    seed : int
        The same classes and seed are dealt alike.

    Examples
    --------
    >>> deal_classes("aabbccde", folds=2, seed=0)
    [('b', 'c', 'd'), ('a', 'e')]
    """
    names = np.unique(list(labels))
    if not 2 <= folds <= len(names):
        raise UserError(
            f"{count(len(names), 'class')} cannot be dealt into {count(folds, 'group')}",
            remedy="Take two groups or more, and no more than there are classes",
        )
    dealt = np.random.default_rng(seed).permutation(names)
    return [tuple(sorted(dealt[fold::folds].tolist())) for fold in range(folds)]
