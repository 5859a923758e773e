"""Conditions given afterwards: a drawn image shows the one whose mean face is nearest to its own.

This is how it was published, and how good it is can be seen by comparing: five points, their
distances, and a cosine (see `raredx.phenotype.shape.five_points`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from raredx.errors import UserError
from raredx.phenotype.landmarks.detect import Detector
from raredx.phenotype.landmarks.found import Landmarks, unpacked
from raredx.phenotype.shape.five_points import five_point_cosine, five_point_prototypes

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[Any]
Seeds = Sequence[int]
Look = Callable[[Pixels], Landmarks]
"""Finds the faces in images (n, side, side, 3)."""

TRIES = 64
"""Images that are drawn, at most, until one shows what was wanted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """An image that was drawn for a condition."""

    pixels: Pixels
    """(side, side, 3)"""
    seed: int
    """Of its chance."""
    tries: int
    """How many were looked at until it was taken."""
    nearest: bool
    """Whether the condition is the nearest one; if not, no image was found of which it is."""
    cosine: float | None
    """With the condition's mean face; None where no face was found."""

    @property
    def facts(self) -> dict[str, Any]:
        """All but the pixels, by name."""
        return {
            "chance": self.seed,
            "tries": self.tries,
            "nearest": self.nearest,
            "cosine": self.cosine,
        }


@contextmanager
def looking() -> Iterator[Look]:
    """What finds the faces in images, as long as it is needed."""
    with Detector() as detector:
        yield lambda faces: unpacked(
            np.stack([detector.detect(Image.fromarray(one)) for one in faces])
        )


def mean_faces(faces: Pixels, labels: Sequence[str], look: Look) -> dict[str, Floats]:
    """The mean distances of each condition's faces, (25,), conditions as they come.

    Parameters
    ----------
    faces
        (n, side, side, 3)

    Raises
    ------
    UserError
        Where a condition has no image in which a face is found.
    """
    seen = look(faces)
    rows = np.flatnonzero(seen.usable)
    if empty := sorted({*labels} - {labels[int(row)] for row in rows}):
        raise UserError(
            f"In no example of {', '.join(map(repr, empty))} a face was found, so that nothing can"
            " be said to be near it",
            remedy="Give it more examples, or let the networks be told the conditions before",
        )
    found = five_point_prototypes(seen.points[rows], [labels[int(row)] for row in rows])
    return {name: found[name] for name in dict.fromkeys(labels)}


def first_near(
    label: str,
    means: Mapping[str, Floats],
    draw: Callable[[Seeds], Pixels],
    *,
    seed: int,
    at_once: int,
    look: Look,
) -> Found:
    """The first image to which a condition's mean face is nearest, among those of a seed.

    If there is none among `TRIES` it is the one that is most like it.

    Parameters
    ----------
    draw
        Gives images (n, side, side, 3) by their seeds.
    at_once
        How many are drawn, and looked at, together.
    """
    best: Found | None = None
    for number, one, pixels, cosines in _candidates(means, draw, seed, at_once, look):
        own = cosines[[*means].index(label)]
        nearest = bool(own == cosines.max())  # never where no face was found
        found = Found(
            pixels=pixels,
            seed=one,
            tries=number,
            nearest=nearest,
            cosine=None if np.isnan(own) else float(own),
        )
        if nearest:
            return found
        if best is None or (found.cosine or -1) > (best.cosine or -1):
            best = found
    assert best
    return replace(best, tries=TRIES)


def _candidates(
    means: Mapping[str, Floats],
    draw: Callable[[Seeds], Pixels],
    seed: int,
    at_once: int,
    look: Look,
) -> Iterator[tuple[int, int, Pixels, Floats]]:
    """Their number from 1, seed, pixels and cosines with all conditions."""
    seeds = np.random.SeedSequence(seed).generate_state(TRIES, np.uint32).tolist()
    for first in range(0, TRIES, at_once):
        some = seeds[first : first + at_once]
        drawn = draw(some)
        seen = look(drawn)
        cosines = five_point_cosine(seen.points, dict(means))  # (n, conditions)
        cosines[~seen.usable] = np.nan
        for row, one in enumerate(some):
            yield first + row + 1, one, drawn[row], cosines[row]
