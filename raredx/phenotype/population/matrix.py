"""Chosen images against each other: how alike is each pair, beside pairs of no relation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.population.ordering import leaf_order
from raredx.phenotype.population.people import Floats, Whole, Words
from raredx.plain import Row, as_dict, rows_of

Likeness = Callable[[Floats, Floats], npt.ArrayLike]
"""Scores of a and b images, (a, k) and (b, k), to how alike each pair is: (a, b)."""

_LEAST_PAIRS = 100  # a quantile in steps of one per cent
_MOST_IMAGES = 2000  # of the reference: two million pairs


@dataclass(frozen=True, kw_only=True, eq=False)
class SimilarityMatrix:
    """How alike m chosen images are."""

    names: Words
    """(m,)"""
    likeness: Floats
    """(m, m): symmetric, 1 for an image and itself."""
    quantile: Floats
    """(m, m): 0.95 means more alike than 95 per cent of pairs of different conditions."""
    order: Whole
    """(m,): images so that what is alike stands side by side."""
    pairs: int
    """Of the reference."""

    def as_dict(self) -> Row:
        """Everything, for JSON."""
        return as_dict(self)

    def table(self) -> list[Row]:
        """A row of each pair."""
        one, two = np.triu_indices(len(self.names), 1)
        return rows_of(
            image=self.names[one],
            other=self.names[two],
            likeness=self.likeness[one, two],
            quantile=self.quantile[one, two],
        )


def cosine(one: Floats, other: Floats) -> Floats:
    """The cosine between scores (a, k) and (b, k): (a, b).

    >>> cosine(np.array([[0.0, 4.0]]), np.array([[0.0, 1.0], [2.0, 0.0], [0.0, -4.0]])).tolist()
    [[1.0, 0.0, -1.0]]
    """
    lengths = [np.linalg.norm(rows, axis=1, keepdims=True) for rows in (one, other)]
    if any((length == 0).any() for length in lengths):
        raise UserError(
            "An image lies in the very middle of all, where there is no direction to compare",
            remedy="Leave it out",
        )
    return np.asarray((one / lengths[0]) @ (other / lengths[1]).T)


def similarity_matrix(
    scores: npt.ArrayLike,
    names: Sequence[str],
    *,
    reference: npt.ArrayLike,
    labels: Sequence[str],
    likeness: Likeness = cosine,
    seed: int = 0,
) -> SimilarityMatrix:
    """Compare chosen images with each other, pair by pair.

    Parameters
    ----------
    scores : array_like
        (m, k): the chosen images, in a whitened space for the cosine to mean something.
    names : sequence of str
        (m,): how they are called.
    reference : array_like
        (n, k): other images, in the same space; of more than 2,000 so many are drawn.
    labels : sequence of str
        (n,): their conditions. Pairs of different ones are what a pair is compared with.
    likeness : callable
        The larger, the more alike; 1 for an image and itself.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> reference, labels = rng.normal(size=(100, 5)), ["K", "N"] * 50
    >>> one = rng.normal(size=5)
    >>> found = similarity_matrix([one, -one, one + 0.1], "abc", reference=reference, labels=labels)
    >>> found.quantile.round(2).tolist(), found.order.tolist(), found.pairs
    ([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]], [1, 2, 0], 2500)
    """
    chosen, others = _rows(scores, "chosen images"), _rows(reference, "images of the reference")
    if chosen.shape[1] != others.shape[1]:
        raise UserError(
            f"Chosen images have {chosen.shape[1]} scores each, the reference {others.shape[1]}",
            remedy="Measure both in the same space",
        )
    if len(names) != len(chosen) or len(labels) != len(others):
        raise UserError("Some images have no name or label", remedy="Give each image one")
    alike = _checked(np.asarray(likeness(chosen, chosen), np.float64))
    unrelated = _unrelated(others, np.asarray([*labels], np.str_), likeness, seed)  # (pairs,)
    quantile = _quantile(alike, unrelated)
    np.fill_diagonal(quantile, 1.0)
    return SimilarityMatrix(
        names=np.asarray([*names], np.str_),
        likeness=alike,
        quantile=quantile,
        order=leaf_order(np.maximum(1 - alike, 0)),
        pairs=len(unrelated),
    )


def _rows(scores: npt.ArrayLike, what: str) -> Floats:
    rows = np.asarray(scores, np.float64)
    if rows.ndim != 2 or not len(rows):
        raise UserError(f"There are no scores of {what}", remedy="Choose at least one image")
    if not np.isfinite(rows).all():
        raise UserError(f"Some scores of {what} are no numbers", remedy="Leave those images out")
    return rows


def _checked(alike: Floats) -> Floats:
    """The matrix made symmetric to the last digit, if it is a matrix of likeness."""
    if not np.allclose(alike, alike.T) or not np.allclose(np.diagonal(alike), 1):
        raise UserError(
            "The likeness of two images depends on their order, or an image is not like itself",
            remedy="Give a likeness that is symmetric, and 1 for an image and itself",
        )
    found = np.asarray((alike + alike.T) / 2)
    np.fill_diagonal(found, 1.0)
    return found


def _unrelated(reference: Floats, labels: Words, likeness: Likeness, seed: int) -> Floats:
    """How alike pairs of different conditions are, in rising order: (pairs,)."""
    if len(reference) > _MOST_IMAGES:
        drawn = np.random.default_rng(seed).permutation(np.lexsort(reference.T))[:_MOST_IMAGES]
        reference, labels = reference[drawn], labels[drawn]
    different = np.triu(labels[:, None] != labels)
    if different.sum() < _LEAST_PAIRS:
        raise UserError(
            f"The reference has {different.sum()} pairs of different conditions,"
            f" and a quantile needs {_LEAST_PAIRS}",
            remedy="Compare with a cohort of more people and conditions",
        )
    return np.sort(np.asarray(likeness(reference, reference), np.float64)[different])


def _quantile(values: Floats, among: Floats) -> Floats:
    """The share of a rising list that lies below values, equal ones counting half."""
    below, through = (np.searchsorted(among, values, side) for side in ("left", "right"))
    return np.asarray((below + through) / (2 * len(among)))
