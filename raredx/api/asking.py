"""Models asked about an image over HTTP: what they say of it, and why."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from threading import BoundedSemaphore
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, File, Form, UploadFile

from raredx.api.opened import opened
from raredx.cohorts.limits import LIMITS
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
Condition = Annotated[
    str | None, Form(max_length=300, description="A condition; the first answer if empty")
]

_FACE = "the field `face`"


class Asked:
    """Which face of which image is meant, and which model is asked about it."""

    def __init__(
        self, image: Image, model: Model = None, face: Face = None, teaching: Teaching = False
    ) -> None:
        from raredx.cohorts.intake import admit

        self.image = admit(image.file.read(LIMITS.file_bytes + 1)).image
        self.bundle = opened(model)
        self.face, self.teaching = face, teaching

    @contextmanager
    def turn(self) -> Iterator[tuple[Any, Any]]:
        """The picture that is meant and its landmarks, as soon as there is a core for it."""
        from raredx.diagnosis.meant import meant

        with _turn():
            yield meant(self.image, self.bundle.backbone, face=self.face, option=_FACE)


def add_asking(api: FastAPI) -> None:
    """Add what can be asked about an image."""

    @api.post("/predict")
    def predict(
        asked: Annotated[Asked, Depends()],
        coverage: Coverage = 0.9,
        years: Years = None,
        sex: Sex = None,
    ) -> dict[str, Any]:
        """Ranked conditions with a set that holds the truth, or why there is no answer."""
        from raredx.diagnosis.predict import predict as ask

        with asked.turn() as (shown, landmarks):
            told = ask(
                shown,
                asked.bundle,
                coverage=coverage,
                years=years,
                sex=sex,
                teaching=asked.teaching,
                landmarks=landmarks,
            )
        return told.as_dict()

    @api.post("/explain")
    def explain(asked: Annotated[Asked, Depends()], condition: Condition = None) -> dict[str, Any]:
        """What in an image speaks for a condition, the checks of that map, and the map as PNG."""
        from raredx.diagnosis.answering import explained

        with asked.turn() as (shown, landmarks):
            told, found = explained(
                shown,
                asked.bundle,
                condition=condition,
                teaching=asked.teaching,
                landmarks=landmarks,
            )
        file = BytesIO()
        found.overlay().save(file, "PNG")
        return {
            **found.as_dict(),
            "overlay": base64.b64encode(file.getvalue()).decode(),
            "notice": list(told.notices),
            "versions": told.versions,
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
