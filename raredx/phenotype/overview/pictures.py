"""The mean face of each condition as a picture: of nobody, and only of people enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, overload

import numpy as np

from raredx.cohorts.cohort import Cohort
from raredx.phenotype.overview.chosen import Looked
from raredx.phenotype.population.difference import mean_shape
from raredx.phenotype.population.faces import SMALLEST, mean_face
from raredx.phenotype.population.people import Floats

if TYPE_CHECKING:
    from PIL import Image

SIDE = 192
"""Pixels of a mean face."""
_QUALITY = 82


def mean_faces(
    cohort: Cohort,
    looked: Looked,
    shapes: Floats,
    *,
    tick: Callable[[float], None] = lambda share: None,
) -> Iterator[tuple[str, bytes]]:
    """Labels of people enough, each with its mean face as WebP."""
    labels, subjects = np.array(looked.labels), np.array(looked.subjects)
    sizes = looked.people_of_label
    for number, label in enumerate(sizes):
        tick(number / len(sizes))
        if sizes[label] < SMALLEST:
            continue
        rows = np.flatnonzero(labels == label)
        own = subjects[rows].tolist()
        face = mean_face(
            _Images(cohort, [looked.ids[row] for row in rows]),
            looked.people.landmarks.points[rows, :, :2],
            own,
            shape=mean_shape(shapes[rows], own),
            size=SIDE,
        )
        file = BytesIO()
        face.image.save(file, "WEBP", quality=_QUALITY, method=6)
        yield label, file.getvalue()


class _Images(Sequence["Image.Image"]):
    """Images that are opened when they are asked for."""

    def __init__(self, cohort: Cohort, ids: Sequence[str]) -> None:
        self._cohort, self._ids = cohort, ids

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Image.Image: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Image.Image]: ...
    def __getitem__(self, place: int | slice) -> Image.Image | Sequence[Image.Image]:
        if isinstance(place, slice):
            return _Images(self._cohort, self._ids[place])
        return self._cohort.image(self._ids[place])
