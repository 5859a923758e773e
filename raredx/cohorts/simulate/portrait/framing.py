"""Where the camera stands for a portrait."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.portrait.camera import Camera, aim
from raredx.cohorts.simulate.portrait.photo import Photo

Floats = npt.NDArray[np.float32]


def frame(vertices: Floats, photo: Photo, size: int) -> Camera:
    """Where the camera stands to show head and shoulders as the photograph asks.

    The picture is as large as the face asks for and the skull: neither alone sets the scale.
    """
    marks = Head.shipped().landmarks
    top, chin = vertices[marks["vertex"]][2], vertices[marks["menton"]][2]
    face = vertices[marks["nasion"]][2] - chin
    height = 0.5 * (top - chin) + 0.5 * 2.02 * face
    middle = np.array([0.0, -0.05, chin + 0.49 * height], np.float32)
    return aim(
        middle,
        distance=photo.distance,
        span=photo.margin * height,
        yaw=photo.yaw,
        pitch=photo.pitch,
        roll=photo.roll,
        shift=photo.shift,
        size=size,
    )
