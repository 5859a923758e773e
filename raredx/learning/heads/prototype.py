"""The class whose mean is nearest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import FittedHead, frequencies
from raredx.learning.heads.inner import sharpness
from raredx.learning.heads.options import Prototype
from raredx.learning.heads.rows import Rows, class_means
from raredx.learning.heads.space import Scale

Floats = npt.NDArray[Any]

_SHARP = 10.0  # of nearness where no subject can be held out
_TINY = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedPrototype(FittedHead):
    """The mean of each class, and how features are scaled."""

    shapes: ClassVar[Mapping[str, str]] = {
        **FittedHead.shapes,
        "centre": "w",
        "spread": "w",
        "means": "tw",
    }

    centre: Floats
    spread: Floats
    means: Floats
    """(t, w) of scaled features."""

    @classmethod
    def learn(cls, head: Prototype, rows: Rows, *, seed: int, around: Around) -> Self:
        """Fit on rows that were checked."""
        scale = Scale.fit(rows.features, head.scaling)
        points, classes = scale.place(rows.features), len(rows.trained)

        def answer(inside: Any, outside: Any) -> Floats:
            means = class_means(points[inside], rows.own[inside], classes)
            return nearness(points[outside], means, head.distance)

        return cls(
            head=head,
            classes=rows.classes,
            width=points.shape[1],
            trained=rows.trained,
            offset=frequencies(rows, 0.0),
            sharpness=sharpness(rows, answer, seed=seed, otherwise=_SHARP),
            centre=scale.centre,
            spread=scale.spread,
            means=class_means(points, rows.own, classes),
        )

    def logits(self, features: Floats) -> Floats:
        """How near images are to each class's mean: (m, t)."""
        scale = Scale(centre=self.centre, spread=self.spread)
        assert isinstance(self.head, Prototype)
        return nearness(scale.place(features), self.means, self.head.distance)


def nearness(points: Floats, means: Floats, distance: str) -> Floats:
    """How near points (m, w) are to means (t, w): the cosine, or the mean squared gap, negative.

    >>> nearness(np.array([[2.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]), "cosine").tolist()
    [[1.0, 0.0]]
    >>> nearness(np.array([[2.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]), "euclidean").tolist()
    [[-0.5, -2.5]]
    """
    if distance == "cosine":
        return unit(points) @ unit(means).T
    squares = (points**2).sum(1)[:, None] - 2 * points @ means.T + (means**2).sum(1)  # (m, t)
    return np.asarray(-squares / points.shape[1])


def unit(points: Floats) -> Floats:
    """Points (m, w) at length 1.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    return np.asarray(points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), _TINY))
