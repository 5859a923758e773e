"""How far the pictures of another place lie from those that a model learned from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from raredx.learning.heads.space import Scale

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

MOST = 1_500
"""People of a place that are looked at: of more, as many are drawn."""


class Shift(BaseModel):
    """The distance of two sets of pictures, beside what dealing their people anew gives."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    distance: float
    """Maximum mean discrepancy."""
    by_chance: float
    """Of people dealt to the places anew, within each condition, on average."""
    p: float
    """How often chance gives as much."""
    people: tuple[int, int]
    """Learned from, and there; an image of each."""
    says: str


def shift(
    features: tuple[Floats, Floats],
    classes: tuple[Whole, Whole],
    people: tuple[Sequence[Any], Sequence[Any]],
    *,
    permutations: int,
    seed: int,
) -> Shift | None:
    """Maximum mean discrepancy between the features of two places, tested over people.

    The kernel is a Gaussian as wide as the median distance of two images, on features that are
    standardised by the first place. Of each person one image counts, and people change places
    within their condition: that one place has some conditions more often is therefore no shift.

    Parameters
    ----------
    features : tuple of arrays
        (n, w) that were learned from, and (m, w) there; finite numbers.
    classes, people : tuple of array-likes
        (n,) and (m,): what and whom each image shows. Only what both show counts.

    Returns
    -------
    Shift, optional
        None if no condition has images in both places.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> here, near, far = (rng.normal(mean, 1, (60, 4)) for mean in (0, 0, 1))
    >>> known = (np.zeros(60, int),) * 2, (range(60),) * 2
    >>> shift((here, near), *known, permutations=199, seed=0).p > 0.05
    True
    >>> shift((here, far), *known, permutations=199, seed=0).p
    0.005
    """
    rng = np.random.default_rng(seed)
    shared = np.intersect1d(*classes)
    if not len(shared):
        return None
    rows = [
        _one_each(np.flatnonzero(np.isin(classes[side], shared)), people[side], rng)
        for side in (0, 1)
    ]
    own = np.concatenate([classes[side][rows[side]] for side in (0, 1)])  # (n + m,)
    there = np.arange(len(own)) >= len(rows[0])  # (n + m,)
    scale = Scale.fit(features[0][rows[0]], "standardise")
    points = np.concatenate([scale.place(features[side][rows[side]]) for side in (0, 1)])
    kernel = _kernel(points)  # (n + m, n + m)
    found = _discrepancy(kernel, there[None])[0]
    drawn = _discrepancy(kernel, _dealt(there, own, rng, times=permutations))  # (d,)
    p = float((1 + (drawn >= found).sum()) / (1 + permutations))
    distance, by_chance = float(np.sqrt(found)), float(np.sqrt(drawn).mean())
    counted = len(rows[0]), len(rows[1])
    return Shift(
        distance=distance,
        by_chance=by_chance,
        p=p,
        people=counted,
        says=_says(distance, by_chance, p, counted),
    )


def _says(found: float, by_chance: float, p: float, people: tuple[int, int]) -> str:
    far = f"they lie {found / by_chance:.1f} x as far apart as chance would have it"
    beside = f"p = {p:.2g}; {people[0]:,} and {people[1]:,} people"
    what = "from those that the model learned from"
    if p > 0.05:
        return f"Its pictures are not shown to differ {what}: {far} ({beside})."
    return f"Its pictures differ {what}: {far} ({beside})."


def _one_each(rows: Whole, people: Sequence[Any], rng: np.random.Generator) -> Whole:
    """One of the images of each person, so that all who change places weigh the same."""
    dealt = rng.permutation(rows)
    _, first = np.unique([str(people[row]) for row in dealt], return_index=True)
    chosen = dealt[first]
    return np.sort(chosen if len(chosen) <= MOST else rng.choice(chosen, MOST, replace=False))


def _kernel(points: Floats) -> Floats:
    """How alike any two points (n, w) are, from 0 to 1: (n, n)."""
    lengths = (points**2).sum(1)
    squares = np.maximum(lengths[:, None] + lengths - 2 * points @ points.T, 0)  # (n, n)
    width = np.median(squares[np.triu_indices(len(squares), 1)])
    return np.asarray(np.exp(-squares / max(2 * width, 1e-12)))


def _dealt(there: Any, classes: Whole, rng: np.random.Generator, *, times: int) -> Any:
    """People (s,) dealt to places anew within their classes, so many times: (d, s)."""
    by_class = np.argsort(classes, kind="stable")
    _, rank = np.unique(classes[by_class], return_inverse=True)
    order = np.argsort(
        rank + rng.random((times, len(there))), axis=1
    )  # moves nobody out of a class
    dealt = np.empty((times, len(there)), bool)
    dealt[:, by_class] = there[by_class][order]
    return dealt


def _discrepancy(kernel: Floats, there: Any) -> Floats:
    """The squared discrepancy of images (d, n) that are there from those that are not: (d,)."""
    weights = there / there.sum(1, keepdims=True) - ~there / (~there).sum(1, keepdims=True)
    return np.asarray(np.maximum(((weights @ kernel) * weights).sum(1), 0))
