"""What is found in images: a face with its points, or a plain word for why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.landmarks.expressions import BLENDSHAPES

Floats = npt.NDArray[np.float32]

POINTS = 478
EXPRESSIONS = len(BLENDSHAPES)
WIDTH = 4 + POINTS * 3 + EXPRESSIONS + 16
"""Numbers of a face as they are kept: seen, faces, width, height, points, expression, pose."""

_PROFILE, _TILTED = 40.0, 45.0  # degrees
_SMALL = 36.0  # pixels between the outer corners of the eyes


class Seen(IntEnum):
    """How a search for a face ended. Each is a result: none is an error."""

    NONE = 0
    ONE = 1
    SEVERAL = 2
    """The largest one was taken."""
    UNSURE = 3
    """Something like a face, below the confidence that is usually asked for."""
    UPSIDE_DOWN = 4


_WORDS = {
    Seen.NONE: "no face was found",
    Seen.ONE: "one face",
    Seen.SEVERAL: "several faces were found, and the largest was taken",
    Seen.UNSURE: "something like a face was found, with low confidence",
    Seen.UPSIDE_DOWN: "the face is upside down",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Landmarks:
    """The landmarks of n images. Where there is no face all numbers are NaN."""

    seen: npt.NDArray[np.intp]
    """(n,) of `Seen`."""
    faces: npt.NDArray[np.intp]
    """(n,) how many faces were found."""
    sizes: Floats
    """(n, 2) width and height of the images."""
    points: Floats
    """(n, 478, 3) pixels: x to the right, y down, z to the back, in the unit of x."""
    expressions: Floats
    """(n, 52) of `BLENDSHAPES`, each from 0 to 1."""
    pose: Floats
    """(n, 4, 4) from MediaPipe's canonical face to the camera."""

    def __len__(self) -> int:
        return len(self.seen)

    @property
    def usable(self) -> npt.NDArray[np.bool_]:
        """Which images have one face, found with confidence: (n,)."""
        return np.asarray(self.seen == Seen.ONE)

    @property
    def angles(self) -> Floats:
        """How each head is turned, nods and leans: (n, 3) degrees of yaw, pitch and roll."""
        turn = self.pose[:, :3, :3]  # (n, 3, 3)
        yaw = np.arctan2(-turn[:, 2, 0], np.hypot(turn[:, 0, 0], turn[:, 1, 0]))
        pitch = np.arctan2(turn[:, 2, 1], turn[:, 2, 2])
        roll = np.arctan2(turn[:, 1, 0], turn[:, 0, 0])
        return np.asarray(np.degrees(np.stack([yaw, pitch, roll], 1)))

    @property
    def eye_span(self) -> Floats:
        """Pixels between the outer corners of the eyes: (n,)."""
        return np.asarray(np.linalg.norm(self.points[:, 33] - self.points[:, 263], axis=1))

    def says(self, number: int) -> str:
        """What was found in one image, in words."""
        return _WORDS[Seen(self.seen[number])]

    def doubts(self, number: int) -> list[str]:
        """Why the points of one image are to be taken with care, a line each."""
        if self.seen[number] == Seen.NONE:
            return []
        yaw, pitch, roll = (float(abs(angle)) for angle in self.angles[number])
        span = float(self.eye_span[number])
        found = [
            (roll > _TILTED, f"The head leans by {roll:.0f}°: turn the picture upright"),
            (
                max(yaw, pitch) > _PROFILE,
                f"The head is turned by {max(yaw, pitch):.0f}°, nearly a profile: the far side of"
                " the face is guessed",
            ),
            (
                span < _SMALL,
                f"The face is tiny: {span:.0f} pixels between the outer corners of the eyes, where"
                f" {_SMALL:.0f} are needed for measures that mean something",
            ),
        ]
        return [words for applies, words in found if applies]

    def take(self, rows: npt.NDArray[Any] | Sequence[int]) -> Landmarks:
        """Those of some images, by number or by a mask."""
        chosen = np.arange(len(self))[rows]
        return Landmarks(
            **{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__}
        )


def unpacked(rows: Floats) -> Landmarks:
    """Landmarks from the rows that are kept of them: (n, WIDTH)."""
    head, rest = rows[:, :4], rows[:, 4:]
    points, expressions, pose = np.split(rest, [POINTS * 3, POINTS * 3 + EXPRESSIONS], axis=1)
    return Landmarks(
        seen=head[:, 0].astype(np.intp),
        faces=head[:, 1].astype(np.intp),
        sizes=head[:, 2:],
        points=points.reshape(-1, POINTS, 3),
        expressions=expressions,
        pose=pose.reshape(-1, 4, 4),
    )
