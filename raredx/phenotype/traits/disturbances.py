"""What moves a measure and is no sign of anything: how the head is held, and what the face does.

Only a smile and an open mouth are taken out, and only of measures that they move for no other
reason. The landmarker reads an expression off the same points: a drooping lid is a blink to it,
thin lips are pressed ones. To take those out would take out the sign.
"""

from __future__ import annotations

import numpy as np

from raredx.phenotype.landmarks.expressions import BLENDSHAPES
from raredx.phenotype.traits.points import Floats

POSE = ("turn", "turn squared", "nod", "nod squared")
"""Taken out of every measure. Measures are the same in a mirror: a turn counts, not its side."""

_EXPRESSIONS = {
    "smile": ("mouthSmileLeft", "mouthSmileRight"),
    "open mouth": ("jawOpen",),
}

DISTURBANCES = (*POSE, *_EXPRESSIONS)


def disturbances_of(angles: Floats, expressions: Floats) -> Floats:
    """The disturbances that can be measured, in the order of `DISTURBANCES`: (n, d).

    Parameters
    ----------
    angles
        (n, 3) degrees of yaw, pitch and roll, as `align` gives them.
    expressions
        (n, 52) of MediaPipe's blendshapes.

    Examples
    --------
    >>> disturbances_of(np.array([[30.0, 0, 0], [-30, 0, 0]]), np.zeros((2, 52))).round(2).tolist()
    [[0.5, 0.25, 0.0, 0.0, 0.0, 0.0], [0.5, 0.25, 0.0, 0.0, 0.0, 0.0]]
    """
    turn, nod = np.sin(np.radians(angles[:, :2], dtype=np.float64)).T  # (n,) each
    parts = [
        expressions[:, [BLENDSHAPES.index(name) for name in names]].mean(1)
        for names in _EXPRESSIONS.values()
    ]
    return np.stack([np.abs(turn), turn**2, nod, nod**2, *parts], 1)
