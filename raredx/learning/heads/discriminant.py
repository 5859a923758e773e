"""Linear discriminant analysis for classes of a few images each.

What images of one class differ by is learned from all classes together, and shrunk once, as Ledoit
and Wolf say. Shrunk class by class, as is usual, a few images each say next to nothing about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import frequencies
from raredx.learning.heads.inner import sharpness
from raredx.learning.heads.linear import FittedLinear
from raredx.learning.heads.options import Discriminant
from raredx.learning.heads.rows import Rows, class_means
from raredx.learning.heads.space import Turned
from raredx.words import count

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]

FEWEST_BEYOND = 3
"""Images beyond the first of their class, below which nothing is known of how they differ."""
_LEAST = 1e-6  # of the spread of all images


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedDiscriminant(FittedLinear):
    """Linear discriminant analysis, fitted."""

    @classmethod
    def learn(cls, head: Discriminant, rows: Rows, *, seed: int, around: Around) -> Self:
        """Fit on rows that were checked."""
        beyond = int((rows.counts - 1).sum())
        if beyond < FEWEST_BEYOND:
            raise UserError(
                f"There are {count(beyond, 'image')} beyond the first of their class, too few to"
                f" learn how images of one class differ",
                remedy="Take the head `nearest` or `prototype`",
            )
        turned = Turned.fit(rows.features, head.scaling, components=head.components)
        points, classes = turned.points, len(rows.trained)

        def answer(inside: Any, outside: Any) -> Floats:
            weights, intercept = discriminant(points[inside], rows.own[inside], classes)
            return np.asarray(points[outside] @ weights + intercept)

        return cls(
            head=head,
            classes=rows.classes,
            width=rows.features.shape[1],
            trained=rows.trained,
            offset=frequencies(rows, 1 - head.adjustment),
            sharpness=sharpness(rows, answer, seed=seed, otherwise=1.0),
            **turned.linear(*discriminant(points, rows.own, classes)),
        )


def discriminant(points: Floats, own: Whole, classes: int) -> tuple[Floats, Floats]:
    """Weights (k, t) and intercepts (t,): the log-density of each class, but for what all share.

    >>> points, own = np.array([[-2.0], [0], [1], [3]]), np.array([0, 0, 1, 1])
    >>> weights, intercept = discriminant(points, own, 2)
    >>> weights.round(3).tolist(), intercept.round(3).tolist()
    ([[-0.5, 1.0]], [-0.25, -1.0])
    """
    from sklearn.covariance import ledoit_wolf

    means = class_means(points, own, classes)  # (t, k)
    within, _ = ledoit_wolf(deviations(points, own, means), assume_centered=True)  # (k, k)
    within += _LEAST * (points**2).mean() * np.eye(len(within))  # a class may be one picture thrice
    weights = np.linalg.solve(within, means.T)  # (k, t)
    return weights, -(means.T * weights).sum(0) / 2


def deviations(points: Floats, own: Whole, means: Floats) -> Floats:
    """How points of classes with two or more differ from their mean, at their true spread: (m, k).

    >>> points, own = np.array([[1.0], [3.0], [9.0]]), np.array([0, 0, 1])
    >>> deviations(points, own, np.array([[2.0], [9.0]])).round(3).tolist()
    [[-1.414], [1.414]]
    """
    counts = np.bincount(own)[own]
    several = counts > 1
    stretched = np.sqrt(counts / np.maximum(counts - 1, 1))[:, None]
    return np.asarray(((points - means[own]) * stretched)[several])
