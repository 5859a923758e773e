"""MediaPipe's face landmarker behind one call: pixels in, a row of numbers out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.assets import get_asset
from raredx.phenotype.landmarks.found import EXPRESSIONS, POINTS, WIDTH, Floats, Seen

if TYPE_CHECKING:
    from PIL import Image

VERSION = 2
"""To be raised whenever other numbers come out: what is kept is then left."""

SURE, USUAL, LOW = 0.8, 0.5, 0.15  # confidence that there is a face; upside down it is lower
_MOST = 8  # faces that are looked for
_one_at_a_time = Lock()
"""Two that were silenced at once would not find their way back to the terminal."""
_QUIET = {"GLOG_minloglevel": "3", "TF_CPP_MIN_LOG_LEVEL": "3"}


def space() -> str:
    """A name for what the rows mean: it changes with the model and with what is made of it."""
    return f"landmarks-{get_asset('face-landmarker').sha256[:12]}-p{VERSION}"


class Detector:
    """A face landmarker that is ready; to be closed, or used by `with`."""

    def __init__(self) -> None:
        self._ready = {SURE: _landmarker(SURE)}  # the others are made when they are needed

    def __enter__(self) -> Detector:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the model. A process that does not may hang at its end."""
        while self._ready:
            self._ready.popitem()[1].close()

    def detect(self, image: Image.Image) -> Floats:
        """The face of an image, as a row of `WIDTH` numbers."""
        pixels = np.ascontiguousarray(image.convert("RGB"), np.uint8)  # (h, w, 3)
        upside_down = pixels[::-1, ::-1]
        for confidence in (SURE, USUAL):
            if (found := self._look(pixels, confidence)).face_landmarks:
                several = len(found.face_landmarks) > 1
                return _row(found, pixels, Seen.SEVERAL if several else Seen.ONE)
            if (turned := self._look(upside_down, confidence)).face_landmarks:
                return _turned(_row(turned, pixels, Seen.UPSIDE_DOWN))
        found = self._look(pixels, LOW)
        return _row(found, pixels, Seen.UNSURE if found.face_landmarks else Seen.NONE)

    def faces(self, image: Image.Image) -> Floats:
        """The points of all upright faces of an image in pixels, as they come: (n, 478, 3)."""
        pixels = np.ascontiguousarray(image.convert("RGB"), np.uint8)  # (h, w, 3)
        for confidence in (SURE, USUAL):
            if (found := self._look(pixels, confidence)).face_landmarks:
                return np.stack(_points(found, pixels))
        return np.empty((0, POINTS, 3), np.float32)

    def _look(self, pixels: npt.NDArray[np.uint8], confidence: float) -> Any:
        if confidence not in self._ready:
            self._ready[confidence] = _landmarker(confidence)
        return _detect(self._ready[confidence], pixels)


def _detect(landmarker: Any, pixels: npt.NDArray[np.uint8]) -> Any:
    import mediapipe as mp

    data = np.ascontiguousarray(pixels)
    return landmarker.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=data))


def _row(found: Any, pixels: npt.NDArray[np.uint8], seen: Seen) -> Floats:
    height, width = pixels.shape[:2]
    row = np.full(WIDTH, np.nan, np.float32)
    row[:4] = seen, len(found.face_landmarks), width, height
    if found.face_landmarks:
        faces = _points(found, pixels)
        largest = int(np.argmax([np.ptp(one[:, :2], axis=0).prod() for one in faces]))
        end = 4 + POINTS * 3
        row[4:end] = faces[largest].ravel()
        parts = found.face_blendshapes[largest]
        row[end : end + EXPRESSIONS] = [part.score for part in parts]
        row[end + EXPRESSIONS :] = found.facial_transformation_matrixes[largest].ravel()
    return row


def _points(found: Any, pixels: npt.NDArray[np.uint8]) -> list[Floats]:
    """The points of each face, (478, 3) in pixels."""
    height, width = pixels.shape[:2]
    scale = np.array([width, height, width], np.float32)
    return [_places(face) * scale for face in found.face_landmarks]


def _turned(row: Floats) -> Floats:
    """A row that was found in the picture turned by half a circle, as it is in the picture."""
    points = row[4 : 4 + POINTS * 3].reshape(POINTS, 3)  # a view
    points[:, :2] = row[2:4] - points[:, :2]
    row[-16:-8] *= -1  # x and y of the pose
    return row


def _places(face: Any) -> Floats:
    flat = [value for point in face for value in (point.x, point.y, point.z)]
    return np.array(flat, np.float32).reshape(POINTS, 3)


def _landmarker(confidence: float) -> Any:
    os.environ.update(_QUIET)
    from mediapipe.tasks.python import vision
    from mediapipe.tasks.python.core.base_options import BaseOptions

    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(get_asset("face-landmarker").require())),
        num_faces=_MOST,
        min_face_detection_confidence=confidence,
        min_face_presence_confidence=confidence,
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
    )
    with _one_at_a_time, _silence():
        landmarker = vision.FaceLandmarker.create_from_options(options)
        _detect(landmarker, np.zeros((8, 8, 3), np.uint8))  # it talks once more
    return landmarker


@contextmanager
def _silence() -> Iterator[None]:
    """Send what the library writes to the terminal while it starts, past Python, nowhere."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
