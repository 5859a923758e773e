"""How the base model is made, as plan.toml says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from raredx.synthesis.steps import Course


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
class Denoising(Course):
    """How noise is taken out, led by words, and how that is learned."""

    channels: tuple[int, ...]
    tokens: int
    """That the tokenizer has at most."""
    words: int
    """Width of what the text encoder makes of a word."""
    layers: int
    """Of the text encoder."""
    unsaid: float
    """Share of the faces that are shown without a word, for guidance."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The whole."""

    people: People
    autoencoder: Autoencoding
    denoiser: Denoising

    @staticmethod
    def shipped() -> Plan:
        """The plan of the model in assets/pocket."""
        read: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
        for part in ("autoencoder", "denoiser"):
            read[part]["channels"] = tuple(read[part]["channels"])
        return Plan(
            people=People(**read["people"]),
            autoencoder=Autoencoding(**read["autoencoder"]),
            denoiser=Denoising(**read["denoiser"]),
        )
