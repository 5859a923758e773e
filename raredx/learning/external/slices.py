"""A model's answers by who was asked about: small numbers are said, not hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from raredx.learning.metrics import score
from raredx.learning.predictions import Predictions

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort

FEWEST = 10
"""People below whom a slice is counted, and nothing is said of it."""
METRICS = ("top-1", "top-5")
UNKNOWN = "not known"
_COLUMNS: tuple[str, ...] = ("origin", "source", "site", "sex")
_AGES = ((2, "under 2 years"), (6, "2 to 5"), (12, "6 to 11"), (18, "12 to 17"))
_ADULT = "18 and over"
_TONES = ((1 / 3, "light"), (2 / 3, "medium"))
_DARK = "dark"
_TONE_COLUMNS = ("skin_tone", "fitzpatrick", "monk")
"""Columns that a cohort may say the skin tone in; a simulated one has it in its truth."""


class Slice(BaseModel):
    """Some of the people, by what is known of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    by: str
    value: str
    images: int
    people: int
    scores: tuple[dict[str, Any], ...]
    note: str
    """Why there are no scores, if there are none; else empty."""


def slices(said: Predictions, known: Mapping[str, Mapping[str, str]]) -> tuple[Slice, ...]:
    """Score some of the people after the other.

    Parameters
    ----------
    known : mapping
        What is known of images, as `known_of` gives it.

    Examples
    --------
    >>> from raredx.learning.predictions import example
    >>> found = slices(example(), {"sex": {"i1": "female", "i2": "male", "i3": "male"}})
    >>> [(one.value, one.people, one.note) for one in found][0]
    ('female', 1, 'too few: 1 person, and 10 are needed')
    """
    found = []
    for by, values in known.items():
        own = np.array([values.get(image, UNKNOWN) for image in said.images])  # (n,)
        found += [_slice(by, value, said.take(own == value)) for value in _ordered(by, own)]
    return tuple(found)


def known_of(cohort: Cohort) -> dict[str, dict[str, str]]:
    """What a cohort says of its images: by origin, source, site, sex, age and skin tone."""
    names = [name for name in _COLUMNS if name in cohort.columns]
    rows = cohort.rows("image_id", "age", *names).to_pydict()
    ids = rows["image_id"]
    told = {
        name: {image: str(value) for image, value in zip(ids, rows[name], strict=True) if value}
        for name in names
    }
    told["age"] = {
        image: _band(age, _AGES, _ADULT)
        for image, age in zip(ids, rows["age"], strict=True)
        if age is not None
    }
    if tones := _tones(cohort):
        told["skin tone"] = tones
    return told


def _slice(by: str, value: str, said: Predictions) -> Slice:
    people = len(np.unique(said.subjects))
    few = people < FEWEST
    found = None if few else score(said, names=METRICS)
    noun = "1 person" if people == 1 else f"{people} people"
    return Slice(
        by=by,
        value=value,
        images=len(said),
        people=people,
        scores=tuple(found.rows()) if found else (),
        note=f"too few: {noun}, and {FEWEST} are needed" if few else "",
    )


def _tones(cohort: Cohort) -> dict[str, str]:
    """The skin tone of images, where the cohort knows it."""
    for name in _TONE_COLUMNS:
        if name in cohort.columns:
            rows = cohort.rows("image_id", name).to_pydict()
            both = zip(rows["image_id"], rows[name], strict=True)
            return {image: str(tone) for image, tone in both if tone is not None}
    if "truth" not in cohort.sides:
        return {}
    truth = cohort.side("truth")
    if "look" not in truth.column_names:
        return {}
    melanin = (look["melanin"] for look in truth["look"].to_pylist())
    both = zip(truth["image_id"].to_pylist(), melanin, strict=True)
    return {image: _band(tone, _TONES, _DARK) for image, tone in both}


def _band(value: float, bands: Sequence[tuple[float, str]], above: str) -> str:
    return next((name for end, name in bands if value < end), above)


def _ordered(by: str, own: Any) -> list[str]:
    """The values that there are, in their natural order; what is not known comes last."""
    natural = [name for _, name in (*_AGES, *_TONES)] + [_ADULT, _DARK]
    place = {name: number for number, name in enumerate(natural)}
    return sorted(
        {*own.tolist()}, key=lambda one: (one == UNKNOWN, place.get(one, len(place)), one)
    )
