"""Conditions: which diseases the simulated face can show, and how often each has which term."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.errors import NotFoundError
from raredx.ontology import facts

FEWEST_TERMS = 6
ORPHA = "ORPHA:"
_ALL = "HP:0000118"  # any abnormality of a person
STEPS = 2
"""How far above an annotated term the term that the face shows for it may stand."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A disease, as the simulated face knows it.

    >>> condition("ORPHA:904").name
    'Williams syndrome'
    """

    id: str
    name: str
    frequencies: Mapping[str, float] = field(repr=False)
    """Terms that the face shows, each with the share of patients who have it."""

    @property
    def is_usable(self) -> bool:
        """Whether enough is known for patients who can be told from others."""
        return len(self.frequencies) >= FEWEST_TERMS


def condition(id: str) -> Condition:
    """A usable condition by its ORPHA code, such as "ORPHA:904" or "904".

    Raises
    ------
    NotFoundError
        If the ontology does not know it, or knows too few signs that a face can show.
    """
    found = _condition(facts.disease(id if ":" in id else ORPHA + id).id)
    if found.is_usable:
        return found
    raise NotFoundError(
        f"{found.name} ({found.id}) has {len(found.frequencies)} signs of known frequency that the "
        f"simulated face can show, and {FEWEST_TERMS} are needed",
        remedy="Choose a condition of the simulator's list",
    )


@cache
def usable_conditions() -> Mapping[str, Condition]:
    """Every ORPHA disease with at least `FEWEST_TERMS` shown terms of known frequency, by id."""
    annotated = {sign.disease_id for sign in facts.diseases_with(_ALL)}
    of_orphanet = sorted((id for id in annotated if id.startswith(ORPHA)), key=_code)
    found = (_condition(id) for id in of_orphanet)
    return MappingProxyType({one.id: one for one in found if one.is_usable})


@cache
def simface() -> tuple[Condition, ...]:
    """The 103 well-separated conditions of the shipped cohort, as many as RDFace has."""
    with Path(__file__).with_name("simface.csv").open(newline="") as file:
        return tuple(condition(row["id"]) for row in csv.DictReader(file))


@cache
def shown_terms(id: str) -> frozenset[str]:
    """The terms that the face shows for an annotated one: itself, or the nearest above it.

    A term is looked for along every line of parents, at most `STEPS` up; a line ends where the
    first is found.

    >>> [all_terms()[id].name for id in shown_terms("HP:0000565")]  # esotropia
    ['Strabismus']
    """
    return frozenset(_upwards(facts.term(id).id, frozenset()))


def _upwards(id: str, passed: frozenset[str]) -> Iterator[str]:
    passed |= {id}
    term = all_terms().get(id)
    if term is not None:
        if not term.not_for & passed:
            yield id
    elif len(passed) <= STEPS:
        for parent in facts.term(id).parents:
            yield from _upwards(parent, passed)


@cache
def _condition(id: str) -> Condition:
    disease = facts.disease(id)
    frequencies: dict[str, float] = {}
    for sign in disease.terms:
        if sign.frequency:
            for shown in shown_terms(sign.term_id):
                frequencies[shown] = max(frequencies.get(shown, 0.0), sign.frequency)
    ordered = {shown: frequencies[shown] for shown in all_terms() if shown in frequencies}
    return Condition(id=disease.id, name=disease.name, frequencies=MappingProxyType(ordered))


def _code(id: str) -> int:
    return int(id.removeprefix(ORPHA))
