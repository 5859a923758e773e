"""Training subjects left out in turn, to choose by what no outsider is needed for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.calibration import fit_temperature
from raredx.learning.heads.rows import Rows

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

FOLDS = 5
FEWEST_JUDGED = 20
"""Images held out, below which nothing is chosen by them."""
_ALWAYS_IN = -1


def inner_folds(rows: Rows, *, seed: int, folds: int = FOLDS) -> Whole:
    """The fold in which each row is held out: (n,), -1 for never.

    A subject is held out as a whole, and only where another one stands for the class. A subject
    with images of several classes stays in training.

    >>> rows = Rows.of(np.eye(5), "aaabb", "11233", classes="ab")
    >>> inner_folds(rows, seed=0, folds=2).tolist()
    [0, 0, 1, -1, -1]
    """
    subjects, own = np.unique(np.stack([rows.people, rows.own]), axis=1)  # pairs there are
    alone = np.bincount(subjects)[subjects] == 1
    stands = np.bincount(own)[own] > 1
    subjects, own = subjects[alone & stands], own[alone & stands]
    dealt = np.random.default_rng(seed).permutation(len(own))
    dealt = dealt[np.argsort(own[dealt], kind="stable")]  # class by class, at random within
    fold_of = np.full(rows.people.max() + 1, _ALWAYS_IN)
    fold_of[subjects[dealt]] = np.arange(len(dealt)) % folds
    return np.asarray(fold_of[rows.people])


def sharpness(
    rows: Rows, answer: Callable[[Mask, Mask], Floats], *, seed: int, otherwise: float
) -> Floats:
    """What logits are to be multiplied by, so that those of held-out subjects are as sure as right.

    Parameters
    ----------
    answer : callable
        `answer(inside, outside)`: logits (outside, t) of a head that was fitted on the others.
    otherwise : float
        What it is where too few rows can be held out.

    Examples
    --------
    >>> rows = Rows.of(np.eye(40), "ab" * 20, [*map(str, range(40))], classes="ab")
    >>> hardly = np.array([[0.1, 0.0], [0.0, 0.1]])  # right, but all too shyly
    >>> found = sharpness(rows, lambda _, out: hardly[rows.own[out]], seed=0, otherwise=1.0)
    >>> round(float(found), -1)
    40.0
    """
    folds = inner_folds(rows, seed=seed)
    judged = folds != _ALWAYS_IN
    if judged.sum() < FEWEST_JUDGED:
        return np.array(otherwise)
    found = np.zeros((len(folds), len(rows.trained)))  # (n, t)
    for fold in range(FOLDS):
        outside = folds == fold
        if outside.any():
            found[outside] = answer(~outside, outside)
    fitted = fit_temperature(found[judged], rows.own[judged], fewest=FEWEST_JUDGED)
    return np.array(1 / fitted.value)
