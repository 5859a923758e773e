"""The space in which the faces of a cohort are placed, and what is learned in it fold by fold.

Either a reference's, which was fitted on other people, or one that is fitted on the cohort itself.
The first is the same in every fold; the second is fitted anew in each, on its training people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.population.out_of_fold import Fit
from raredx.phenotype.population.people import Floats, Whole, Words
from raredx.phenotype.shape.align import mean_shape, upright
from raredx.phenotype.shape.conditions import Conditions
from raredx.phenotype.shape.model import People, ShapeModel, faces_of
from raredx.phenotype.shape.space import WHOLE, Faces, Space

Place = Callable[[npt.NDArray[Any], Words], tuple[Floats, Floats]]
"""Rows (m,) to learn from and the labels (n,), to scores (n, k) and how conditions differ (k,)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """n faces in one space."""

    shapes: Floats
    """(n, 478, 3): aligned, and without what `taken_out` does to a face."""
    taken_out: tuple[str, ...]
    """"pose", and "age" (with sex) where it is known of everybody."""
    scores: Floats | None
    """(n, k): None where people are too few for a space of their own."""
    between: Floats | None
    """(k,): how much conditions differ along each axis, where people of one differ by 1."""
    place: Place
    missing: str = ""
    """Why there are no scores."""


def on_reference(people: People, model: ShapeModel) -> Ground:
    """Faces in the space of a reference, which has seen none of these people."""
    dated = bool(people.dated.all()) and True in model.spaces
    space = model.spaces[dated]
    faces = faces_of(people, model.mean)
    scores = space.scores(faces)[WHOLE]
    between = space.whitenings[WHOLE].between
    return Ground(
        shapes=space.effects.without(faces.shapes, faces.causes.of(space.taken_out)),
        taken_out=space.taken_out,
        scores=scores,
        between=between,
        place=lambda rows, labels: (scores, between),
    )


def on_itself(people: People) -> Ground:
    """Faces in a space that is fitted on them; where it judges them, without those it judges."""
    taken_out = ("pose", "age") if people.dated.all() else ("pose",)
    points = upright(people.landmarks.points.astype(np.float64))  # (n, 478, 3)

    def fit(rows: npt.NDArray[Any], labels: Words) -> tuple[Space, Faces]:
        known = [label or None for label in labels[rows].tolist()]
        healthy = np.array([label is None for label in known])
        mean = mean_shape(points[rows][healthy] if healthy.any() else points[rows])
        faces = faces_of(people, mean)
        space = Space.fit(faces.take(rows), known, taken_out=taken_out, by_region=False)
        return space, faces

    def place(rows: npt.NDArray[Any], labels: Words) -> tuple[Floats, Floats]:
        space, faces = fit(rows, labels)
        return space.scores(faces)[WHOLE], space.whitenings[WHOLE].between

    labels = np.array([label or "" for label in people.labels])
    try:
        space, faces = fit(np.arange(len(people)), labels)
    except UserError as error:
        faces = faces_of(people, mean_shape(points))
        return Ground(
            shapes=faces.shapes,
            taken_out=(),
            scores=None,
            between=None,
            place=place,
            missing=str(error),
        )
    return Ground(
        shapes=space.effects.without(faces.shapes, faces.causes.of(taken_out)),
        taken_out=taken_out,
        scores=space.scores(faces)[WHOLE],
        between=space.whitenings[WHOLE].between,
        place=place,
    )


def fit_of(
    ground: Ground, subjects: Sequence[str], conditions: Sequence[str]
) -> Callable[[Words], Fit]:
    """Labels (n,), "" being nobody's condition, to what `out_of_fold` takes.

    Conditions learn from images alone: what HPO says of them is left aside, because it is to be
    shown that the faces tell.
    """
    who = np.asarray([*subjects], np.str_)

    def with_labels(labels: Words) -> Fit:
        def fit(rows: Whole) -> Callable[[Whole], Floats]:
            scores, between = ground.place(rows, labels)
            own = rows[labels[rows] != ""]
            known = Conditions.fit(
                scores[own],
                labels[own].tolist(),
                who[own].tolist(),
                between=between,
                names=conditions,
            )
            return lambda others: known.evidence(scores[others])

        return fit

    return with_labels
