"""Whether a picture is new, or nearer to one that was learned from than people are to each other.

novelty = Novelty.fit(known, subjects)        # on people of the training part
found = novelty.nearest(drawn, learned)
found.copied                                  # (n,) nearer than the limit in any space
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.synthesis.curation.sight import Sight

Floats = npt.NDArray[Any]

MISTAKEN = 0.005
"""The share of genuinely different people who are taken for copies of somebody, at most."""
FEWEST = 20
"""People without whom nothing can be said of how near people are."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Nearest:
    """For each of n pictures the nearest one that was learned from, space by space."""

    ids: Mapping[str, tuple[str, ...]]
    distances: Mapping[str, Floats]
    """(n,) from 0 on; infinite where nothing can be compared."""
    limits: Mapping[str, float]

    @property
    def copied(self) -> npt.NDArray[np.bool_]:
        """Which of them are nearer than the limit in any space: (n,)."""
        return np.asarray(self.worst < 1)

    @property
    def worst(self) -> Floats:
        """The least distance of each as a share of its limit: (n,); below 1 is a near copy."""
        shares = [self.distances[name] / limit for name, limit in self.limits.items()]
        return np.asarray(np.min(shares, axis=0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Novelty:
    """How near to somebody a picture may be."""

    limits: Mapping[str, float]
    """By space: nearer than that are no two different people, but for a few."""
    people: int
    """By how many of them the limits were found."""

    @staticmethod
    def fit(known: Sight, subjects: Sequence[str], *, mistaken: float = MISTAKEN) -> Novelty:
        """Find the limits by people: how near the nearest picture of somebody else is.

        Parameters
        ----------
        mistaken
            The share of people who may be nearer, all spaces together.
        """
        people = len({*subjects})
        if people < FEWEST:
            raise UserError(
                f"There are {people} people to say how near different people are, and {FEWEST} are"
                " needed",
                remedy="Take a cohort with more people in its training part",
            )
        own = np.array(subjects)
        same = own[:, None] == own[None]
        limits, every = {}, known.distances(known)
        for name, apart in every.items():
            nearest = np.where(same, np.inf, apart).min(1)
            nearest = nearest[np.isfinite(nearest)]
            limits[name] = float(np.quantile(nearest, mistaken / len(every)))
        return Novelty(limits=limits, people=people)

    def nearest(self, drawn: Sight, learned: Sight) -> Nearest:
        """The nearest of the pictures that were learned from."""
        every = drawn.distances(learned)
        rows = {name: apart.argmin(1) for name, apart in every.items()}
        return Nearest(
            ids={name: tuple(learned.ids[row] for row in rows[name]) for name in every},
            distances={
                name: apart[np.arange(len(drawn)), rows[name]] for name, apart in every.items()
            },
            limits={name: self.limits[name] for name in every},
        )
