"""How the face encoder is made, as plan.toml says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Course:
    """How the network is trained."""

    epochs: int
    batch: int
    rate: float
    decay: float
    shift: int
    """Pixels by which a head is moved at most."""
    margin: float
    """By which a person must be nearer to the own condition's direction, in cosines."""
    scale: float
    """Of cosines, before they become probabilities."""
    pull: float
    """Weight of telling conditions apart, telling terms being 1."""
    average: float
    """Of the weights so far, kept at each step: what is shipped is their mean over many steps."""
    seed: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Who is learned on, and how."""

    seed: int
    part: int
    images: int
    """Of each condition, drawn beside the people of the shipped reference."""
    unaffected: int
    unseen: int
    """Conditions that are kept apart."""
    course: Course

    @staticmethod
    def shipped() -> Plan:
        """The plan of the encoder in assets/face-encoder."""
        read: dict[str, Any] = tomllib.loads(Path(__file__).with_name("plan.toml").read_text())
        return Plan(course=Course(**read.pop("course")), **read)
