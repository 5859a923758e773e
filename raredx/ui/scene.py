"""What the simulator's page shows, as its address says it: who, which terms, how photographed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import streamlit as st

from raredx.cohorts.simulate.knowledge.conditions import Condition, condition, usable_conditions
from raredx.cohorts.simulate.knowledge.patient import Patient, draw_patient
from raredx.cohorts.simulate.knowledge.terms import all_terms

if TYPE_CHECKING:
    from raredx.cohorts.simulate.photograph import Photograph

KEY = "scene."
"""How the keys of the page's widgets begin."""
STRIP = "scene.strip"
"""The key of the sign that is shown at several severities."""
FIRST = "ORPHA:199"
NONE = "none"
MOST = 1.5
"""The highest severity of a term."""
_TERM = re.compile(r"(HP:\d{7})=([01](?:\.\d{1,2})?)")
_RANGES = {"years": (1.0, 80.0), "skin": (0.0, 1.0), "turn": (-50.0, 50.0), "light": (-90.0, 90.0)}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A patient before the camera. What is None is as chance drew it."""

    condition: str = FIRST
    """An ORPHA code, or "none" for nobody's condition."""
    person: int = 1
    terms: Mapping[str, float] | None = None
    sex: str | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)
    """Of years, skin, turn and light, those that are set."""

    @property
    def parameters(self) -> dict[str, str | list[str]]:
        """The scene as an address; what is as usual is left out.

        >>> Scene(person=3, terms={"HP:0000316": 0.5}, numbers={"turn": 30}).parameters
        {'person': '3', 'term': ['HP:0000316=0.5'], 'turn': '30'}
        """
        said: dict[str, str | list[str]] = {}
        if self.condition != FIRST:
            said["condition"] = self.condition
        if self.person != 1:
            said["person"] = str(self.person)
        if self.terms is not None:
            said["term"] = [f"{id}={severity:g}" for id, severity in self.terms.items()] or [NONE]
        if self.sex:
            said["sex"] = self.sex
        return said | {name: f"{value:g}" for name, value in self.numbers.items()}

    def patient(self) -> Patient:
        """Who is in it."""
        patient = draw_patient(
            self.known, self.person, years=self.numbers.get("years"), sex=self.sex
        )
        return patient if self.terms is None else replace(patient, severities=dict(self.terms))

    @property
    def known(self) -> Condition | None:
        """The condition, if there is one."""
        return None if self.condition == NONE else condition(self.condition)

    def take(self, patient: Patient, *, size: int) -> Photograph:
        """A photograph of somebody in this scene: the same light, place and pose for all."""
        from raredx.cohorts.simulate.photograph import look_of, photo_of, photograph

        look, photo = look_of(patient), photo_of(patient, 0)
        if "skin" in self.numbers:
            look = replace(look, melanin=self.numbers["skin"])
        photo = replace(photo, yaw=self.numbers.get("turn", photo.yaw))
        if "light" in self.numbers:
            photo = replace(photo, light=replace(photo.light, azimuth=self.numbers["light"]))
        return photograph(patient, look, photo, size=size)


def from_address(given: Mapping[str, list[str]]) -> tuple[Scene, list[str]]:
    """The scene that an address asks for, and a line for everything in it that cannot be.

    >>> scene, notes = from_address({"condition": ["ORPHA:904"], "term": ["HP:0000316=0.5", "x"]})
    >>> scene.condition, scene.terms, notes
    ('ORPHA:904', {'HP:0000316': 0.5}, ["The simulated face has no term 'x'"])
    """
    notes: list[str] = []
    first = {name: values[0] for name, values in given.items() if values}
    wanted = first.get("condition", FIRST)
    if wanted != NONE and wanted not in usable_conditions():
        notes.append(f"The simulator does not know the condition {wanted[:40]!r}")
        wanted = FIRST
    person = first.get("person", "1")
    if not re.fullmatch(r"[0-9]{1,9}", person, re.ASCII):
        notes.append(f"{person[:40]!r} is nobody's number")
        person = "1"
    sex = first.get("sex")
    if sex not in (None, "female", "male"):
        notes.append(f"The simulator draws female and male faces, not {sex[:40]!r}")
        sex = None
    scene = Scene(
        condition=wanted,
        person=int(person),
        terms=_terms(given["term"], notes) if given.get("term") else None,
        sex=sex,
        numbers=_numbers(first, notes),
    )
    return scene, notes


def show(scene: Scene) -> None:
    """Put a scene into the address."""
    st.query_params.from_dict(scene.parameters)


def bounds(name: str) -> tuple[float, float]:
    """From where to where a number of a scene goes."""
    return _RANGES[name]


def _terms(said: list[str], notes: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in said:
        parts = _TERM.fullmatch(text)
        if parts and parts[1] in all_terms():
            found[parts[1]] = min(float(parts[2]), MOST)
        elif text != NONE:
            notes.append(f"The simulated face has no term {text[:40]!r}")
    return found


def _numbers(said: Mapping[str, str], notes: list[str]) -> dict[str, float]:
    found = {}
    for name, (low, high) in _RANGES.items():
        if name not in said:
            continue
        try:
            value = float(said[name])
        except ValueError:
            value = float("nan")
        if low <= value <= high:
            found[name] = value
        else:
            notes.append(f"{name} goes from {low:g} to {high:g}, and not to {said[name][:40]!r}")
    return found
