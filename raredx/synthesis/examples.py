"""What a generator learns from: a handful of framed faces for each condition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.manifest import GENERATED
from raredx.errors import UserError
from raredx.synthesis.framing import SIDE, framed
from raredx.words import count

if TYPE_CHECKING:
    from raredx.cohorts.cohort import Cohort

Pixels = npt.NDArray[np.uint8]

_COLUMNS = "image_id", "label", "label_id", "subject_id", "origin", "sex", "age"


@dataclass(frozen=True, kw_only=True, eq=False)
class Examples:
    """n faces of some conditions, those of one condition in a row."""

    ids: tuple[str, ...]
    """(n,) which images they are, by the hash of their pixels."""
    faces: Pixels
    """(n, side, side, 3)"""
    labels: tuple[str, ...]
    subjects: tuple[str, ...]
    sexes: tuple[str | None, ...]
    years: tuple[float | None, ...]
    codes: Mapping[str, str | None]
    """By condition: its ORPHA code, where it has one."""
    lost: Mapping[str, int]
    """By condition: its images in which no face could be framed."""
    source: Mapping[str, str] = field(default_factory=dict)
    """Where they come from: the cohort, its split, and the hashes of both."""

    @property
    def conditions(self) -> tuple[str, ...]:
        """What they show, each once."""
        return tuple(dict.fromkeys(self.labels))

    def of(self, label: str) -> Examples:
        """Those of one condition."""
        rows = [row for row, own in enumerate(self.labels) if own == label]
        listed: dict[str, Any] = {
            name: tuple(getattr(self, name)[row] for row in rows)
            for name in ("ids", "labels", "subjects", "sexes", "years")
        }
        return replace(
            self,
            faces=self.faces[rows],
            codes={label: self.codes.get(label)},
            lost={label: self.lost.get(label, 0)},
            **listed,
        )


def examples_of(
    cohort: Cohort,
    conditions: Sequence[str],
    *,
    among: Sequence[str] | None = None,
    most: int | None = None,
    seed: int = 0,
    side: int = SIDE,
    workers: int = 1,
    tick: Callable[[int], None] = lambda done: None,
) -> Examples:
    """The framed faces of some conditions.

    Parameters
    ----------
    conditions
        Labels of the cohort, in the order in which they are wanted.
    among
        Images that may be learned from: the training part, where there is one.
    most
        Images of each condition at most, of as many different people as there are.
    seed
        Who is taken, where not everybody is.
    side
        Pixels of a face, each way.

    Raises
    ------
    UserError
        Where a condition is unknown, or has no image in which a face can be framed.
    """
    from raredx.phenotype.landmarks.find import find_landmarks

    rows = _rows(cohort, conditions, among, most=most, seed=seed)
    ids = [row["image_id"] for row in rows]
    found = find_landmarks(ids, cohort.image, workers=workers, tick=tick)
    seen = [row for row, usable in zip(rows, found.usable, strict=True) if usable]
    every, left = (Counter(row["label"] for row in some) for some in (rows, seen))
    if empty := [name for name in conditions if not left[name]]:
        raise UserError(
            f"In no image of {_named(empty)} one face was found: there is nothing to learn from",
            remedy="Choose other conditions, or give them images with one face each",
        )
    faces = [
        framed(cohort.image(image_id), points, side=side)
        for image_id, points, usable in zip(ids, found.points, found.usable, strict=True)
        if usable
    ]
    return Examples(
        ids=tuple(row["image_id"] for row in seen),
        faces=np.stack(faces),
        labels=tuple(row["label"] for row in seen),
        subjects=tuple(row["subject_id"] for row in seen),
        sexes=tuple(row["sex"] for row in seen),
        years=tuple(row["age"] for row in seen),
        codes={row["label"]: row["label_id"] for row in seen},
        lost={name: every[name] - left[name] for name in conditions},
    )


def _rows(
    cohort: Cohort,
    conditions: Sequence[str],
    among: Sequence[str] | None,
    *,
    most: int | None,
    seed: int,
) -> list[dict[str, Any]]:
    """Who is learned from, condition by condition."""
    known = cohort.counts("label")
    if unknown := [name for name in conditions if name not in known]:
        raise UserError(
            f"The cohort has no condition {_named(unknown)}",
            remedy="`raredx cohort show` lists those it has",
        )
    chosen = cohort.select(label=list(conditions))
    if among is not None:
        chosen = chosen.select(image_id=list(among))
    rows = [row for row in chosen.rows(*_COLUMNS).to_pylist() if row["origin"] != GENERATED]
    found = []
    for name in conditions:
        own = [row for row in rows if row["label"] == name]
        if not own:
            raise UserError(
                f"{name!r} has no image that may be learned from: all of its"
                f" {count(known[name], 'image')} are kept apart to judge by, or are synthetic",
                remedy="Choose another condition, or another split",
            )
        found += of_many_people(own, most, seed)
    return found


def of_many_people(
    rows: list[dict[str, Any]], most: int | None, seed: int | Sequence[int]
) -> list[dict[str, Any]]:
    """So many images, a second one of somebody only when everybody has one.

    The same seed takes those of a smaller number among those of a larger one.
    """
    if most is None or len(rows) <= most:
        return rows
    order = np.random.default_rng(seed).permutation(len(rows))
    seen: Counter[str] = Counter()
    turn = {}
    for place in order:
        turn[place] = seen[rows[place]["subject_id"]]
        seen[rows[place]["subject_id"]] += 1
    first = sorted(order, key=lambda place: turn[place])[:most]
    return [rows[place] for place in sorted(first)]


def _named(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names))
