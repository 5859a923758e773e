"""A photograph of a simulated patient, and the truth about everything in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.head import Floats
from raredx.cohorts.simulate.knowledge.conditions import condition
from raredx.cohorts.simulate.knowledge.patient import Patient, draw_patient
from raredx.cohorts.simulate.portrait.look import Look, draw_look
from raredx.cohorts.simulate.portrait.photo import Photo, draw_photo
from raredx.cohorts.simulate.portrait.portrait import Portrait, portrait
from raredx.cohorts.simulate.sittings import FRONTAL, Sitting

_PHOTOGRAPH = 7  # the stream of chance of photographs, apart from those of the patient


@dataclass(frozen=True, kw_only=True, eq=False)
class Photograph:
    """One picture of somebody."""

    patient: Patient
    look: Look
    photo: Photo
    vertices: Floats  # (v, 3) metres, as the face was held
    portrait: Portrait

    @cached_property
    def landmarks(self) -> dict[str, tuple[float, float, bool]]:
        """Where each landmark is in the picture, in pixels, and whether it can be seen."""
        head = Head.shipped()
        points = self.vertices[list(head.landmarks.values())]  # (landmarks, 3)
        places, seen = self.portrait.camera.project(points), self.portrait.visible(points)
        return {
            name: (float(x), float(y), bool(there))
            for name, (x, y), there in zip(head.landmarks, places, seen, strict=True)
        }

    def places(self, *landmarks: str) -> Floats:
        """Where landmarks are in the picture and how deep, all in its pixels: (n, 3).

        Depth grows away from the camera, in pixels of the head's own scale.
        """
        head, camera = Head.shipped(), self.portrait.camera
        points = self.vertices[[head.landmarks[name] for name in landmarks]]  # (n, 3)
        depth = camera.depth(points)
        flat = camera.project(points)
        return np.column_stack([flat, depth * camera.focal / depth.mean()]).astype(np.float32)


def look_of(patient: Patient) -> Look:
    """The surface of a patient, with what the terms do to it."""
    identity = patient.identity
    chance = np.random.default_rng(patient.look_seed)
    return draw_look(chance, years=identity.years, sex=identity.sex).with_traits(patient.traits)


def photo_of(patient: Patient, number: int, *, view: str = FRONTAL) -> Photo:
    """How a patient is photographed for the so-manieth time: nothing in it knows the condition."""
    return draw_photo(np.random.default_rng([patient.look_seed, _PHOTOGRAPH, number]), view=view)


def photograph(patient: Patient, look: Look, photo: Photo, *, size: int = 256) -> Photograph:
    """Take a picture of a patient, `size` pixels wide and high."""
    vertices = patient.vertices(photo.expression)
    return Photograph(
        patient=patient,
        look=look,
        photo=photo,
        vertices=vertices,
        portrait=portrait(vertices, look, photo, size=size),
    )


def sit(
    sitting: Sitting, *, scale: float = 1.0, spread: float = 1.0, size: int = 256
) -> Photograph:
    """The picture that a plan asks for; `scale` and `spread` as in `draw_patient`."""
    found = None if sitting.condition is None else condition(sitting.condition)
    patient = draw_patient(found, sitting.seed, scale=scale, spread=spread)
    photo = photo_of(patient, sitting.number, view=sitting.view)
    return photograph(patient, look_of(patient), photo, size=size)


def truth(taken: Photograph) -> dict[str, Any]:
    """All that is known of a picture, as plain values: who, which terms, how it was taken."""
    patient = taken.patient
    identity = patient.identity
    return {
        "condition": patient.condition,
        "signs": [
            {"term": term, "severity": severity} for term, severity in patient.severities.items()
        ],
        "expressivity": patient.expressivity,
        "years": identity.years,
        "sex": identity.sex,
        "weight": identity.weight,
        "ancestry": list(identity.ancestry),
        "look": plain(asdict(taken.look)),
        "photo": plain(asdict(taken.photo)),
        "landmarks": [
            {"name": name, "x": round(x, 2), "y": round(y, 2), "seen": seen}
            for name, (x, y, seen) in taken.landmarks.items()
        ],
    }


def plain(value: Any) -> Any:
    """Values as JSON has them: arrays become lists, numpy's numbers become Python's.

    >>> plain({"tone": np.float32(0.5), "key": np.zeros(2)})
    {'tone': 0.5, 'key': [0.0, 0.0]}
    """
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else value
