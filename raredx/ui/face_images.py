"""Images that the face lab may look at: those of a cohort, and one that was dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.intake import Admitted
from raredx.cohorts.splits.run import split_folders
from raredx.cohorts.store import open_cohort
from raredx.phenotype.landmarks import Landmarks, find_landmarks
from raredx.phenotype.looking import KNOWN, splits_of, unlocked

if TYPE_CHECKING:
    from PIL import Image

Part = Literal["development", "calibration"]
"""Of a split: who is learned from, or who is not."""

_GROWN = 4.0  # years
_KNOWN_BEST = ("ORPHA:199", "ORPHA:904", "ORPHA:870", "ORPHA:648")
"""Cornelia de Lange's, Williams', Down's and Noonan's syndromes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """An image, and what is known of it beside its pixels."""

    image_id: str
    title: str
    image: Image.Image
    landmarks: Callable[[], Landmarks | None]
    """Those that were found before, where the image is kept; None where nothing is."""
    origin: str | None
    """None: nobody knows."""
    years: float | None
    sex: str | None
    cohort: str | None = None
    label: str | None = None
    label_id: str | None = None
    noted: frozenset[str] = frozenset()
    """The terms that its cohort notes."""


def subject_of_row(name: str, row: Mapping[str, Any]) -> Subject:
    """The subject of a row of the cohort of that name."""
    cohort, image_id = open_cohort(name), str(row["image_id"])
    return Subject(
        image_id=image_id,
        title=caption(row),
        image=cohort.image(image_id),
        landmarks=lambda: find_landmarks([image_id], cohort.image),
        origin=row["origin"],
        years=None if row["age"] is None else round(float(row["age"]), 1),
        sex=row["sex"],
        cohort=name,
        label=row["label"],
        label_id=row["label_id"],
        noted=frozenset(row["phenotypes"] or ()),
    )


def subject_of_file(name: str, admitted: Admitted) -> Subject:
    """The subject of a file that no cohort has: nothing is known of it, and nothing is kept."""
    return Subject(
        image_id=admitted.image_id,
        title=name,
        image=admitted.image,
        landmarks=lambda: None,
        origin=None,
        years=None,
        sex=None,
    )


def state_of(cohort: Cohort) -> str:
    """What tells a cohort and its splits from what they were before."""
    return " ".join([cohort.data_hash, *(folder.name for folder in split_folders(cohort))])


@st.cache_data(max_entries=16, show_spinner="Reading the cohort…")
def offered(name: str, state: str) -> dict[str, str]:
    """The images of a cohort that may be looked at, and what each is called, in that order."""
    rows = unlocked(open_cohort(name)).rows(*KNOWN).to_pylist()
    found = {row["image_id"]: caption(row) for row in rows}
    return dict(sorted(found.items(), key=lambda one: (one[1].casefold(), one[0])))


@st.cache_data(max_entries=16, show_spinner=False)
def examples(name: str, state: str, part: Part = "development", many: int = 2) -> tuple[str, ...]:
    """Images to begin with, each of another condition, from a part of a split; two at least."""
    cohort = open_cohort(name)
    ids = _part(cohort, part)
    rows = unlocked(cohort).select(image_id=ids) if ids else unlocked(cohort)
    ranked = sorted(rows.rows(*KNOWN).to_pylist(), key=_telling)
    first = {row["label"]: str(row["image_id"]) for row in reversed(ranked)}
    found = [first[label] for label in dict.fromkeys(row["label"] for row in ranked)]
    return tuple((found * 2)[: max(2, min(many, len(found)))])


@st.cache_data(max_entries=16, show_spinner=False)
def are_apart(name: str, state: str) -> bool:
    """Whether a split of a cohort keeps people apart from those who are learned from."""
    return bool(_part(open_cohort(name), "calibration"))


def _part(cohort: Cohort, part: Part) -> tuple[str, ...]:
    """The images of a part of the first split; none where there is no split."""
    first = next(iter(splits_of(cohort)), None)
    return getattr(first, part) if first else ()


def _telling(row: Mapping[str, Any]) -> tuple[int, bool, int, str]:
    """A place in the order of examples: well-known conditions, no infants, many signs."""
    code = row["label_id"]
    known = _KNOWN_BEST.index(code) if code in _KNOWN_BEST else len(_KNOWN_BEST)
    infant = (row["age"] or _GROWN) < _GROWN
    return known, infant, -len(row["phenotypes"] or ()), row["image_id"]


def caption(row: Mapping[str, Any]) -> str:
    """What an image is called in a list."""
    known = [row["label"] or "no label"]
    known += [] if row["age"] is None else [f"{row['age']:.0f} y"]
    known += [row["sex"]] if row["sex"] else []
    return f"{', '.join(known)} · {row['image_id'][:6]}"
