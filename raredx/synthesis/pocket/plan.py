"""How the base model is made, as plan.toml says."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class People:
    """Who is learned from."""

    seed: int
    part: int
    number: int
    held_out: int
    """Those who are not learned from."""
    turned: float
    severity: float
    spread: float
    size: int
    shard: int
    """People who are drawn between two savings."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """What every training has."""

    steps: int
    batch: int
    rate: float
    rising: int
    """Steps over which the rate rises, before it falls."""
    average: float
    """Of the weights so far, kept at each step: what is shipped is their mean over many steps."""
    every: int
    """Steps between two savings."""
    seed: int

    def share_of_rate(self, step: int) -> float:
        """How much of the rate a step has: it rises, then falls as a cosine.

        >>> course = Plan.shipped().autoencoder
        >>> course.share_of_rate(course.rising), round(course.share_of_rate(course.steps), 2)
        (1.0, 0.0)
        """
        if step < self.rising:
            return (step + 1) / self.rising
        left = (step - self.rising) / max(1, self.steps - self.rising)
        return 0.5 * (1 + math.cos(math.pi * min(left, 1.0)))


@dataclass(frozen=True, kw_only=True)
class Autoencoding(Course):
    """How pictures are made small, and how that is learned."""

    channels: tuple[int, ...]
    latents: int
    """Channels of the narrow place."""
    edges: float
    """Weight of edges, pixels being 1."""
    perceived: float
    """Weight of what the face encoder sees."""
    face: float
    """How much more the middle of the face counts than the corners."""
    narrow: float
    """Weight of the narrow place's own disorder (its KL divergence)."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The whole."""

    people: People
    autoencoder: Autoencoding

    @staticmethod
    def shipped() -> Plan:
        """The plan of the model in assets/pocket."""
        read: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
        autoencoder = read["autoencoder"] | {"channels": tuple(read["autoencoder"]["channels"])}
        return Plan(people=People(**read["people"]), autoencoder=Autoencoding(**autoencoder))
