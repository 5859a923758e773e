"""How people of one condition differ from each other: the unit in which conditions are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from raredx.errors import UserError
from raredx.phenotype.population.people import Floats, Whole


@dataclass(frozen=True, kw_only=True, eq=False)
class Spread:
    """The scatter within c conditions, and how far it is shrunk towards that of a ball."""

    scatter: Floats
    """(c, k, k): sums of products of the deviations from each condition's mean."""
    free: Whole
    """(c,): degrees of freedom, one less than people."""
    shrinkage: float
    """Ledoit and Wolf's, from 0 to 1."""

    @classmethod
    def of(cls, values: Floats, own: Whole) -> Spread:
        """Of people (n, k) and the number of each one's condition (n,)."""
        from sklearn.covariance import ledoit_wolf_shrinkage

        sizes = np.bincount(own)  # (c,)
        means = np.stack([values[own == number].mean(0) for number in range(len(sizes))])
        away = values - means[own]  # (n, k)
        scatter = np.stack(
            [away[own == number].T @ away[own == number] for number in np.unique(own)]
        )
        told = away[sizes[own] > 1]
        shrinkage = float(ledoit_wolf_shrinkage(told, assume_centered=True))
        return cls(scatter=scatter, free=sizes - 1, shrinkage=shrinkage)

    def units(self, one: int, rest: slice) -> Floats:
        """Inverses of the covariance within all conditions but one and each of r: (r, k, k).

        They are independent of the people of those two, who can be measured by them.
        """
        free = self.free.sum() - self.free[one] - self.free[rest]  # (r,)
        summed = self.scatter.sum(0) - self.scatter[one] - self.scatter[rest]  # (r, k, k)
        pooled = summed / free[:, None, None]
        size = pooled.shape[1]
        mean = np.trace(pooled, axis1=1, axis2=2) / size  # (r,)
        if not (mean > 0).all():
            raise UserError(
                "Within their conditions people are all the same", remedy="Check the scores"
            )
        ball = mean[:, None, None] * np.eye(size)
        return np.asarray(np.linalg.inv((1 - self.shrinkage) * pooled + self.shrinkage * ball))

    def own(self, condition: int) -> Floats:
        """The covariance within one condition, 0 if it has one person only: (k, k)."""
        return np.asarray(self.scatter[condition] / max(self.free[condition], 1))
