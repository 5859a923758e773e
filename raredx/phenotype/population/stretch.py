"""How much more than by permuted labels alone areas vary by chance, where folds take turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from raredx.phenotype.population.out_of_fold import Fit, out_of_fold
from raredx.phenotype.population.people import Words, people_of
from raredx.phenotype.population.recognisable import SMALLEST, WORST, recognisable

FitOf = Callable[[Words], Fit]
"""Labels of all images (n,), to the fit that learns those."""


def measured(
    labels: Sequence[str],
    subjects: Sequence[str],
    fit_of: FitOf,
    *,
    conditions: Sequence[str],
    rounds: int = 3,
    folds: int = 5,
    seed: int = 0,
    smallest: int = SMALLEST,
) -> float:
    """Deal labels to people at random, fit and score anew, and see how far areas are from 0.5.

    Compared with how far they would be if nobody had taught what scored the others. Conditions are
    taken together, so a few rounds are enough where there are many; it is at least 1.
    Where nobody has people enough, it is the worst there is.

    Parameters
    ----------
    labels, subjects : sequence of str
        (n,)
    fit_of : callable
        Takes labels (n,), and returns what `out_of_fold` takes.
    conditions : sequence of str
        (c,): the columns of the scores.
    rounds : int
        How often everything is fitted anew.

    Examples
    --------
    >>> places = np.random.default_rng(0).normal(size=(60, 8))
    >>> def fit_of(labels):
    ...     def fit(rows):
    ...         means = [places[rows[labels[rows] == name]].mean(0) for name in "KNU"]
    ...         return lambda others: places[others] @ np.transpose(means)
    ...     return fit
    >>> names = [str(number) for number in range(60)]
    >>> round(measured("KNU" * 20, names, fit_of, conditions="KNU", rounds=20), 1)
    1.1
    """
    people = people_of(np.ones(len(labels)), labels, subjects, what="images")
    whose = np.searchsorted(people.subjects, np.asarray([*subjects], np.str_))  # (n,)
    rng = np.random.default_rng(seed)
    off = []
    for _ in range(rounds):
        dealt = rng.permutation(people.labels)[whose]  # (n,)
        scores = out_of_fold(dealt.tolist(), subjects, fit_of(dealt), folds=folds, seed=seed).scores
        found = recognisable(
            scores,
            conditions,
            dealt.tolist(),
            subjects,
            stretch=1,
            permutations=1,
            smallest=smallest,
        )
        both = found.people + found.others + 1
        alone = np.sqrt(both / (12.0 * found.people * np.maximum(found.others, 1)))  # (c,)
        off.append((found.auc - 0.5) / alone)
    known = np.array(off)[np.isfinite(off)]
    return max(1.0, float(np.sqrt(np.mean(known**2)))) if len(known) else WORST
