"""Likeness of images that are no faces, or of faces as a whole: by a network's features.

model = EmbeddingModel.fit(ids, read, labels, subjects)
model.evidence(new, read), model.likeness(new, read)     # (n, c), as for shapes

The same whitening and the same conditions as for shapes, over features that are encoded once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.encoders import features
from raredx.phenotype.shape.conditions import Conditions
from raredx.phenotype.shape.whitening import Whitening

if TYPE_CHECKING:
    from PIL import Image

    Read = Callable[[str], Image.Image]

Floats = npt.NDArray[Any]

ENCODER = "efficientnet-lite0"


@dataclass(frozen=True, kw_only=True, eq=False)
class EmbeddingModel:
    """Conditions in the whitened features of a frozen network."""

    encoder: str
    whitening: Whitening
    conditions: Conditions

    @staticmethod
    def fit(
        ids: Sequence[str],
        read: Read,
        labels: Sequence[str],
        subjects: Sequence[str],
        *,
        encoder: str = ENCODER,
        components: int = 80,
        kin: Floats | None = None,
    ) -> EmbeddingModel:
        """Fit on training images, known by the hash of their content.

        Parameters
        ----------
        read : callable
            `read(image_id)` gives an image.
        kin : ndarray of shape (c, c), optional
            The kinship of the labels, sorted. Without it nothing is borrowed.
        """
        found = features(encoder, ids, read).astype(np.float64)
        whitening = Whitening.fit(found, labels, components=components)
        conditions = Conditions.fit(
            whitening.scores(found), labels, subjects, between=whitening.between, kin=kin
        )
        return EmbeddingModel(encoder=encoder, whitening=whitening, conditions=conditions)

    def scores(self, ids: Sequence[str], read: Read) -> Floats:
        """Where images lie: (n, k)."""
        return self.whitening.scores(features(self.encoder, ids, read).astype(np.float64))

    def evidence(self, ids: Sequence[str], read: Read) -> Floats:
        """Log of how much likelier each image is among a condition's than among all: (n, c)."""
        return self.conditions.evidence(self.scores(ids, read))

    def likeness(self, ids: Sequence[str], read: Read) -> Floats:
        """From 0 to 1: the share of held-out images that were less like their own condition.

        They were held out of the conditions and not of the whitening, so it is a little strict.
        """
        return self.conditions.likeness(self.scores(ids, read))
