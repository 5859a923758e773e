"""Generalised Procrustes alignment in three dimensions: place, size and pose are taken out.

    faces = upright(found.points)              # (n, 478, 3): x right, y up, z towards the camera
    mean = mean_shape(faces)                   # (478, 3), once, on training faces
    aligned = align(faces, mean)
    aligned.shapes, aligned.angles             # (n, 478, 3) and (n, 3) degrees: yaw, pitch, roll

References
----------
Gower JC, Psychometrika 1975, 40: 33-51. Kabsch W, Acta Cryst 1976, A32: 922-923.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.landmarks.points import mirror

Floats = npt.NDArray[Any]

_ROUNDS = 6  # the mean has settled by then


@dataclass(frozen=True, kw_only=True, eq=False)
class Aligned:
    """n faces as they are when they look at the camera, and how they were turned."""

    shapes: Floats
    """(n, p, 3) around 0, of size 1."""
    angles: Floats
    """(n, 3) degrees of yaw, pitch and roll that were taken out."""
    sizes: Floats
    """(n,) what they were divided by."""


def upright(points: Floats) -> Floats:
    """Points of a picture (y down, z to the back) with y up and z towards the camera."""
    return np.asarray(points * np.array([1, -1, -1], points.dtype))


def mean_shape(faces: Floats, *, symmetric: bool = True) -> Floats:
    """The mean of faces (n, p, 3) after alignment to itself: (p, 3), around 0, of size 1.

    With `symmetric` the mean of the faces and their mirror images, so that it looks straight ahead
    whatever way most faces are turned.

    >>> corner = np.array([[0, 0, 0], [2, 0, 0], [0, 3, 0], [0, 0, 4.0]])
    >>> both = np.stack([corner, 5 * corner + 1])
    >>> np.allclose(mean_shape(both, symmetric=False), align(both, corner).shapes[0], atol=1e-6)
    True
    """
    mean: Floats = _standard(_standard(faces)[0].mean(0)[None])[0][0]  # whoever comes first
    for _ in range(_ROUNDS):
        mean = align(faces, mean).shapes.mean(0)
        mean = _standard(((mean + mirrored(mean)) / 2 if symmetric else mean)[None])[0][0]
    return mean


def align(faces: Floats, mean: Floats) -> Aligned:
    """Faces (n, p, 3) moved, scaled and turned onto a mean (p, 3) as well as can be.

    >>> quarter = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1.0]])
    >>> mean = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0.0]]) / 2
    >>> turned = align((7 * mean @ quarter)[None], mean)
    >>> np.allclose(turned.shapes[0], mean), np.abs(turned.angles[0]).round(6).tolist()
    (True, [0.0, 0.0, 90.0])
    """
    own, sizes = _standard(faces)
    cross = own.transpose(0, 2, 1) @ mean  # (n, 3, 3)
    left, _, right = np.linalg.svd(cross)
    left[:, :, 2] *= np.sign(np.linalg.det(left @ right))[:, None]  # turned, never mirrored
    turn = left @ right  # (n, 3, 3)
    return Aligned(shapes=own @ turn, angles=_angles(turn), sizes=sizes)


def mirrored(shapes: Floats) -> Floats:
    """Aligned faces (..., 478, 3) as in a mirror, each point where its other side was."""
    return np.asarray(shapes[..., mirror(), :] * np.array([-1, 1, 1], shapes.dtype))


def halves(shapes: Floats) -> tuple[Floats, Floats]:
    """The symmetric and the asymmetric part of aligned faces; their sum is the face.

    >>> face = np.random.default_rng(0).normal(size=(478, 3))
    >>> same, differing = halves(face)
    >>> np.allclose(same + differing, face), np.allclose(mirrored(differing), -differing)
    (True, True)
    """
    other = mirrored(shapes)
    return (shapes + other) / 2, (shapes - other) / 2


def _standard(faces: Floats) -> tuple[Floats, Floats]:
    """Faces around 0 and of size 1, and their sizes."""
    centred = faces - faces.mean(1, keepdims=True)
    sizes = np.linalg.norm(centred, axis=(1, 2))  # (n,)
    return centred / sizes[:, None, None], sizes


def _angles(turn: Floats) -> Floats:
    """Degrees of yaw, pitch and roll of rotations (n, 3, 3) that rows are multiplied by."""
    yaw = np.arctan2(-turn[:, 2, 0], np.hypot(turn[:, 0, 0], turn[:, 1, 0]))
    pitch = np.arctan2(turn[:, 2, 1], turn[:, 2, 2])
    roll = np.arctan2(turn[:, 1, 0], turn[:, 0, 0])
    return np.asarray(np.degrees(np.stack([yaw, pitch, roll], 1)))
