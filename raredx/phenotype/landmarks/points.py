"""Which of MediaPipe's 478 points is what: fewer for comparison, the other side, triangles."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.landmarks.found import POINTS

Numbers = npt.NDArray[np.intp]

FIVE = (468, 473, 1, 61, 291)
"""Pupils, tip of the nose, corners of the mouth: RetinaFace's five, left in the picture first."""

SIXTY_EIGHT = (
    *(162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389),  # outline
    *(71, 63, 105, 66, 107, 336, 296, 334, 293, 301),  # brows
    *(168, 197, 5, 4, 75, 97, 2, 326, 305),  # nose
    *(33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380),  # eyes
    *(61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181),  # lips, outside
    *(78, 82, 13, 312, 308, 317, 14, 87),  # and inside
)
"""The points nearest to the 68 of iBUG's annotation, in its order."""


@cache
def mirror() -> Numbers:
    """For each point the one on the other side of the face, itself in the middle: (478,)."""
    with Path(__file__).with_name("mirror.csv").open(newline="") as file:
        pairs = [(int(row["point"]), int(row["other"])) for row in csv.DictReader(file)]
    other = np.arange(POINTS)
    for one, two in pairs:
        other[one], other[two] = two, one
    return other


@cache
def triangles() -> Numbers:
    """The triangles of the mesh, three points each; the irises are in none: (852, 3)."""
    lines = _connections("FACE_LANDMARKS_TESSELATION")  # (2556, 2): three lines make a triangle
    return np.array([lines[first : first + 3, 0] for first in range(0, len(lines), 3)])


@cache
def outlines() -> dict[str, Numbers]:
    """Lines to draw, each (n, 2): eyes, brows, lips, irises and the outline of the face."""
    pairs = [f"{side}_{part}" for part in ("EYE", "EYEBROW", "IRIS") for side in ("LEFT", "RIGHT")]
    names = [*pairs, "LIPS", "FACE_OVAL"]
    return {name.lower(): _connections(f"FACE_LANDMARKS_{name}") for name in names}


def _connections(name: str) -> npt.NDArray[Any]:
    from mediapipe.tasks.python.vision import FaceLandmarksConnections

    return np.array([(line.start, line.end) for line in getattr(FaceLandmarksConnections, name)])
