"""Who is photographed, how often and from where: the plan of a simulated cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

UNAFFECTED = "unaffected"
FRONTAL, THREE_QUARTER = "frontal", "three-quarter"

SCARCE = {1: 6, 2: 9, 3: 17, 4: 20, 5: 19, 6: 18, 7: 14}
"""Images per condition, and how many of 103 conditions have so many: 456 images, as RDFace has."""

_AGAIN = 0.25  # how often a further image of a condition shows a patient who is already there
_SIZES, _PEOPLE, _VIEWS = range(3)  # streams of chance that do not touch each other


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One photograph to be taken."""

    condition: str | None
    """An ORPHA code; None for an unaffected person."""
    seed: int
    """Who it is."""
    number: int
    """Which photograph of this person."""
    view: str


def plan_sittings(
    conditions: Sequence[str],
    *,
    seed: int,
    part: int = 0,
    images: int | None = None,
    unaffected: int = 0,
    turned: float = 0.25,
) -> list[Sitting]:
    """Plan a cohort: the same arguments give the same people.

    Parameters
    ----------
    conditions : sequence of str
        ORPHA codes.
    seed, part : int
        Parts of one cohort (training, calibration, test) have the same seed and their own number;
        they share nobody.
    images : int, optional
        Images of each condition. Without it there are as few as in RDFace: 1 to 7, some of them
        of the same patient.
    unaffected : int
        How many people without a condition, one image each.
    turned : float
        Share of the images in three-quarter view.

    Examples
    --------
    >>> plan = plan_sittings([f"ORPHA:{n}" for n in range(103)], seed=1, unaffected=50)
    >>> len(plan), len({sitting.seed for sitting in plan})
    (506, 407)
    """
    sizes = scarce_sizes(len(conditions), seed) if images is None else [images] * len(conditions)
    people = np.random.default_rng([seed, part, _PEOPLE])
    plan: list[tuple[str | None, int, int]] = []
    for condition, size in zip(conditions, sizes, strict=True):
        sat: dict[int, int] = {}
        for _ in range(size):
            again = images is None and sat and people.random() < _AGAIN
            one = int(people.choice(list(sat))) if again else _somebody(people, part)
            plan.append((condition, one, sat.get(one, 0)))
            sat[one] = sat.get(one, 0) + 1
    plan += [(None, _somebody(people, part), 0) for _ in range(unaffected)]
    views = np.random.default_rng([seed, part, _VIEWS]).random(len(plan)) < turned
    return [
        Sitting(
            condition=condition,
            seed=one,
            number=number,
            view=THREE_QUARTER if is_turned else FRONTAL,
        )
        for (condition, one, number), is_turned in zip(plan, views, strict=True)
    ]


def scarce_sizes(conditions: int, seed: int) -> list[int]:
    """How many images each condition has, in the shares of RDFace.

    >>> sizes = scarce_sizes(103, 1)
    >>> sum(sizes), min(sizes), max(sizes)
    (456, 1, 7)
    """
    sizes = np.repeat(list(SCARCE), list(SCARCE.values()))
    chance = np.random.default_rng([seed, _SIZES])
    if conditions != len(sizes):
        return [int(size) for size in chance.choice(sizes, conditions)]
    return [int(size) for size in chance.permutation(sizes)]


def _somebody(chance: np.random.Generator, part: int) -> int:
    """The seed of a person whom no other part can have."""
    return part << 40 | int(chance.integers(2**40))
