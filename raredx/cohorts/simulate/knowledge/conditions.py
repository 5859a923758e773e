"""Conditions: which diseases the simulated face can show, and how often each has which term."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from raredx.cohorts.simulate.knowledge.annotated import (
    FEWEST_TERMS,
    ORPHA,
    TABLE,
    shown_signs,
)
from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.errors import NotFoundError
from raredx.ontology import facts
from raredx.ontology.frequency import Frequency, read_frequency


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How often patients have a shown term, and for which annotated one it stands."""

    frequency: Frequency
    annotated: str
    """A term of HPO: the shown one itself, or one below it."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A disease, as the simulated face knows it.

    >>> condition("ORPHA:904").name
    'Williams syndrome'
    """

    id: str
    name: str
    signs: Mapping[str, Sign] = field(repr=False)
    """Terms that the face shows, each with what is annotated."""

    @cached_property
    def frequencies(self) -> Mapping[str, float]:
        """Terms that the face shows, each with the share of patients who have it."""
        return MappingProxyType(
            {id: sign.frequency.share or 0.0 for id, sign in self.signs.items()}
        )


def condition(id: str) -> Condition:
    """A usable condition by its ORPHA code, such as "ORPHA:904" or "904".

    Raises
    ------
    NotFoundError
        If the ontology does not know it, or knows too few signs that a face can show.
    """
    usable = usable_conditions()
    wanted = id if ":" in id else ORPHA + id
    if wanted in usable:
        return usable[wanted]
    disease = facts.disease(wanted)
    if disease.id in usable:
        return usable[disease.id]
    raise NotFoundError(
        f"{disease.name} ({disease.id}) has {len(shown_signs(disease))} signs of known frequency "
        f"that the simulated face can show, and {FEWEST_TERMS} are needed",
        remedy="Choose a condition of the simulator's list",
    )


@cache
def usable_conditions() -> Mapping[str, Condition]:
    """Every ORPHA disease with at least `FEWEST_TERMS` shown terms of known frequency, by id."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        found = [
            Condition(id=row["id"], name=row["name"], signs=_signs(row["signs"]))
            for row in csv.DictReader(file)
        ]
    return MappingProxyType({one.id: one for one in found})


@cache
def simface() -> tuple[Condition, ...]:
    """The 103 well-separated conditions of the shipped cohort, as many as RDFace has."""
    with Path(__file__).with_name("simface.csv").open(newline="") as file:
        return tuple(condition(row["id"]) for row in csv.DictReader(file))


def _signs(written: str) -> Mapping[str, Sign]:
    """The signs of a row, in the order of all terms.

    >>> signs = _signs("HP:0000486 HP:0040282 HP:0000565")
    >>> signs["HP:0000486"].frequency.name, signs["HP:0000486"].annotated
    ('frequent', 'HP:0000565')
    """
    found = {}
    for shown, frequency, *narrower in (sign.split(" ") for sign in written.split(";")):
        found[shown] = Sign(
            frequency=_read(frequency), annotated=narrower[0] if narrower else shown
        )
    return MappingProxyType({id: found[id] for id in all_terms() if id in found})


_read = cache(read_frequency)
