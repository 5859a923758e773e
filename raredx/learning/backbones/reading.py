"""What backbones make of a cohort's images: features, kept once they are known, or pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.encoders.cache import remembered
from raredx.errors import UserError
from raredx.learning.backbones.backbone import Backbone
from raredx.learning.backbones.known import MIRRORED, kept_in
from raredx.phenotype.landmarks import find_landmarks
from raredx.phenotype.reference.reference import open_reference
from raredx.phenotype.shape.align import mirrored as in_a_mirror
from raredx.phenotype.shape.space import WHOLE
from raredx.phenotype.traits.crops import FACE, HEAD, cut_out

if TYPE_CHECKING:
    from PIL import Image

    from raredx.cohorts.cohort import Cohort
    from raredx.learning.heads.head import Sees
    from raredx.phenotype.landmarks import Landmarks

Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
Tick = Callable[[int], None]

_SPANS = {"head": HEAD, "face": FACE}


def look_at(
    cohort: Cohort,
    ids: Sequence[str],
    backbone: Backbone,
    *,
    sees: Sees = "features",
    mirrored: bool = False,
    workers: int = 1,
    tick: Tick = lambda done: None,
) -> Floats | Pixels:
    """What a backbone makes of some images of a cohort, or what its network sees of them.

    Parameters
    ----------
    ids : sequence of str
        Which images; their order is kept.
    sees : str
        features (n, w), which are kept for the next time, or pictures (n, side, side, 3).
    mirrored : bool
        Of the images in a mirror, instead of as they are.
    workers : int
        How many processes look for landmarks that are not known yet.
    tick : callable
        Hears how many images are done.

    Returns
    -------
    ndarray
        NaN, or black, where an image has no face and the backbone needs one.
    """
    landmarks = (
        find_landmarks(ids, cohort.image, workers=workers) if backbone.needs_a_face else None
    )
    return _Pictures(cohort.image, tuple(ids), landmarks, mirrored=mirrored).seen(
        backbone, sees, tick
    )


def look_at_one(
    image: Image.Image, backbone: Backbone, landmarks: Landmarks, *, sees: Sees = "features"
) -> Floats | Pixels:
    """The same of one image that is at hand; nothing of it is kept."""
    return look_at_these(lambda name: image, ("",), backbone, landmarks, sees=sees, keep=False)


def look_at_these(
    read: Callable[[str], Image.Image],
    ids: Sequence[str],
    backbone: Backbone,
    landmarks: Landmarks,
    *,
    sees: Sees = "features",
    keep: bool,
) -> Floats | Pixels:
    """The same of some images whose landmarks are known.

    Parameters
    ----------
    read : callable
        `read(image_id)` gives an image.
    ids : sequence of str
        Which images, each once.
    landmarks : Landmarks
        Of all of them, in their order.
    keep : bool
        Keep their features for the next time, and take those that were kept before.
    """
    return _Pictures(read, tuple(ids), landmarks, keep=keep).seen(backbone, sees, lambda done: None)


def says_something(table: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which rows of features are numbers, or which pictures are not black: (n,).

    >>> says_something(np.array([[1.0, 2.0], [np.nan, np.nan]])).tolist()
    [True, False]
    """
    if table.dtype == np.uint8:
        return np.asarray(table.reshape(len(table), -1).any(1))
    return np.asarray(np.isfinite(table).all(1))


