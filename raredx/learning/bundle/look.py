"""How pictures look, whatever they show: by this a model notices what is of another kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.encoders import get_encoder
from raredx.encoders.cache import remembered
from raredx.learning.backbones import Backbone
from raredx.phenotype.landmarks import find_landmarks
from raredx.phenotype.reference.domain import ENCODER, SIDE, domain_features
from raredx.phenotype.traits.crops import FACE, cut_out

if TYPE_CHECKING:
    from PIL import Image

    from raredx.cohorts.cohort import Cohort

Floats = npt.NDArray[Any]


def looks(cohort: Cohort, ids: Sequence[str], backbone: Backbone, *, workers: int = 1) -> Floats:
    """How some images of a cohort look: (n, f), NaN where no face is found and one is needed."""
    encoder = get_encoder(ENCODER)
    table = np.full((len(ids), encoder.width), np.nan, np.float32)
    found = find_landmarks(ids, cohort.image, workers=workers) if backbone.needs_a_face else None
    rows = np.arange(len(ids)) if found is None else np.flatnonzero(found.usable)
    place = {ids[int(row)]: int(row) for row in rows}

    def compute(some: list[str]) -> Floats:
        return domain_features(
            _seen(cohort.image(one), None if found is None else found.points[place[one]])
            for one in some
        )

    view = "whole" if found is None else "face"
    table[rows] = remembered(f"look-{view}-{encoder.space}", [*place], compute, width=encoder.width)
    return table


def look(image: Image.Image, points: Floats | None) -> Floats:
    """How one image looks, by the landmarks of its face or as a whole: (1, f)."""
    return domain_features([_seen(image, points)])


def _seen(image: Image.Image, points: Floats | None) -> Image.Image:
    if points is None:
        return image
    from PIL import Image as Images

    return Images.fromarray(cut_out(image.convert("RGB"), points, side=SIDE, spans=FACE))
