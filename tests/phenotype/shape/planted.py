"""People of conditions in a whitened space, drawn from what `Conditions` assumes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from raredx.phenotype.shape.conditions import Conditions

CONDITIONS, AXES = 24, 10
BETWEEN = np.linspace(4, 0.2, AXES)
NAMES = tuple(f"c{number:02}" for number in range(CONDITIONS))


@dataclass(frozen=True, kw_only=True, eq=False)
class Planted:
    """Means of conditions; `kin` says which of them were drawn alike."""

    means: np.ndarray
    kin: np.ndarray

    @staticmethod
    def draw(seed: int = 0, *, shared: float = 0.0) -> Planted:
        """Families of four, whose members share so much of how they depart from the mean."""
        rng = np.random.default_rng(seed)
        family = np.arange(CONDITIONS) // 4
        apart = rng.normal(size=(CONDITIONS // 4, AXES))[family] * np.sqrt(shared)
        apart += rng.normal(size=(CONDITIONS, AXES)) * np.sqrt(1 - shared)
        kin = np.where(family[:, None] == family, 0.9, 0.0)
        np.fill_diagonal(kin, 1.0)
        return Planted(means=apart * np.sqrt(BETWEEN), kin=kin)

    def people(self, each: int | list[int], seed: int) -> tuple[np.ndarray, list[str], list[str]]:
        """Scores, labels and subjects of so many people of each condition."""
        own = np.repeat(np.arange(CONDITIONS), each)
        noise = np.random.default_rng([seed, 7]).normal(size=(len(own), AXES))
        labels = [NAMES[one] for one in own]
        return self.means[own] + noise, labels, [f"p{row}" for row in range(len(own))]

    def fit(self, each: int | list[int] = 5, seed: int = 1, **more) -> Conditions:
        scores, labels, subjects = self.people(each, seed)
        return Conditions.fit(scores, labels, subjects, between=BETWEEN, **{"names": NAMES} | more)
