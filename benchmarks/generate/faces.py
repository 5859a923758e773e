"""Framed faces with what is seen in them: landmarks, features, and who is the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from raredx.cohorts.simulate.sittings import Sitting
from raredx.encoders.encode import encode
from raredx.phenotype.landmarks.detect import Detector
from raredx.phenotype.landmarks.found import Landmarks, unpacked
from raredx.phenotype.landmarks.points import SIXTY_EIGHT
from raredx.processes import many_hands
from raredx.settings import thread_count
from raredx.synthesis.captions import Shown
from raredx.synthesis.pocket.corpus import draw_one, sittings
from raredx.synthesis.pocket.plan import People

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[Any]

ENCODER = "efficientnet-lite0"
"""By which pictures are compared: it learned from photographs of things, and from none of these."""


def people(plan: People, which: slice) -> tuple[Pixels, list[Shown]]:
    """Some of the base model's people, drawn and framed."""
    return taken(sittings(plan)[which], plan)


def taken(some: Sequence[Sitting], plan: People) -> tuple[Pixels, list[Shown]]:
    """The faces of some sittings, framed as the base model sees them, and what is said of them."""
    with many_hands(thread_count(), at_once=8) as over:
        found = list(over(partial(draw_one, plan=plan), some))
    return np.stack([face for face, _ in found]), [shown for _, shown in found]


def landmarks(faces: Pixels) -> Landmarks:
    """What MediaPipe finds in faces (n, side, side, 3)."""
    with Detector() as detector:
        return unpacked(np.stack([detector.detect(Image.fromarray(face)) for face in faces]))


def features(faces: Pixels) -> Floats:
    """What a frozen network makes of faces: (n, w)."""
    return encode(ENCODER, [Image.fromarray(face) for face in faces])


def apart(one: Landmarks, other: Landmarks, moved: Sequence[float] = (0, 0)) -> Floats:
    """By how much of the eyes' distance 68 points differ, for faces found in both: (m,).

    Parameters
    ----------
    moved
        Pixels by which the other picture was moved on purpose, across and down.
    """
    both = one.usable & other.usable
    places = np.array(SIXTY_EIGHT)
    offset = np.array(moved, float)
    difference = one.points[both][:, places, :2] - (other.points[both][:, places, :2] - offset)
    return np.asarray(np.linalg.norm(difference, axis=2).mean(1) / one.eye_span[both])
