"""The simulated patient: a person, with what a condition makes of the face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import Floats
from raredx.cohorts.simulate.knowledge.conditions import Condition
from raredx.cohorts.simulate.knowledge.contradictions import without_contradictions
from raredx.cohorts.simulate.knowledge.identity import Identity, draw_identity
from raredx.cohorts.simulate.knowledge.terms import all_terms, effects

SPORADIC = 0.012
"""How often a person has a term that does not come from a condition."""

_IDENTITY, _LOOK, _CONDITION, _CHANCE = range(4)  # streams that do not touch each other


@dataclass(frozen=True, kw_only=True)
class Patient:
    """Somebody with a condition, or unaffected: the same person in every photograph."""

    id: str
    condition: str | None
    """An ORPHA code; None for an unaffected person."""
    severities: Mapping[str, float] = field(repr=False)
    """The terms that show, each with its severity: 0 is absent, 1 plainly visible."""
    expressivity: float
    """How strongly the condition shows in this patient as a whole; 1 is usual."""
    identity: Identity = field(repr=False)
    look_seed: int
    """The seed of the surface: skin, eyes, hair."""

    @property
    def traits(self) -> dict[str, float]:
        """What the terms do to the surface, for `Look.with_traits`."""
        return effects(self.severities)[1]

    def vertices(self, expression: Mapping[str, float] | None = None) -> Floats:
        """The head in one photograph, (v, 3) in metres.

        Parameters
        ----------
        expression : mapping of str to float, optional
            What the face does there, such as {"fa:mouthSmile": 0.4}.
        """
        changes = dict(self.identity.changes)
        for more in (effects(self.severities)[0], expression or {}):
            for name, amount in more.items():
                changes[name] = changes.get(name, 0.0) + amount
        return Head.shipped().shape(self.identity.build, changes)

    def truth(self) -> dict[str, Any]:
        """All that is known of the patient, as plain values: terms, identity, landmarks at rest."""
        identity, points = self.identity, Head.shipped().points(self.vertices())
        return {
            "id": self.id,
            "condition": self.condition,
            "expressivity": self.expressivity,
            "severities": dict(self.severities),
            "years": identity.years,
            "sex": identity.sex,
            "weight": identity.weight,
            "ancestry": list(identity.ancestry),
            "changes": dict(identity.changes),
            "look_seed": self.look_seed,
            "landmarks": {name: point.tolist() for name, point in points.items()},
        }


def draw_patient(
    condition: Condition | None,
    seed: int,
    *,
    scale: float = 1.0,
    years: float | None = None,
    sex: str | None = None,
    spread: float = 1.0,
) -> Patient:
    """A random patient with a condition, or an unaffected person.

    Whether a term is there follows its annotated frequency; how severe it is, chance and the
    patient's own expressivity. Anybody can have a sporadic term. Terms that contradict each other
    are resolved (see `without_contradictions`). The person below it all depends on the seed alone:
    the same seed is the same person under every condition.

    Parameters
    ----------
    condition : Condition or None
        What the patient has; None for an unaffected person.
    seed : int
        Who it is.
    scale : float
        Multiplies every severity; at 0 nothing of a condition shows.
    years, sex, spread : optional
        See `draw_identity`.

    Examples
    --------
    >>> someone = draw_patient(None, 7)
    >>> someone.identity == draw_patient(None, 7, scale=0).identity
    True
    """
    frequencies = {} if condition is None else condition.frequencies
    of_condition, expressivity = _of_condition(frequencies, _stream(seed, _CONDITION))
    by_chance = _by_chance(_stream(seed, _CHANCE))
    drawn = by_chance | of_condition
    likely = {id: max(frequencies.get(id, 0.0), SPORADIC) for id in drawn}
    label = "unaffected" if condition is None else condition.id.lower().replace(":", "-")
    return Patient(
        id=f"{label}-{seed}",
        condition=None if condition is None else condition.id,
        severities={id: drawn[id] * scale for id in without_contradictions(likely) if scale},
        expressivity=expressivity,
        identity=draw_identity(_stream(seed, _IDENTITY), years=years, sex=sex, spread=spread),
        look_seed=int(_stream(seed, _LOOK).integers(2**31)),
    )


def _of_condition(
    frequencies: Mapping[str, float], rng: np.random.Generator
) -> tuple[dict[str, float], float]:
    """The terms that a condition gives a patient, each with its severity; and the expressivity."""
    expressivity = float(np.clip(rng.normal(1, 0.2), 0.5, 1.4))
    there = rng.random(len(frequencies))
    severity = np.clip(rng.normal(0.65, 0.2, len(frequencies)) * expressivity, 0.1, 1.2)
    drawn = {
        id: float(severity[place])
        for place, (id, frequency) in enumerate(frequencies.items())
        if there[place] < frequency
    }
    return drawn, expressivity


def _by_chance(rng: np.random.Generator) -> dict[str, float]:
    """The sporadic terms of a person, each with its severity."""
    ids = list(all_terms())
    there = rng.random(len(ids))
    severity = np.clip(rng.normal(0.45, 0.15, len(ids)), 0.1, 0.9)
    return {id: float(severity[n]) for n, id in enumerate(ids) if there[n] < SPORADIC}


def _stream(seed: int, of: int) -> np.random.Generator:
    return np.random.default_rng([seed, of])
