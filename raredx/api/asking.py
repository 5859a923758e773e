"""Models over HTTP: what is here, what they say of an image, why, and what symptoms change."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from io import BytesIO
from threading import BoundedSemaphore
from typing import Annotated, Any, Literal

from fastapi import FastAPI, File, Form, UploadFile
from pydantic import BaseModel, ConfigDict, Field

import raredx
from raredx.cohorts.limits import LIMITS
from raredx.diagnosis.risk.answers import Sign
from raredx.settings import thread_count

Image = Annotated[UploadFile, File(description="PNG, JPEG, WebP, TIFF, BMP or DICOM")]
Model = Annotated[
    str | None,
    Form(description="Name of a model, see /models; without it the shipped one", max_length=64),
]
Coverage = Annotated[float, Form(gt=0, lt=1, description="How often a set is to hold the truth")]
Years = Annotated[float | None, Form(ge=0, le=120, description="Age of the person")]
Sex = Annotated[Literal["female", "male"] | None, Form(description="Of the person")]
Face = Annotated[
    int | None, Form(ge=1, le=100, description="Which face, where there are several: 1 is leftmost")
]
Teaching = Annotated[
    bool, Form(description="Answer about an image of another kind, too, and mark it")
]

_FACE = "the field `face`"


class Health(BaseModel):
    """That it runs."""

    status: Literal["ok"] = "ok"
    version: str
    notice: str


class ModelEntry(BaseModel):
    """A model, as a client sees it."""

    name: str
    title: str
    conditions: int
    fault: str
    """Why it cannot be asked; empty if it can."""


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


def add_asking(api: FastAPI) -> None:
    """Add what can be asked of models."""

    @api.get("/health")
    def health() -> Health:
        """Whether it runs, and which version."""
        return Health(version=raredx.__version__, notice=raredx.NOT_A_DEVICE)

    @api.get("/models")
    def models() -> list[ModelEntry]:
        """The models that are here."""
        from raredx.learning.bundle.store import list_bundles

        return [
            ModelEntry(
                name=one.name,
                title=one.card.title if one.card else "",
                conditions=len(one.card.conditions) if one.card else 0,
                fault=one.fault,
            )
            for one in list_bundles()
        ]

    @api.post("/predict")
    def predict(
        image: Image,
        model: Model = None,
        coverage: Coverage = 0.9,
        years: Years = None,
        sex: Sex = None,
        teaching: Teaching = False,
        face: Face = None,
    ) -> dict[str, Any]:
        """Ranked conditions with a set that holds the truth, or why there is no answer."""
        from raredx.diagnosis.meant import meant
        from raredx.diagnosis.predict import predict as ask

        shown, bundle = _admitted(image), _opened(model)
        with _turn():
            shown, landmarks = meant(shown, bundle.backbone, face=face, option=_FACE)
            told = ask(
                shown,
                bundle,
                coverage=coverage,
                years=years,
                sex=sex,
                teaching=teaching,
                landmarks=landmarks,
            )
        return told.as_dict()

    @api.post("/explain")
    def explain(
        image: Image,
        model: Model = None,
        condition: Annotated[str | None, Form(max_length=300)] = None,
        teaching: Teaching = False,
        face: Face = None,
    ) -> dict[str, Any]:
        """What in an image speaks for a condition, the checks of that map, and the map as PNG."""
        from raredx.diagnosis.answering import explained
        from raredx.diagnosis.meant import meant

        shown, bundle = _admitted(image), _opened(model)
        with _turn():
            shown, landmarks = meant(shown, bundle.backbone, face=face, option=_FACE)
            told, found = explained(
                shown, bundle, condition=condition, teaching=teaching, landmarks=landmarks
            )
        file = BytesIO()
        found.overlay().save(file, "PNG")
        return {
            **found.as_dict(),
            "overlay": base64.b64encode(file.getvalue()).decode(),
            "notice": list(told.notices),
            "versions": told.versions,
        }

    @api.post("/risk")
    def risk(known: Risk) -> dict[str, Any]:
        """How likely each condition is by what is known, step by step, and what to ask next."""
        return _weighed(known)


def _weighed(known: Risk) -> dict[str, Any]:
    import numpy as np

    from raredx.diagnosis.predict import versions_of
    from raredx.diagnosis.risk.course import IGNORED, questions, weigh
    from raredx.diagnosis.risk.frequencies import Candidate
    from raredx.diagnosis.risk.priors import given, uniform

    bundle = _opened(known.model)
    candidates = [Candidate(name=one.name, code=one.code) for one in bundle.card.conditions]
    trained = np.array([one.images for one in bundle.card.conditions], float)
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
        "ask": [{"term": term, "bits": bits} for term, bits in questions(course)],
        "versions": versions_of(bundle),
    }


@contextmanager
def _turn() -> Iterator[None]:
    """Within it a request has a core of its own; whoever comes while all are taken waits."""
    import torch

    with _cores():
        torch.set_num_threads(1)
        yield


@cache
def _cores() -> BoundedSemaphore:
    return BoundedSemaphore(thread_count())


def _admitted(image: UploadFile) -> Any:
    from raredx.cohorts.intake import admit

    data = image.file.read(LIMITS.file_bytes + 1)
    return admit(data).image


def _opened(name: str | None) -> Any:
    """A model, or the shipped one, opened once as long as it stays as it is."""
    from raredx.learning.bundle.store import DEMONSTRATION, state_of

    meant = DEMONSTRATION if name is None else name
    return _kept(meant, state_of(meant))


@lru_cache(maxsize=4)
def _kept(name: str, state: str) -> Any:
    from raredx.learning.bundle.store import open_bundle

    return open_bundle(name)
