"""A trained model as one value and one folder: all that it takes to answer for an image."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.assets.cards import CARD
from raredx.errors import UserError
from raredx.files import sha256_of
from raredx.learning.backbones import Backbone, get_backbone
from raredx.learning.backbones.reading import says_something
from raredx.learning.backbones.space import space_of
from raredx.learning.bundle.answer import Answer, Ranked
from raredx.learning.bundle.card import BundleCard
from raredx.learning.bundle.gallery import Gallery
from raredx.learning.bundle.reach import FILE as REACH
from raredx.learning.bundle.reach import Reach
from raredx.learning.bundle.store import HEAD, check_files, damaged, read_bundle_card
from raredx.learning.calibration import calibrated
from raredx.learning.heads.fitted import FittedHead
from raredx.learning.heads.store import load

if TYPE_CHECKING:
    from PIL import Image

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Bundle:
    """A trained model that can be asked."""

    folder: Path
    card: BundleCard
    backbone: Backbone
    head: FittedHead

    @staticmethod
    def open(folder: Path | str) -> Bundle:
        """The model of a folder, if it is whole and its features mean here what they meant there.

        Raises
        ------
        UserError
            In one line, for a folder without a model, a file that is missing or not what was
            saved, a newer version, a head or backbone that is not there, and a backbone, landmark
            model or reference of another version.
        """
        folder = Path(folder)
        card = read_bundle_card(folder)
        check_files(folder, card)
        try:
            backbone, head = get_backbone(card.backbone), load(folder / HEAD)
        except UserError as error:
            raise UserError(
                f"The model {folder.name!r} cannot be used here: {error.problem}",
                remedy="Update the workbench, or train the model again",
            ) from None
        if space_of(backbone) != card.space:
            raise UserError(
                f"The model {folder.name!r} was fitted with another version of {backbone.name}:"
                f" {card.space}, and here it is {space_of(backbone)}",
                remedy="Train it again, or go back to the version that made it",
            )
        if head.classes != card.classes or head.width != backbone.width:
            raise damaged(folder, "its head is of another model")
        return Bundle(folder=folder, card=card, backbone=backbone, head=head)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.folder.name

    @cached_property
    def digest(self) -> str:
        """The checksum of its card, which has those of all its files."""
        return sha256_of(self.folder / CARD)

    @property
    def classes(self) -> tuple[str, ...]:
        """(c,) the conditions that it can answer."""
        return self.card.classes

    @cached_property
    def gallery(self) -> Gallery:
        """The images that it was fitted on."""
        return Gallery.open(self.folder, classes=len(self.classes))

    @cached_property
    def reach(self) -> Reach | None:
        """What people say of it whom it was not fitted on; None where they were too few."""
        return Reach.open(self.folder) if REACH in self.card.files else None

    def scores(self, features: Floats) -> Floats:
        """Calibrated log-probabilities (m, c) of the conditions, by what the head sees of m images.

        An image that cannot be seen (NaN, or black) is answered by how frequent conditions are in
        training, as in experiments, so that nobody does better by seeing less.
        """
        seen = says_something(features)
        found = np.tile(self._frequencies, (len(features), 1))  # (m, c)
        if seen.any():
            said = self.head.scores(features[seen])
            found[seen] = calibrated(said, self.card.confidence.temperature)
        return found

    def predict_features(self, features: Floats, *, seen: str = "features") -> Answer:
        """What it says of one image, by what the head sees of it (w,); no answer if nothing."""
        if not says_something(features[None])[0]:
            return Answer(seen=seen, ranked=())
        return Answer(seen=seen, ranked=self.ranked(self.scores(features[None])[0]))

    def ranked(self, scores: Floats) -> tuple[Ranked, ...]:
        """The conditions by the scores (c,) of one image, the likeliest first."""
        shares = np.exp(scores.astype(np.float64))  # (c,)
        order = np.argsort(-shares, kind="stable")
        return tuple(self._ranked(place, shares) for place in order)

    def predict(self, image: Image.Image) -> Answer:
        """What it says of one image, which came in by `cohorts.intake` or out of a cohort."""
        from raredx.learning.bundle.seeing import see

        features, seen = see(image, self.backbone, self.head.head.sees)
        return self.predict_features(features[0], seen=seen)

    def _ranked(self, place: int, shares: Floats) -> Ranked:
        condition = self.card.conditions[place]
        return Ranked(
            name=condition.name,
            code=condition.code,
            probability=float(shares[place]),
            images=condition.images,
        )

    @property
    def _frequencies(self) -> Floats:
        counts = np.array([one.images for one in self.card.conditions], float)
        return np.asarray(np.log(counts / counts.sum()), np.float32)
