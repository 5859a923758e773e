"""How long each stage of a portrait takes."""

from __future__ import annotations

import time

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.portrait.look import Look
from raredx.cohorts.simulate.portrait.photo import Photo
from raredx.cohorts.simulate.portrait.portrait import portrait

Floats = npt.NDArray[np.float32]


def stage_times(
    vertices: Floats, look: Look, photo: Photo, *, size: int = 256, repeats: int = 5
) -> dict[str, float]:
    """Seconds that each stage of a portrait takes, the best of some repeats."""
    best: dict[str, float] = {}
    for _ in range(repeats + 1):
        last = time.perf_counter()

        def lap(stage: str) -> None:
            nonlocal last
            now = time.perf_counter()
            best[stage] = min(best.get(stage, np.inf), now - last)
            last = now

        portrait(vertices, look, photo, size=size, lap=lap)
    return best
