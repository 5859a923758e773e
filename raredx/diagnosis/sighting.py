"""What a model makes of images, before anybody asks what they show: worked out for many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.learning.backbones.reading import look_at_these, says_something
from raredx.learning.bundle.look import looks_of
from raredx.learning.bundle.reach import Apart, distances
from raredx.phenotype.landmarks import Landmarks

if TYPE_CHECKING:
    from PIL import Image

    from raredx.learning.bundle.bundle import Bundle

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Sighting:
    """What a model makes of n images."""

    landmarks: Landmarks
    seen: npt.NDArray[np.bool_]
    """(n,) whether it sees anything in them."""
    scores: Floats
    """(n, c) calibrated log-probabilities of its conditions."""
    places: Floats
    """(n, w) where they lie, NaN where nothing is seen."""
    far: Floats
    """(n,) how far they are from everybody whom it was fitted on, NaN where nothing is seen."""
    looks: Floats | None
    """(n, f) how they look; None where the model has learned no look."""

    @staticmethod
    def of(
        read: Callable[[str], Image.Image],
        ids: Sequence[str],
        bundle: Bundle,
        landmarks: Landmarks,
        *,
        keep: bool,
    ) -> Sighting:
        """Of some images, each once, whose landmarks are known.

        Parameters
        ----------
        read
            `read(image_id)` gives an image, as RGB.
        keep
            Keep features for the next time, and take those that were kept before.
        """
        backbone = bundle.backbone
        features = look_at_these(
            read, ids, backbone, landmarks, sees=bundle.head.head.sees, keep=keep
        )
        seen = says_something(features)
        gallery = bundle.gallery.features
        places = np.full((len(ids), gallery.shape[1]), np.nan)
        far = np.full(len(ids), np.nan)
        if seen.any():
            places[seen] = bundle.head.embedded(features[seen])
            far[seen] = distances(places[seen], gallery)
        learned = bundle.reach is not None and bundle.reach.domain is not None
        faces = landmarks if backbone.needs_a_face else None
        return Sighting(
            landmarks=landmarks,
            seen=seen,
            scores=bundle.scores(features),
            places=places,
            far=far,
            looks=looks_of(read, ids, faces, keep=keep) if learned else None,
        )

    def apart(self, row: int, bundle: Bundle) -> Apart | None:
        """How far one of the images is from what the model knows; None where nobody can say."""
        if bundle.reach is None or not self.seen[row]:
            return None
        look = None if self.looks is None else self.looks[row : row + 1]
        return bundle.reach.apart(float(self.far[row]), look)
