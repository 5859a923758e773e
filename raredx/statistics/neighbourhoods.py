"""Whether drawn points lie where true ones do, and true ones where drawn ones do.

References
----------
Kynkaanniemi et al., Improved precision and recall metric, NeurIPS 2019. Naeem et al., Reliable
fidelity and diversity metrics for generative models, ICML 2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

K = 5
"""Neighbours by which a neighbourhood is as wide as it is."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Neighbourhoods:
    """What was found of each of n true and m drawn points."""

    around: Whole
    """(m,): in how many neighbourhoods of true points a drawn one lies."""
    reached: Flags
    """(n,): whether a true point lies in the neighbourhood of a drawn one."""
    covered: Flags
    """(n,): whether a drawn point lies in the neighbourhood of a true one."""
    k: int

    @property
    def precision(self) -> float:
        """Share of drawn points that lie in the neighbourhood of a true one."""
        return float((self.around > 0).mean())

    @property
    def recall(self) -> float:
        """Share of true points that lie in the neighbourhood of a drawn one."""
        return float(self.reached.mean())

    @property
    def density(self) -> float:
        """In how many neighbourhoods of true points a drawn one lies, by the k that they do.

        Around 1 where both are of one kind; it may be more.
        """
        return float(self.around.mean() / self.k)

    @property
    def coverage(self) -> float:
        """Share of true points in whose neighbourhood a drawn one lies."""
        return float(self.covered.mean())


def neighbourhoods(true: Floats, drawn: Floats, *, k: int = K) -> Neighbourhoods:
    """Compare two clouds of points by the neighbourhoods of their k nearest neighbours.

    Parameters
    ----------
    true, drawn : array of shape (n, w), (m, w)
        More than k + 1 points each.

    Examples
    --------
    >>> chance = np.random.default_rng(0)
    >>> true, same = chance.normal(size=(2, 300, 4))
    >>> found = neighbourhoods(true, same)
    >>> min(found.precision, found.recall, found.density, found.coverage) > 0.85
    True
    >>> few = neighbourhoods(true, np.tile(true[:1], (20, 1)))    # one person again and again
    >>> few.precision, few.coverage < 0.1
    (1.0, True)
    """
    if min(len(true), len(drawn)) <= k + 1:
        raise UserError(
            f"There are {len(true):,} true and {len(drawn):,} drawn images, and {k + 2} of both are"
            f" needed to look at {k} neighbours",
            remedy="Draw more images, or take a cohort of more people",
        )
    across = distances(true, drawn)  # (n, m)
    wide_true, wide_drawn = (_radii(some, k)[:, None] for some in (true, drawn))
    inside = across <= wide_true  # (n, m): the drawn one lies near the true one
    return Neighbourhoods(
        around=inside.sum(0),
        reached=np.asarray((wide_drawn >= across.T).any(0)),
        covered=np.asarray(inside.any(1)),
        k=k,
    )


def distances(some: Floats, others: Floats) -> Floats:
    """How far each of n points is from each of m others: (n, m).

    >>> distances(np.array([[0.0, 0], [3, 4]]), np.array([[0.0, 0]])).tolist()
    [[0.0], [5.0]]
    """
    squares = (some**2).sum(1)[:, None] + (others**2).sum(1) - 2 * some @ others.T
    return np.asarray(np.sqrt(np.maximum(squares, 0)))


def _radii(points: Floats, k: int) -> Floats:
    """How far the k-th nearest other point is from each."""
    return np.asarray(np.partition(distances(points, points), k, axis=1)[:, k])
