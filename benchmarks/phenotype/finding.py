"""Images per second whose landmarks are found: by MediaPipe alone, or by the workbench."""

from __future__ import annotations

import sys
import time

import numpy as np

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.simface import FOLDER
from raredx.phenotype.landmarks import find_landmarks
from raredx.phenotype.landmarks.detect import SURE, Detector

IMAGES = 480
_WARM = 32


def main(who: str) -> None:
    """Print a number: bare MediaPipe's on decoded images, or the workbench's with all it does."""
    cohort = Cohort.open(FOLDER)
    ids = cohort.rows("image_id")["image_id"].to_pylist()[: IMAGES + _WARM]
    images = {one: cohort.image(one) for one in ids}
    if who == "bare":
        print(_bare(list(images.values())))
    elif who == "one":
        find_landmarks(ids[:_WARM], images.__getitem__)
        begun = time.perf_counter()
        find_landmarks(ids[_WARM:], images.__getitem__)
        print(IMAGES / (time.perf_counter() - begun))
    else:
        begun = time.perf_counter()
        find_landmarks(ids, cohort.image, workers=2)
        print(len(ids) / (time.perf_counter() - begun))


def _bare(images: list) -> float:
    import mediapipe as mp

    given = [
        mp.Image(image_format=mp.ImageFormat.SRGB, data=np.array(image.convert("RGB")))
        for image in images
    ]
    with Detector() as detector:
        landmarker = detector._ready[SURE]
        for image in given[:_WARM]:
            landmarker.detect(image)
        begun = time.perf_counter()
        for image in given[_WARM:]:
            landmarker.detect(image)
        return IMAGES / (time.perf_counter() - begun)


if __name__ == "__main__":
    main(sys.argv[1])
