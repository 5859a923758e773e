"""Every condition of a cohort against unaffected people, point by point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from raredx.phenotype.overview.chosen import Looked
from raredx.phenotype.overview.ground import Ground
from raredx.phenotype.population.difference import Difference, difference, mean_shape
from raredx.phenotype.population.faces import SMALLEST
from raredx.phenotype.population.people import Floats

OTHERS = "all others"
"""Whom a condition is compared with where too few people are unaffected."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Differences:
    """Conditions against unaffected people, or against all others where nobody is unaffected."""

    against: str
    people_against: int
    mean: Floats
    """(478, 3): the shape that conditions are compared with."""
    found: dict[str, Difference]
    """By condition, of those that have people enough."""

    def points(self) -> pa.Table:
        """A row of each condition and point."""
        rows = [*self.found.values()]
        moved = np.concatenate([np.empty((0, 3)), *(one.displacement for one in rows)])
        right, up, near = moved.T
        names = [one.condition for one in rows for _ in one.p]
        numbers = [place for one in rows for place in range(len(one.p))]
        return pa.table(
            {
                "condition": pa.array(names, pa.string()).dictionary_encode(),
                "point": pa.array(numbers, pa.int16()),
                "right": fine(right),
                "up": fine(up),
                "near": fine(near),
                "effect": fine(_joined([one.effect for one in rows])),
                "p": pa.array(_joined([one.p_family for one in rows]), pa.float32()),
            }
        )


def differences(
    looked: Looked,
    ground: Ground,
    *,
    unaffected: str,
    permutations: int,
    seed: int,
    tick: Callable[[float], None] = lambda share: None,
) -> Differences:
    """Every condition of enough people against those without one."""
    sizes = looked.people_of_label
    healthy = np.array([label is None for label in looked.people.labels])
    against = unaffected if sizes.get(unaffected, 0) >= SMALLEST else OTHERS
    everybody = sum(sizes.values())
    enough = [
        name
        for name, people in sizes.items()
        if name != unaffected and SMALLEST <= people <= everybody - SMALLEST
    ]
    base = healthy if against == unaffected else np.ones(len(healthy), bool)
    subjects = np.array(looked.subjects)
    found = {}
    for number, name in enumerate(enough):
        tick(number / len(enough))
        own = [label if label in (name, against) else OTHERS for label in looked.labels]
        found[name] = difference(
            ground.shapes,
            own,
            looked.subjects,
            condition=name,
            against=against,
            permutations=permutations,
            seed=seed,
        )
    return Differences(
        against=against,
        people_against=len(set(subjects[base].tolist())),
        mean=mean_shape(ground.shapes[base], subjects[base].tolist()),
        found=found,
    )


def fine(values: Floats) -> pa.Array:
    """Numbers for a picture: three digits are enough, and the file is half as large."""
    return pa.array(values.astype(np.float16), pa.float16())


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate([np.empty(0), *parts])
