"""How pictures look, whatever they show: by this a model notices what is of another kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.encoders import get_encoder
from raredx.encoders.cache import remembered
from raredx.learning.backbones import Backbone
from raredx.phenotype.landmarks import Landmarks, find_landmarks
from raredx.phenotype.reference.domain import ENCODER, SIDE, domain_features
from raredx.phenotype.traits.crops import FACE, cut_out

if TYPE_CHECKING:
    from PIL import Image

    from raredx.cohorts.cohort import Cohort

Floats = npt.NDArray[Any]


def looks(cohort: Cohort, ids: Sequence[str], backbone: Backbone, *, workers: int = 1) -> Floats:
    """How some images of a cohort look: (n, f), NaN where no face is found and one is needed."""
    found = find_landmarks(ids, cohort.image, workers=workers) if backbone.needs_a_face else None
    return looks_of(cohort.image, ids, found, keep=True)


def looks_of(
    read: Callable[[str], Image.Image],
    ids: Sequence[str],
    landmarks: Landmarks | None,
    *,
    keep: bool,
) -> Floats:
    """How some images look, each once, by the landmarks of their faces or as a whole: (n, f).

    Parameters
    ----------
    read
        `read(image_id)` gives an image.
    landmarks
        Of all of them, where faces are looked at; None where whole pictures are.
    keep
        Keep what is found for the next time, and take what was kept before.
    """
    encoder = get_encoder(ENCODER)
    table = np.full((len(ids), encoder.width), np.nan, np.float32)
    rows = np.arange(len(ids)) if landmarks is None else np.flatnonzero(landmarks.usable)
    place = {ids[int(row)]: int(row) for row in rows}

    def compute(some: list[str]) -> Floats:
        return domain_features(
            _seen(read(one), None if landmarks is None else landmarks.points[place[one]])
            for one in some
        )

    view = "whole" if landmarks is None else "face"
    space, width = f"look-{view}-{encoder.space}", encoder.width
    table[rows] = remembered(space, [*place], compute, width=width, keep=keep)
    return table


def _seen(image: Image.Image, points: Floats | None) -> Image.Image:
    if points is None:
        return image
    from PIL import Image as Images

    return Images.fromarray(cut_out(image.convert("RGB"), points, side=SIDE, spans=FACE))
