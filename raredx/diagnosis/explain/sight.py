"""What a model's network sees of one image, and what the model says of pictures like it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.encoders import Encoder, get_encoder
from raredx.errors import UserError
from raredx.learning.backbones.reading import look_at_one, says_something
from raredx.phenotype.landmarks import Landmarks
from raredx.phenotype.traits.crops import FACE, HEAD, placed

if TYPE_CHECKING:
    from PIL import Image

    from raredx.learning.bundle.bundle import Bundle

Floats = npt.NDArray[Any]
Pixels = npt.NDArray[np.uint8]

_SPANS = {"head": HEAD, "face": FACE}
_STEP = 1e-3  # of the mean feature


@dataclass(frozen=True, kw_only=True, eq=False)
class Sight:
    """A picture as a model's network sees it."""

    bundle: Bundle
    picture: Pixels
    """(side, side, 3)"""
    points: Floats | None
    """(478, 2) where the face's points lie in it; None where the model sees whole pictures."""

    @staticmethod
    def of(image: Image.Image, landmarks: Landmarks, bundle: Bundle) -> Sight:
        """What is seen of an image; an error in one line where a map cannot be drawn.

        Parameters
        ----------
        landmarks
            Of this image alone.
        """
        backbone = bundle.backbone
        if not backbone.encoder:
            raise UserError(
                f"{backbone.name} sees no pixels, so there is no map of them",
                remedy="Take a model whose backbone is an encoder; its measures say what speaks for"
                " the answer of this one",
            )
        (picture,) = look_at_one(image, backbone, landmarks, sees="pictures")
        if not says_something(picture[None])[0]:
            raise UserError(
                "The model sees nothing in this image", remedy="Choose a picture of one face"
            )
        points = None
        if backbone.needs_a_face:
            side = get_encoder(backbone.encoder).size
            points = placed(landmarks.points[0], side=side, spans=_SPANS[backbone.sees])
        return Sight(bundle=bundle, picture=np.asarray(picture), points=points)

    @property
    def encoder(self) -> Encoder:
        """The network's entry in the register."""
        assert self.bundle.backbone.encoder
        return get_encoder(self.bundle.backbone.encoder)

    @property
    def network(self) -> Any:
        """The network, as it was trained."""
        return network_of(self.bundle)

    def features(self, pictures: Pixels) -> Floats:
        """What the network makes of pictures (n, side, side, 3): (n, w)."""
        from PIL import Image

        from raredx.encoders.encode import run

        return np.asarray(run(self.network, self.encoder, map(Image.fromarray, pictures)))

    def logits(self, pictures: Pixels) -> Floats:
        """How much speaks for each class that the model was trained on: (n, t)."""
        return self._logits(self.features(pictures))

    def probabilities(self, pictures: Pixels) -> Floats:
        """Calibrated probabilities of the model's conditions: (n, c)."""
        raw = self.bundle.head.head.sees == "pictures"
        return np.exp(self.bundle.scores(pictures if raw else self.features(pictures)), dtype=float)

    @cached_property
    def place(self) -> Floats:
        """Where the picture lies: (w,)."""
        return np.asarray(self.features(self.picture[None])[0])

    def speaks(self, pictures: Pixels, column: int) -> Floats:
        """What speaks for a class in pictures, rather than for what else this one could be: (n,).

        Parameters
        ----------
        column
            Of the class, among those that were trained.
        """
        return np.asarray(self.logits(pictures) @ self._contrast(column, self.place))

    def direction(self, column: int, *, place: Floats | None = None) -> Floats:
        """The way in which the picture's features (w,) would have to move for the class: (w,).

        The slope of what `speaks`, taken on both sides of each feature, so that any head has one.

        Parameters
        ----------
        place
            Where the picture lies, where that is known.
        """
        place = self.place if place is None else place
        here = place.astype(np.float64)
        step = _STEP * max(float(np.abs(here).mean()), _STEP)
        apart = step * np.eye(len(here))
        rise = self._logits(here + apart) - self._logits(here - apart)  # (w, t)
        return np.asarray(rise @ self._contrast(column, place) / (2 * step))

    def _contrast(self, column: int, place: Floats) -> Floats:
        """Weights of logits (t,): the class, less the others by how likely each is there."""
        logits = self._logits(place[None])[0]
        others = np.exp(logits - np.delete(logits, column).max())
        others[column] = 0
        weights = -others / others.sum()
        weights[column] = 1
        return np.asarray(weights)

    def _logits(self, features: Floats) -> Floats:
        return self.bundle.head.by_place(features)


def network_of(bundle: Bundle) -> Any:
    """The network of a model, as it was trained."""
    from raredx.encoders.encode import load

    own = getattr(bundle.head, "network", None)
    return load(str(bundle.backbone.encoder)) if own is None else own.network
