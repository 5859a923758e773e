"""MediaPipe's 478 points of many portraits, found once and kept beside them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from raredx.assets import get_asset

if TYPE_CHECKING:
    from PIL import Image

    from raredx.cohorts.cohort import Cohort

POINTS = 478
_MOST = 2  # faces that are looked for: one too many is a miss as well
_QUIET = {"GLOG_minloglevel": "3", "TF_CPP_MIN_LOG_LEVEL": "3"}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Points:
    """What MediaPipe finds in n portraits."""

    faces: npt.NDArray[np.intp]  # (n,) how many
    places: Floats  # (n, 478, 2) pixels of the first face; not a number where there is none

    @property
    def found(self) -> npt.NDArray[np.bool_]:
        """Where there is exactly one face: (n,)."""
        return np.asarray(self.faces == 1)


def points_of(cohort: Cohort, folder: Path) -> Points:
    """The points of a cohort's images, in the order of its rows."""
    file = folder / f"points-{cohort.data_hash[:16]}.npz"
    if file.exists():
        with np.load(file) as kept:
            return Points(faces=kept["faces"], places=kept["places"])
    seen = [cohort.image(one) for one in cohort.rows("image_id")["image_id"].to_pylist()]
    points = find_points(seen)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, faces=points.faces, places=points.places)
    return points


def find_points(images: list[Image.Image]) -> Points:
    """The points of some images, by the model that the workbench uses."""
    os.environ.update(_QUIET)
    import mediapipe as mp
    from mediapipe.tasks.python import vision
    from mediapipe.tasks.python.core.base_options import BaseOptions

    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(get_asset("face-landmarker").path)),
        num_faces=_MOST,
    )
    faces = np.zeros(len(images), np.intp)
    places = np.full((len(images), POINTS, 2), np.nan)
    with vision.FaceLandmarker.create_from_options(options) as landmarker:
        for number, image in enumerate(images):
            pixels = np.ascontiguousarray(image.convert("RGB"), np.uint8)  # (h, w, 3)
            seen = landmarker.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=pixels))
            faces[number] = len(seen.face_landmarks)
            for face in seen.face_landmarks[:1]:
                places[number] = [(point.x * image.width, point.y * image.height) for point in face]
    return Points(faces=faces, places=places)
