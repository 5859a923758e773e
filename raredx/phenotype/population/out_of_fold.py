"""Scores of people by what was fitted without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.cohorts.splits.deal import ALWAYS_TRAINED, deal
from raredx.errors import UserError
from raredx.phenotype.population.people import Floats, Whole, people_of

Score = Callable[[Whole], npt.ArrayLike]
"""Rows (m,) to score, to what each says for each of c conditions: (m, c)."""
Fit = Callable[[Whole], Score]
"""Rows (m,) to learn from, to what scores others."""


@dataclass(frozen=True, kw_only=True, eq=False)
class OutOfFold:
    """Scores (n, c) of which none was given by a model that had seen the person."""

    scores: Floats
    """(n, c); not a number where a condition's only person was always learned from."""
    fold: Whole
    """(n,): in which fold each image was scored, or -1."""


def out_of_fold(
    labels: Sequence[str], subjects: Sequence[str], fit: Fit, *, folds: int = 5, seed: int = 0
) -> OutOfFold:
    """Fit as often as there are folds, and score each fold by what was fitted on the others.

    Subjects are dealt to folds whole, those of each condition as evenly as can be; a condition's
    only person is learned from and never scored. The same people and seed give the same folds,
    whatever the order of the images.

    Parameters
    ----------
    labels, subjects : sequence of str
        (n,)
    fit : callable
        Takes the numbers of the images to learn from; returns what scores others by number.
        Whatever is fitted, the alignment and the shape space included, belongs inside.

    Examples
    --------
    >>> values = np.array([1.0, 1.1, 5.0, 5.1])
    >>> def fit(rows):
    ...     mean = values[rows].mean()
    ...     return lambda others: (values[others] - mean)[:, None]
    >>> out_of_fold("KKNN", "abcd", fit, folds=2).scores.round(2).tolist()
    [[-2.05], [-1.95], [1.95], [2.05]]
    """
    if folds < 2:
        raise UserError("One fold leaves nothing to learn from", remedy="Take 2 folds or more")
    people = people_of(np.ones(len(labels)), labels, subjects, what="images")
    dealt = deal(
        people.labels.tolist(),
        people.images.tolist(),
        folds=folds,
        rng=np.random.default_rng(seed),
    )
    fold = dealt[np.searchsorted(people.subjects, np.asarray([*subjects], np.str_))]  # (n,)
    parts: list[tuple[Whole, Floats]] = []
    for number in sorted({*fold.tolist()} - {ALWAYS_TRAINED}):
        held = np.flatnonzero(fold == number)
        score = fit(np.flatnonzero(fold != number))
        parts.append((held, _checked(score(held), len(held))))
    if not parts:
        raise UserError(
            "No condition has two people", remedy="Choose conditions with images of more people"
        )
    scores = np.full((len(fold), parts[0][1].shape[1]), np.nan)
    for held, found in parts:
        scores[held] = found
    return OutOfFold(scores=scores, fold=fold)


def _checked(scores: npt.ArrayLike, rows: int) -> Floats:
    found = np.asarray(scores, np.float64)
    if found.ndim != 2 or len(found) != rows:
        raise UserError(
            f"{rows} images were scored as an array of {found.shape}",
            remedy="Give images x conditions",
        )
    return found
