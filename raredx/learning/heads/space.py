"""Where images lie: features scaled by the training images, and turned into few directions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]

_NOTHING = 1e-9  # of the largest spread: below it there is but rounding


@dataclass(frozen=True, kw_only=True, eq=False)
class Scale:
    """What is taken off each feature, and what it is divided by."""

    centre: Floats
    """(w,)"""
    spread: Floats
    """(w,)"""

    @staticmethod
    def fit(features: Floats, scaling: str) -> Scale:
        """By training images: standardise, centre or none.

        >>> Scale.fit(np.array([[1.0, 5.0], [3.0, 5.0]]), "standardise").place(
        ...     np.array([[4.0, 5.0]])
        ... ).tolist()
        [[2.0, 0.0]]
        """
        width = features.shape[1]
        centre, spread = np.zeros(width), np.ones(width)
        if scaling != "none":
            centre = features.mean(0)
        if scaling == "standardise":
            found = features.std(0)
            spread = np.where(found > _NOTHING * found.max(), found, 1.0)
        return Scale(centre=centre, spread=spread)

    def place(self, features: Floats) -> Floats:
        """Features (m, w) scaled: (m, w)."""
        return np.asarray((features - self.centre) / self.spread)


@dataclass(frozen=True, kw_only=True, eq=False)
class Turned:
    """Training images along their own principal directions, the widest first."""

    points: Floats
    """(n, k)"""
    directions: Floats
    """(w, k) from features as they are."""
    centre: Floats
    """(w,)"""

    @staticmethod
    def fit(
        features: Floats,
        scaling: str,
        *,
        weights: Floats | None = None,
        components: int | None = None,
    ) -> Turned:
        """By training images and their weights; without a number of components nothing is lost.

        >>> turned = Turned.fit(np.array([[0.0, 0, 0], [4, 0, 0], [2, 0, 0]]), "centre")
        >>> abs(turned.points).tolist()
        [[2.0], [2.0], [0.0]]
        """
        weights = np.ones(len(features)) if weights is None else weights
        scale = Scale.fit(features, scaling)
        scale = replace(scale, centre=weights @ features / weights.sum())
        placed = scale.place(features)
        root = np.sqrt(weights)[:, None]
        heavy = placed * root
        few = heavy.shape[0] < heavy.shape[1]  # then the smaller product says the same, sooner
        spread, found = _widest(heavy @ heavy.T if few else heavy.T @ heavy, components)
        axes = heavy.T @ (found / np.sqrt(spread)) if few else found  # (w, k)
        points = found * np.sqrt(spread) / root if few else placed @ found
        return Turned(points=points, directions=axes / scale.spread[:, None], centre=scale.centre)

    @property
    def length(self) -> float:
        """The mean squared length of an image's features: strengths are measured in it."""
        return float((self.points**2).sum(1).mean())

    def linear(self, weights: Floats, intercept: Floats) -> dict[str, Floats]:
        """What was learned on the points, by weights (k, t), as a rule for features as they are."""
        own = self.directions @ weights  # (w, t)
        return {"weights": own, "intercept": intercept - self.centre @ own}


def _widest(product: Floats, components: int | None) -> tuple[Floats, Floats]:
    """The largest eigenvalues of a symmetric matrix, and their vectors, but for rounding."""
    from scipy.linalg import eigh

    size = len(product)
    if components is None or components >= size:
        spread, found = eigh(product, driver="evd")
    else:
        spread, found = eigh(product, subset_by_index=[size - components, size - 1])
    telling = spread > _NOTHING * spread[-1]
    return spread[telling][::-1], found[:, telling][:, ::-1]
