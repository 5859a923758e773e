"""The published filter of synthetic faces, exactly: five points, their distances, a raw cosine.

It is here as the baseline to beat. The five points are taken inside the face's box, whose width and
height are divided out apart; nothing is turned upright. All their distances, each of them twice and
five zeros, are compared by a cosine that is not centred: two unrelated faces come out near 1.

References
----------
RDFace, arXiv 2604.03454. There the points and the box are RetinaFace's; here they are MediaPipe's
(`landmarks.points.FIVE`, and the box around all its points).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.landmarks.points import FIVE

Floats = npt.NDArray[Any]


def five_point_distances(points: Floats) -> Floats:
    """The 5 x 5 distances of each face (n, 478, 2 or 3) in pixels: (n, 25)."""
    flat = points[:, :, :2]
    corner = flat.min(1, keepdims=True)
    box = flat.max(1, keepdims=True) - corner  # (n, 1, 2)
    five = ((flat - corner) / box)[:, FIVE]  # (n, 5, 2)
    apart = np.linalg.norm(five[:, :, None] - five[:, None], axis=-1)  # (n, 5, 5)
    return np.asarray(apart.reshape(len(points), -1))


def five_point_prototypes(points: Floats, labels: Sequence[str]) -> dict[str, Floats]:
    """The mean distances of each condition's faces."""
    distances, names = five_point_distances(points), np.asarray(list(labels))
    return {str(name): distances[names == name].mean(0) for name in np.unique(names)}


def five_point_cosine(points: Floats, prototypes: dict[str, Floats]) -> Floats:
    """The cosine of each face with each condition: (n, conditions), higher is more alike."""
    own, means = five_point_distances(points), np.stack(list(prototypes.values()))
    length = np.linalg.norm(own, axis=1)[:, None] * np.linalg.norm(means, axis=1)
    return np.asarray(own @ means.T / length)
