"""The same person in the same photograph, without and with a term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from raredx.cohorts.simulate.knowledge.patient import Patient, draw_patient
from raredx.cohorts.simulate.photograph import Photograph, look_of, photo_of, photograph
from raredx.cohorts.simulate.portrait.film import Film
from raredx.cohorts.simulate.portrait.photo import Photo

CLEAN = Film(noise=0.0, blur=0.3, sharpen=0.0, vignette=0.0, quality=95)
_MARGIN = 1.28


def someone(seed: int) -> Patient:
    """Somebody without any term, not even a sporadic one."""
    return replace(draw_patient(None, seed), severities={})


def calm(patient: Patient, *, yaw: float = 0.0) -> Photo:
    """A good photograph of a calm face; light, clothes and place are the patient's own."""
    drawn = photo_of(patient, 0)
    return replace(
        plain(yaw=yaw), light=drawn.light, clothes=drawn.clothes, disarray=drawn.disarray
    )


def plain(*, yaw: float = 0.0) -> Photo:
    """A good photograph of a calm face before a wall."""
    return Photo(yaw=yaw, margin=_MARGIN, film=CLEAN)


def with_terms(
    patient: Patient, severities: Mapping[str, float], photo: Photo, *, size: int
) -> Photograph:
    """The picture that this photograph is of the patient with some terms."""
    changed = replace(patient, severities=severities)
    return photograph(changed, look_of(changed), photo, size=size)
