"""The camera: where it stands, and where things are in its picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.strands.compiled import compiled, f32

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Camera:
    """A pinhole camera; pictures are square, x to the right and y down from the upper left."""

    position: Floats  # (3,)
    axes: Floats  # (3, 3): right, down and ahead
    focal: float
    """Pixels that a metre spans at a distance of one metre."""
    size: int

    def project(self, points: Floats) -> Floats:
        """Where points (n, 3) are in the picture, in pixels: (n, 2)."""
        return self.see(points)[:, :2]

    def depth(self, points: Floats) -> Floats:
        """How far before the camera points (n, 3) lie, in metres: (n,)."""
        ahead: Floats = (np.asarray(points, np.float32) - self.position) @ self.axes[2]
        return ahead

    def see(self, points: Floats) -> Floats:
        """Points (..., 3) as they are drawn: x, y and 1 / depth, larger when nearer."""
        given = np.ascontiguousarray(points, np.float32)
        seen = np.empty_like(given)
        middle = f32(self.size / 2)
        _see(
            given.reshape(-1, 3),
            self.position,
            self.axes,
            f32(self.focal),
            middle,
            seen.reshape(-1, 3),
        )
        return seen


@compiled
def _see(
    points: Floats, position: Floats, axes: Floats, focal: float, middle: float, seen: Floats
) -> None:
    for n in range(len(points)):
        x, y, z = (
            points[n, 0] - position[0],
            points[n, 1] - position[1],
            points[n, 2] - position[2],
        )
        near = 1 / (x * axes[2, 0] + y * axes[2, 1] + z * axes[2, 2])
        seen[n, 0] = (x * axes[0, 0] + y * axes[0, 1] + z * axes[0, 2]) * near * focal + middle
        seen[n, 1] = (x * axes[1, 0] + y * axes[1, 1] + z * axes[1, 2]) * near * focal + middle
        seen[n, 2] = near


def aim(
    target: Floats,
    *,
    distance: float,
    span: float,
    yaw: float,
    pitch: float,
    roll: float,
    shift: tuple[float, float],
    size: int,
) -> Camera:
    """A camera that looks at a target.

    Parameters
    ----------
    target : ndarray of shape (3,)
        What is in the middle of the picture before it is shifted.
    distance : float
        Metres to the target; the nearer, the stronger the perspective.
    span : float
        Metres that the picture spans at the target.
    yaw, pitch, roll : float
        Degrees by which the head is turned to its left, up and to its left shoulder.
    shift : tuple of float
        Parts of the picture by which the target is to the right of and below the middle.
    """
    y, p, r = (math.radians(angle) for angle in (yaw, pitch, roll))
    back = np.array([-math.sin(y) * math.cos(p), -math.cos(y) * math.cos(p), -math.sin(p)])
    ahead = -back
    right = np.cross(ahead, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    down = np.cross(ahead, right)
    turned = [
        right * math.cos(r) + down * math.sin(r),
        down * math.cos(r) - right * math.sin(r),
        ahead,
    ]
    aside = span * (shift[0] * turned[0] + shift[1] * turned[1])
    return Camera(
        position=(np.asarray(target, np.float64) + distance * back - aside).astype(np.float32),
        axes=np.stack(turned).astype(np.float32),
        focal=size * distance / span,
        size=size,
    )
