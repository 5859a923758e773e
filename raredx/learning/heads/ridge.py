"""Least squares for each class against the rest, its strength chosen in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import frequencies
from raredx.learning.heads.inner import sharpness
from raredx.learning.heads.linear import FittedLinear
from raredx.learning.heads.options import Ridge
from raredx.learning.heads.rows import Rows
from raredx.learning.heads.space import Turned

Floats = npt.NDArray[Any]

STRENGTHS = 10.0 ** np.arange(-4, 3.01, 0.25)
"""Those that are tried."""
_SHARP = 10.0  # of fitted values where no subject can be held out


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedRidge(FittedLinear):
    """Ridge regression, fitted."""

    @classmethod
    def learn(cls, head: Ridge, rows: Rows, *, seed: int, around: Around) -> Self:
        """Fit on rows that were checked."""
        weights = rows.weights(head.weighting)
        turned = Turned.fit(rows.features, head.scaling, weights=weights)
        target = np.eye(len(rows.trained))[rows.own]  # (n, t)
        squares = LeastSquares.of(turned.points, target, weights)
        strengths = STRENGTHS if head.strength is None else np.array([head.strength])
        penalty = squares.best(strengths * turned.length)
        hat = squares.hat(penalty)
        missed = target - turned.points @ squares.weights(penalty) - squares.mean
        root = squares.root[:, None]

        def answer(_: Any, outside: Any) -> Floats:
            # what a fit without these rows would miss, without fitting it
            own = np.eye(outside.sum()) - hat[np.ix_(outside, outside)]
            alone = np.linalg.solve(own, (root * missed)[outside]) / root[outside]
            return np.asarray(target[outside] - alone)

        return cls(
            head=head,
            classes=rows.classes,
            width=rows.features.shape[1],
            trained=rows.trained,
            offset=frequencies(rows, 0.0),
            sharpness=sharpness(rows, answer, seed=seed, otherwise=_SHARP),
            **turned.linear(squares.weights(penalty), squares.mean),
        )


class LeastSquares(NamedTuple):
    """Weighted least squares along directions that do not know of each other, for any penalty."""

    squared: Floats
    """(k,) squared length of the points along each direction."""
    basis: Floats
    """(n, k) the points along each, at length 1."""
    root: Floats
    """(n,) of the weight of each row."""
    mean: Floats
    """(t,) of the targets."""
    along: Floats
    """(k, t) of the targets along each direction."""
    rest: float
    """Squares that no direction explains."""

    @staticmethod
    def of(points: Floats, target: Floats, weights: Floats) -> LeastSquares:
        """From points (n, k) along their principal directions to targets (n, t)."""
        root = np.sqrt(weights)
        squared = weights @ points**2
        basis = root[:, None] * points / np.sqrt(squared)
        mean = weights @ target / weights.sum()
        aimed = root[:, None] * (target - mean)
        along = basis.T @ aimed
        rest = float((aimed**2).sum() - (along**2).sum())
        return LeastSquares(squared, basis, root, mean, along, rest)

    def weights(self, penalty: float) -> Floats:
        """From points to what is said of each class: (k, t)."""
        return np.asarray(self.along * (np.sqrt(self.squared) / (self.squared + penalty))[:, None])

    def hat(self, penalty: float) -> Floats:
        """What each row's target does to what is said of each: (n, n)."""
        kept = self.squared / (self.squared + penalty)
        by_mean = np.outer(self.root, self.root) / (self.root**2).sum()
        return np.asarray((self.basis * kept) @ self.basis.T + by_mean)

    def best(self, penalties: Floats) -> float:
        """The penalty with the lowest generalised cross-validation error.

        >>> points = np.array([[-2.0], [-1], [1], [2]])
        >>> squares = LeastSquares.of(points, 3 * points + [[0.1], [0], [0], [-0.1]], np.ones(4))
        >>> squares.best(np.array([1e-3, 1.0, 1e3]))
        0.001
        """
        kept = self.squared / (self.squared + penalties[:, None])  # (p, k)
        missed = (1 - kept) ** 2 @ (self.along**2).sum(1) + self.rest  # (p,)
        free = len(self.root) - 1 - kept.sum(1)
        return float(penalties[np.argmin(missed / free**2)])
