"""What is to be known of synthetic images before one decides which are kept.

filter = Filter.fit(people, sight)            # of the training part, and of nobody else
table = filter.look(drawn, learned)           # a row for each image; policies decide by it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from raredx.errors import UserError
from raredx.phenotype.landmarks.found import Seen
from raredx.phenotype.shape.five_points import five_point_cosine, five_point_prototypes
from raredx.phenotype.shape.model import People, ShapeModel
from raredx.phenotype.shape.space import WHOLE
from raredx.synthesis.curation.novelty import Nearest, Novelty
from raredx.synthesis.curation.sight import Sight

Floats = npt.NDArray[Any]

LIKENESS, EVIDENCE, RANK, COSINE = "likeness", "evidence", "rank", "five_point_cosine"
"""Columns: how like its condition a face is, the log of how much likelier it is among that
condition's than among all, its condition's place, and the published score."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """n synthetic images with what they are meant to show."""

    sight: Sight
    labels: Sequence[str | None]
    conditions: Sequence[str | None]
    """As people's are written: codes, where there are any."""
    years: Sequence[float | None]
    sexes: Sequence[str | None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Filter:
    """What was learned from people, to judge images of faces by."""

    shape: ShapeModel
    novelty: Novelty
    prototypes: dict[str, Floats]
    """By condition, for the published score."""
    sharpness: float
    """Of the people's pictures, the median."""
    known: frozenset[str]
    """The pictures that it was fitted on."""

    @staticmethod
    def fit(people: People, sight: Sight, *, shape: ShapeModel | None = None) -> Filter:
        """Fit on people of the training part and the sight of their pictures, row by row.

        Parameters
        ----------
        shape
            Whose spaces are used, if not those that these people form themselves.
        """
        patients = people.affected
        labels = [label or "" for label in patients.labels]
        return Filter(
            shape=shape.of_gallery(people) if shape else ShapeModel.fit(people, people),
            novelty=Novelty.fit(sight, people.subjects),
            prototypes=five_point_prototypes(patients.landmarks.points, labels),
            sharpness=float(np.nanmedian(sight.sharpness)),
            known=frozenset(sight.ids),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The conditions that it knows."""
        return self.shape.names

    @property
    def calibrated(self) -> bool:
        """Whether some condition has two people, so that likeness says more than evidence."""
        return len(self.shape.conditions[False][WHOLE].held_out) > 0

    def look(self, drawn: Drawn, learned: Sight) -> pa.Table:
        """A row for each image, by which every policy decides.

        Parameters
        ----------
        learned
            The pictures that the generator learned from.
        """
        refuse_known(self.known, drawn)
        landmarks = drawn.sight.landmarks
        assert landmarks
        near = self.novelty.nearest(drawn.sight, learned)
        columns: dict[str, Any] = {
            "image_id": list(drawn.sight.ids),
            "label": list(drawn.labels),
            "face": [Seen(one).name.lower() for one in landmarks.seen],
            "doubts": ["; ".join(landmarks.doubts(row)) for row in range(len(landmarks))],
            "sharpness": drawn.sight.sharpness / self.sharpness,
            **self._phenotype(drawn),
        }
        return as_table(columns, near)

    def _phenotype(self, drawn: Drawn) -> dict[str, Floats]:
        """How like its condition each face is, by region; NaN where nothing can be said."""
        landmarks = drawn.sight.landmarks
        assert landmarks
        names = self.shape.names
        told = [
            row
            for row, condition in enumerate(drawn.conditions)
            if condition in names and landmarks.usable[row]
        ]
        regions = self.shape.conditions[False]
        columns = [EVIDENCE, RANK, COSINE, *map(_column, regions)]
        found = {name: np.full(len(landmarks), np.nan) for name in columns}
        if not told:
            return found
        own = landmarks.take(told)
        years, sexes = [drawn.years[row] for row in told], [drawn.sexes[row] for row in told]
        compared = self.shape.compare(self.shape.faces(own, years=years, sexes=sexes))
        each = np.arange(len(told))
        column = np.array([names.index(str(drawn.conditions[row])) for row in told])
        evidence = compared.evidence
        found[EVIDENCE][told] = evidence[each, column]
        found[RANK][told] = 1 + (evidence > evidence[each, column][:, None]).sum(1)
        for region, likeness in compared.likeness.items():
            found[_column(region)][told] = likeness[each, column]
        cosines = five_point_cosine(own.points, self.prototypes)
        published = np.array([[*self.prototypes].index(str(drawn.conditions[row])) for row in told])
        found[COSINE][told] = cosines[each, published]
        return found


def refuse_known(known: frozenset[str], drawn: Drawn) -> None:
    """One line if an image to be judged is among those that a filter was fitted on."""
    if again := known & {*drawn.sight.ids}:
        raise UserError(
            f"{len(again):,} of the images to be judged are among those that the filter was"
            " fitted on",
            remedy="Judge images that a generator drew, not those that it learned from",
        )


def as_table(columns: Mapping[str, Any], near: Nearest) -> pa.Table:
    """What was found of images, with whom each is nearest to; what is no number is unknown."""
    found = dict(columns)
    for name, limit in near.limits.items():
        apart = _finite(near.distances[name] / limit)
        known = zip(near.ids[name], np.isfinite(apart), strict=True)
        found[f"nearest_{name}"] = pa.array(
            [one if told else None for one, told in known], "string"
        )
        found[f"distance_{name}"] = apart
    return pa.table({name: pa.array(one, from_pandas=True) for name, one in found.items()})


def _finite(numbers: Floats) -> Floats:
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _column(region: str) -> str:
    return LIKENESS if region == WHOLE else f"{LIKENESS}_{region}"
