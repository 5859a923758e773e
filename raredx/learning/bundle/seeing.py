"""What a model sees of one image that is at hand; nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from raredx.learning.backbones import Backbone
from raredx.learning.backbones.reading import look_at_one
from raredx.learning.heads.head import Sees
from raredx.phenotype.landmarks import Seen, landmarks_in

if TYPE_CHECKING:
    from PIL import Image

BLIND = {
    Seen.NONE: "no face was found",
    Seen.SEVERAL: "several faces were found; cut out the one that is meant",
    Seen.UNSURE: "no face was found with confidence",
    Seen.UPSIDE_DOWN: "the face is upside down; turn the picture",
}
"""Why there are no features."""


def see(
    image: Image.Image, backbone: Backbone, sees: Sees = "features"
) -> tuple[npt.NDArray[Any], str]:
    """What a head sees of an image, and what was found in it.

    Features (1, w), NaN if there are none; or the picture (1, side, side, 3), then black.
    """
    found = landmarks_in(image)
    features = look_at_one(image.convert("RGB"), backbone, found, sees=sees)
    if not backbone.needs_a_face:
        return features, "the whole picture"
    return features, BLIND.get(Seen(found.seen[0]), found.says(0))
