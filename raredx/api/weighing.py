"""What symptoms change, over HTTP."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

import raredx
from raredx.api.opened import opened
from raredx.diagnosis.risk.answers import Sign


class Risk(BaseModel):
    """What is known of a person besides an image."""

    model_config = ConfigDict(extra="forbid")
    model: str | None = Field(
        None, max_length=64, description="Whose conditions are weighed; the shipped one's if empty"
    )
    signs: dict[str, Sign] = Field({}, max_length=200, description="By HPO term")
    prior: Literal["alike", "trained"] | dict[str, float] = Field(
        "alike", description="Alike, as in the model's training, or a number for each condition"
    )
    image: dict[str, float] | None = Field(
        None, description="By condition: the probabilities that /predict gave"
    )
    seen: list[str] = Field([], max_length=1000, description="Terms that the image showed")


def add_weighing(api: FastAPI) -> None:
    """Add the risk by symptoms."""

    @api.post("/risk")
    def risk(known: Risk) -> dict[str, Any]:
        """How likely each condition is by what is known, step by step, and what to ask next."""
        return _weighed(known)


def _weighed(known: Risk) -> dict[str, Any]:
    from raredx.diagnosis.predict import versions_of
    from raredx.diagnosis.risk.course import IGNORED, questions, weigh
    from raredx.diagnosis.risk.frequencies import candidates_of
    from raredx.diagnosis.risk.priors import given, uniform
    from raredx.ontology import body, facts

    bundle = opened(known.model)
    candidates, trained = candidates_of(bundle.card)
    prior = {"alike": uniform(candidates), "trained": trained}
    course = weigh(
        candidates,
        prior[known.prior] if isinstance(known.prior, str) else given(candidates, known.prior),
        image=None if known.image is None else given(candidates, known.image),
        trained=trained,
        answers=known.signs,
        seen=known.seen,
    )
    return {
        "notice": [raredx.NOT_A_DEVICE, IGNORED],
        "ranked": [
            {
                "name": candidates[place].name,
                "code": candidates[place].code,
                "probability": float(course.posterior[place]),
                "risk": course.level(place),
                "steps": [
                    {"title": one.title, "moved": float(one.ratios[place]), "counted": one.counted}
                    for one in course.steps
                ],
            }
            for place in course.ranked()
        ],
        "ask": [
            {"term": term, "name": body.term(term).name, "bits": bits}
            for term, bits in questions(course)
        ],
        "versions": {**versions_of(bundle), "signs": f"HPO {facts.version}"},
    }