@dataclass(frozen=True, eq=False)
class _Pictures:
    """Some images of a cohort, as networks want to see them."""

    read: Callable[[str], Image.Image]
    ids: tuple[str, ...]
    landmarks: Landmarks | None
    """Of all of them, where a backbone needs faces."""
    mirrored: bool = False
    keep: bool = True

    def seen(self, backbone: Backbone, sees: Sees, tick: Tick) -> Floats | Pixels:
        """Features, or pictures."""
        look = self.pictures if sees == "pictures" else self.features
        return look(backbone, tick)

    def features(self, backbone: Backbone, tick: Tick) -> Floats:
        """What a backbone gives for them: (n, w)."""
        if self.landmarks is None or not backbone.needs_a_face:
            return self.encoded(backbone, np.arange(len(self.ids)), self.whole, tick)
        seen = np.flatnonzero(self.landmarks.usable)
        table = np.full((len(self.ids), backbone.width), np.nan, np.float32)
        if not len(seen):
            return table
        if backbone.sees == "points":
            table[seen] = _shapes(self.landmarks.take(seen), backbone, mirrored=self.mirrored)
            tick(len(self.ids))
        elif backbone.encoder:
            table[seen] = self.encoded(backbone, seen, self.cut(backbone), tick)
        else:
            table[seen] = self.signs(backbone, seen, tick)
        return table

    def pictures(self, backbone: Backbone, tick: Tick) -> Pixels:
        """Them as a backbone's network sees them: (n, side, side, 3), black where it cannot."""
        from raredx.encoders import get_encoder
        from raredx.encoders.preprocess import as_square

        if not backbone.encoder:
            raise UserError(
                f"{backbone.name} is no network, so nothing can be trained on pictures",
                remedy="Choose a backbone that is an encoder; `raredx backbones` lists them",
            )
        encoder = get_encoder(backbone.encoder)
        table = np.zeros((len(self.ids), encoder.size, encoder.size, 3), np.uint8)
        faces = self.landmarks.usable if self.landmarks else np.ones(len(self.ids), bool)
        needed = backbone.needs_a_face
        read = self.cut(backbone) if needed else self.whole
        for row in np.flatnonzero(faces) if needed else range(len(self.ids)):
            table[row] = np.asarray(as_square(read(int(row)), encoder))
            tick(int(row) + 1)
        return table

    @property
    def points(self) -> npt.NDArray[Any]:
        """The landmarks: (n, 478, 3)."""
        assert self.landmarks
        return self.landmarks.points

    def whole(self, row: int) -> Image.Image:
        """An image as it is, or in a mirror."""
        return self._turned(self.read(self.ids[row]))

    def cut(self, backbone: Backbone) -> Callable[[int], Image.Image]:
        """What cuts out faces as large as a backbone's encoder sees them."""
        from PIL import Image

        from raredx.encoders import get_encoder

        assert backbone.encoder
        side, spans = get_encoder(backbone.encoder).size, _SPANS[backbone.sees]

        def one(row: int) -> Image.Image:
            image = self.read(self.ids[row])
            return self._turned(
                Image.fromarray(cut_out(image, self.points[row], side=side, spans=spans))
            )

        return one

    def encoded(
        self,
        backbone: Backbone,
        rows: npt.NDArray[np.intp],
        read: Callable[[int], Image.Image],
        tick: Tick,
    ) -> Floats:
        """What an encoder gives for some rows."""
        from raredx.encoders import encode

        assert backbone.encoder
        name, space = backbone.encoder, kept_in(backbone)
        assert space
        place = self._places(rows)
        return remembered(
            space,
            list(place),
            lambda some: encode(name, (read(place[one]) for one in some)),
            width=backbone.width,
            keep=self.keep,
            tick=tick,
        )

    def signs(self, backbone: Backbone, rows: npt.NDArray[np.intp], tick: Tick) -> Floats:
        """What the networks of the shipped reference answer, before any calibration."""
        picture = open_reference().picture
        assert picture
        place = self._places(rows)

        def answers(some: list[str]) -> Floats:
            faces: list[list[Any]] = [[] for _ in picture.views]
            for one in some:
                row = place[one]
                image = self.read(self.ids[row])
                for own, cut in zip(faces, picture.cut(image, self.points[row]), strict=True):
                    own.append(cut[:, :, ::-1] if self.mirrored else cut)
            both = zip(picture.views, faces, strict=True)
            return np.hstack([view.logits(np.concatenate(own)) for view, own in both])

        space, width = kept_in(backbone), backbone.width
        assert space
        return remembered(space, list(place), answers, width=width, keep=self.keep, tick=tick)

    def _places(self, rows: npt.NDArray[np.intp]) -> dict[str, int]:
        """The rows by the names under which their features are kept."""
        end = MIRRORED if self.mirrored else ""
        return {f"{self.ids[row]}{end}": int(row) for row in rows}

    def _turned(self, image: Image.Image) -> Image.Image:
        from PIL import ImageOps

        return ImageOps.mirror(image) if self.mirrored else image


def _shapes(landmarks: Landmarks, backbone: Backbone, *, mirrored: bool) -> npt.NDArray[Any]:
    shape = open_reference().shape
    faces = shape.faces(landmarks)
    if backbone.name == "shape-space":  # symmetric: the same in a mirror
        return shape.spaces[False].scores(faces)[WHOLE]
    shapes = in_a_mirror(faces.shapes) if mirrored else faces.shapes
    return shapes.reshape(len(shapes), -1)
