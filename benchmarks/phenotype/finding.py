"""Images per second whose landmarks are found: by MediaPipe alone, or by the workbench."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.simface import FOLDER
from raredx.phenotype.landmarks import find_landmarks
from raredx.phenotype.landmarks.detect import SURE, Detector

IMAGES = 480
_WARM = 32


class Decoded:
    """Images that are decoded already, in a file that several processes read."""

    def __init__(self, cohort: Cohort, ids: list[str], folder: str) -> None:
        self.place = {image_id: row for row, image_id in enumerate(ids)}
        self.path = Path(folder) / "pixels.npy"
        pixels = [np.asarray(cohort.image(one).convert("RGB")) for one in ids]
        np.save(self.path, np.stack(pixels))

    @cached_property
    def pixels(self) -> npt.NDArray[np.uint8]:
        """(n, h, w, 3)"""
        return np.load(self.path, mmap_mode="r")

    def __call__(self, image_id: str) -> Image.Image:
        return Image.fromarray(self.pixels[self.place[image_id]])


def main(who: str) -> None:
    """Print images per second: of bare MediaPipe, of the workbench with all it does, or of both.

    `one` measures both in turn on the same images; `two` finds those of the whole cohort with two
    processes, their start included; `bare` is MediaPipe alone.
    """
    cohort = Cohort.open(FOLDER)
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    with tempfile.TemporaryDirectory() as folder:
        read = Decoded(cohort, ids, folder)
        if who == "two":
            print(json.dumps([_ours(ids, read, workers=2)]))
            return
        turns = [ids[first : first + IMAGES] for first in range(0, len(ids) - IMAGES + 1, IMAGES)]
        find_landmarks(ids[-_WARM:], read)
        with Detector() as detector:
            pairs = [
                (_bare(detector, one, read), _ours(one, read) if who == "one" else 0.0)
                for one in turns
            ]
    print(json.dumps(pairs))


def _ours(ids: list[str], read: Decoded, *, workers: int = 1) -> float:
    begun = time.perf_counter()
    find_landmarks(ids, read, workers=workers)
    return len(ids) / (time.perf_counter() - begun)


def _bare(detector: Detector, ids: list[str], read: Decoded) -> float:
    import mediapipe as mp

    landmarker, form = detector._ready[SURE], mp.ImageFormat.SRGB
    begun = time.perf_counter()
    for one in ids:
        landmarker.detect(mp.Image(image_format=form, data=read.pixels[read.place[one]]))
    return len(ids) / (time.perf_counter() - begun)


if __name__ == "__main__":
    main(sys.argv[1])
