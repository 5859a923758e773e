"""Which images of a cohort an overview may look at: no test part, one origin, one face in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.plan import Part
from raredx.cohorts.splits.run import fitting_split
from raredx.errors import UserError
from raredx.phenotype.landmarks import landmarks_of
from raredx.phenotype.shape.model import People

OPEN_PARTS: tuple[Part, ...] = ("development", "calibration", "gallery")
"""The parts of a split that may be looked at before the end."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Chosen:
    """The images that may be looked at."""

    cohort: Cohort
    """These images alone."""
    origin: str
    split: str | None
    """None: the cohort has no split, and all of its images are looked at."""
    split_hash: str | None
    left_out: dict[str, int]
    """Why images are not looked at, and how many."""

    def __len__(self) -> int:
        return len(self.cohort)


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """n images in which one face was found, with what is known of each."""

    people: People
    """A label None is somebody without a condition."""
    labels: list[str]
    """As the cohort has them."""
    ids: list[str]
    codes: dict[str, str]
    """The code of each condition that has one."""
    faceless: int
    """Images that were looked at in vain."""

    @property
    def subjects(self) -> list[str]:
        """Whose image each is."""
        return list(self.people.subjects)

    @property
    def people_of_label(self) -> dict[str, int]:
        """How many people each label has, by its name."""
        both = {*zip(self.labels, self.subjects, strict=True)}
        return dict(sorted(Counter(label for label, _ in both).items()))


def choose(cohort: Cohort, *, split: str | None = None, origin: str | None = None) -> Chosen:
    """The images of a cohort that an overview may look at.

    Parameters
    ----------
    split
        Whose test part stays closed. Without a name it is the only one that fits the cohort as it
        is now; a cohort that never had one is looked at whole.
    origin
        Of the images. Without it the only one there is.
    """
    counts = cohort.counts("origin")
    if origin is None and len(counts) > 1:
        raise UserError(
            f"The cohort has {' and '.join(map(str, counts))} images, which are never mixed here",
            remedy="Choose an origin",
        )
    origin = origin or next(iter(counts), None)
    if origin not in counts:
        raise UserError(
            f"The cohort has no {origin or ''} images".replace("  ", " "),
            remedy=f"Choose an origin that it has: {', '.join(map(str, counts)) or 'none'}",
        )
    division = fitting_split(cohort, split)
    kept, left_out = cohort.select(origin=origin), {}
    if len(kept) < len(cohort):
        left_out["of another origin"] = len(cohort) - len(kept)
    if division is not None:
        ids = [one for part in OPEN_PARTS for one in division[1].images(part)]
        before, kept = len(kept), kept.select(image_id=ids)
        left_out["in the test part, or in no part of the split"] = before - len(kept)
    named = kept.select(label=[label for label in kept.counts("label") if label is not None])
    if len(named) < len(kept):
        left_out["without a label"] = len(kept) - len(named)
    return Chosen(
        cohort=named,
        origin=str(origin),
        split=division[0] if division else None,
        split_hash=division[1].hash if division else None,
        left_out=left_out,
    )


def look(
    chosen: Chosen,
    *,
    unaffected: str,
    workers: int = 1,
    tick: Callable[[int], None] = lambda done: None,
) -> Looked:
    """Find the faces, and leave out images in which not exactly one was found with confidence."""
    found = landmarks_of(chosen.cohort, workers=workers, tick=tick)
    rows = chosen.cohort.rows("image_id", "label", "label_id", "subject_id", "age", "sex")
    columns = rows.to_pydict()
    kept = np.flatnonzero(found.usable).tolist()
    if not kept:
        raise UserError(
            "No face was found in any image of this cohort",
            remedy="Choose a cohort of upright faces, one in each image",
        )
    of = {name: [values[row] for row in kept] for name, values in columns.items()}
    pairs = zip(columns["label"], columns["label_id"], strict=True)
    return Looked(
        people=People(
            landmarks=found.take(kept),
            labels=[None if label == unaffected else label for label in of["label"]],
            subjects=of["subject_id"],
            years=of["age"],
            sexes=of["sex"],
        ),
        labels=of["label"],
        ids=of["image_id"],
        codes={label: code for label, code in pairs if code},
        faceless=len(found) - len(kept),
    )
