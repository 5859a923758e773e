"""People and photographs for the tests of portraits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from raredx.cohorts.simulate.head import Build, Head
from raredx.cohorts.simulate.portrait.film import Film
from raredx.cohorts.simulate.portrait.look import Look
from raredx.cohorts.simulate.portrait.photo import Photo
from raredx.cohorts.simulate.portrait.portrait import Portrait, portrait
from raredx.cohorts.simulate.strands.style import Brows, HairStyle

HEAD = Head.shipped()
CLEAN = Film(noise=0.0, blur=0.3, sharpen=0.0, vignette=0.0, quality=95)
SIZE = 192
# A red-haired boy with a short cut, fair enough that brows have to be looked for.
FAIR = Look(
    melanin=0.2,
    iris=0.55,
    hair=HairStyle(cut="crop", eumelanin=0.3, pheomelanin=0.3, hairline=0.0),
    brows=Brows(eumelanin=0.4, pheomelanin=0.2),
)


@cache
def child() -> np.ndarray:
    return HEAD.shape(Build(years=8))


def take(look: Look = FAIR, photo: Photo | None = None, size: int = SIZE) -> Portrait:
    return portrait(child(), look, photo or Photo(film=CLEAN, margin=1.3), size=size)


def with_traits(traits: Mapping[str, float]) -> np.ndarray:
    """The picture of the child with some traits: (s, s, 3), as floats."""
    return take(FAIR.with_traits(traits)).image.astype(float)


def around(*landmarks: str, reach: float = 0.006, size: int = SIZE) -> np.ndarray:
    """The pixels within some metres of landmarks: (s, s), true inside."""
    taken = take(size=size)
    points = child()[[HEAD.landmarks[name] for name in landmarks]]
    places = taken.camera.project(points)
    pixels = reach * taken.camera.focal / taken.camera.depth(points)
    rows, columns = np.mgrid[0:size, 0:size] + 0.5
    inside = [
        np.hypot(columns - x, rows - y) < radius
        for (x, y), radius in zip(places, pixels, strict=True)
    ]
    return np.any(inside, axis=0)
