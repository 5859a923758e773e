"""What pictures are compared by to find out who was copied: shape, structure, whole, and look.

    sight = see(ids, cohort.image)
    apart = sight.distances(known)          # by name: (n, m), 0 is the same

A copy that was resized, recoloured or compressed keeps its fine structure; one under noise keeps
the whole; one that a generator drew from memory may keep no more than its look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PIL.Image import Resampling
from scipy.ndimage import gaussian_filter

from raredx.encoders import get_encoder
from raredx.encoders.cache import remembered
from raredx.encoders.encode import encode
from raredx.phenotype.landmarks import find_landmarks
from raredx.phenotype.landmarks.points import SIXTY_EIGHT, mirror
from raredx.phenotype.shape.align import align, mean_shape, upright
from raredx.phenotype.traits.crops import FACE, HEAD, cut_out
from raredx.statistics.neighbourhoods import distances
from raredx.synthesis.framing import framed

if TYPE_CHECKING:
    from PIL import Image

    from raredx.phenotype.landmarks import Landmarks

Floats = npt.NDArray[Any]

SPACES = {
    "shape": "where its landmarks lie",
    "structure": "its fine structure, light and colour taken out",
    "picture": "the whole picture, light and colour taken out",
    "look": "what a network makes of it",
}
"""What is compared, in words."""
FORMAT = 1
"""To be raised whenever the same picture would be seen otherwise."""
_ENCODER = {True: "face-encoder", False: "efficientnet-lite0"}  # of faces, of anything else
_SIDE = 40  # pixels of a face whose structure is compared
_SHARP = 96  # pixels of a face whose sharpness is judged
_FINE, _COARSE = 0.6, 4.0  # pixels: finer is noise, coarser is light
_MIDDLE = 0.32  # of the side: how far from the middle a face's structure counts


@dataclass(frozen=True, kw_only=True, eq=False)
class Sight:
    """n pictures as they are compared."""

    ids: tuple[str, ...]
    landmarks: Landmarks | None
    """None for pictures of anything but faces."""
    structure: Floats
    """(n, side, side), of length 1; NaN where there is not one face."""
    picture: Floats
    """(n, side, side) the same of all that is in the picture, face or not."""
    look: Floats
    """(n, w), of length 1; NaN where there is not one face but should be."""
    sharpness: Floats
    """(n,) how much of what differs in a face is fine."""

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Any) -> Sight:
        """Some of them, by number or by a mask."""
        chosen = np.arange(len(self))[rows]
        return Sight(
            ids=tuple(self.ids[row] for row in chosen),
            landmarks=self.landmarks.take(chosen) if self.landmarks else None,
            structure=self.structure[chosen],
            picture=self.picture[chosen],
            look=self.look[chosen],
            sharpness=self.sharpness[chosen],
        )

    def distances(self, others: Sight) -> dict[str, Floats]:
        """How far each is from each of m others, or from its mirror image if that is nearer.

        By name of the space: (n, m) from 0 on, infinite where one of the two cannot be compared.
        """
        found = {
            "look": 1 - self.look @ others.look.T,
            "picture": _unlike(self.picture, others.picture),
        }
        if self.landmarks and others.landmarks:
            found["structure"] = _unlike(self.structure, others.structure)
            found["shape"] = _apart(self.landmarks, others.landmarks)
        return {
            name: np.nan_to_num(found[name], nan=np.inf, posinf=np.inf)
            for name in SPACES
            if name in found
        }


def see(
    ids: Sequence[str],
    read: Callable[[str], Image.Image],
    *,
    faces: bool = True,
    workers: int = 1,
    tick: Callable[[int], None] = lambda done: None,
) -> Sight:
    """Look at pictures that are known by the hash of their content; what is seen is kept.

    Parameters
    ----------
    faces
        Whether they are pictures of faces, which are cut out and compared by their landmarks, too.
    """
    encoder = get_encoder(_ENCODER[faces])
    width = encoder.width + faces * (1 + _SIDE**2)
    table = np.full((len(ids), width), np.nan, np.float32)
    landmarks = find_landmarks(ids, read, workers=workers) if faces else None
    rows = np.flatnonzero(landmarks.usable if landmarks else np.ones(len(ids), bool)).tolist()
    place = {ids[row]: row for row in rows}

    def compute(some: list[str]) -> Floats:
        if landmarks is None:
            return encode(encoder.name, map(read, some))
        heads, sharp, lines = zip(
            *_faces(some, read, landmarks.points[[place[one] for one in some]]), strict=True
        )
        looks = encode(encoder.name, heads)
        return np.concatenate([looks, np.array(sharp)[:, None], np.stack(lines)], axis=1)

    space = f"sight-{FORMAT}-{encoder.space}"
    if len(rows):
        named = [ids[row] for row in rows]
        table[rows] = remembered(space, named, compute, width=width, tick=tick)
    whole = remembered(
        f"whole-{FORMAT}",
        ids,
        lambda some: np.stack([_whole(read(one)) for one in some]),
        width=_SIDE**2,
    )
    look, sharp, lines = np.split(table, [encoder.width, encoder.width + faces], axis=1)
    return Sight(
        ids=tuple(ids),
        landmarks=landmarks,
        structure=lines.reshape(len(ids), *([_SIDE] * 2 if faces else [0, 0])),
        picture=whole.reshape(len(ids), _SIDE, _SIDE),
        look=look / np.linalg.norm(look, axis=1, keepdims=True),
        sharpness=sharp[:, 0] if faces else np.full(len(ids), np.nan),
    )


def structure_of(face: npt.NDArray[np.uint8]) -> Floats:
    """The fine structure of a framed face (side, side, 3): (side, side), of length 1.

    Light and colour leave it as it is, and so does what is drawn far from the middle.

    >>> face = np.random.default_rng(1).integers(0, 200, (40, 40, 3), np.uint8)
    >>> brighter = (face * 1.2 + 10).astype(np.uint8)
    >>> round(float((structure_of(face) * structure_of(brighter)).sum()), 2)
    1.0
    """
    grey = face.astype(np.float32).mean(2)
    lines = gaussian_filter(grey, _FINE) - gaussian_filter(grey, _COARSE)
    across = (np.arange(len(face)) - (len(face) - 1) / 2) / len(face) / _MIDDLE
    window = np.exp(-0.5 * (across[:, None] ** 2 + across[None] ** 2))
    lines = (lines - (lines * window).sum() / window.sum()) * window
    return np.asarray(lines / max(float(np.linalg.norm(lines)), 1e-6), np.float32)


def sharpness_of(face: npt.NDArray[np.uint8]) -> float:
    """How much of what differs in a face (side, side, 3) is finer than two pixels.

    >>> noise = np.random.default_rng(1).integers(0, 200, (64, 64, 3), np.uint8)
    >>> smooth = gaussian_filter(noise.astype(float), (3, 3, 0)).astype(np.uint8)
    >>> sharpness_of(noise) > 2 * sharpness_of(smooth)
    True
    """
    grey = face.astype(np.float64).mean(2)
    fine = grey - gaussian_filter(grey, 1.0)
    return float(fine.std() / max(grey.std(), 1e-6))


def _faces(
    ids: Sequence[str], read: Callable[[str], Image.Image], points: Floats
) -> Iterator[tuple[Image.Image, float, Floats]]:
    """Of each picture the head, cut out for the network, how sharp it is, and its structure."""
    from PIL import Image as Images

    for one, own in zip(ids, points, strict=True):
        image = read(one)
        head = Images.fromarray(cut_out(image, own, spans=HEAD))
        sharp = sharpness_of(cut_out(image, own, side=_SHARP, spans=FACE))
        yield head, sharp, structure_of(framed(image, own, side=_SIDE)).ravel()


def _whole(image: Image.Image) -> Floats:
    """The structure of a whole picture, whatever its shape: (side * side,)."""
    small = image.convert("RGB").resize((_SIDE, _SIDE), resample=Resampling.LANCZOS)
    return structure_of(np.asarray(small)).ravel()


def _unlike(some: Floats, others: Floats) -> Floats:
    """How far structures (n, side, side) and (m, side, side), or their mirror images, lie apart."""
    own = others.reshape(len(others), -1).T
    flat, turned = (one.reshape(len(some), -1) for one in (some, some[:, :, ::-1]))
    return np.asarray(1 - np.maximum(flat @ own, turned @ own))


def _apart(some: Landmarks, others: Landmarks) -> Floats:
    """How far the landmarks of faces lie apart, size and pose taken out: (n, m)."""
    chosen = np.array(SIXTY_EIGHT)
    known = others.points[others.usable]
    found = np.full((len(some), len(others)), np.inf)
    if not len(known) or not some.usable.any():
        return found
    mean = mean_shape(upright(known.astype(np.float64)))
    seen, their = (
        align(upright(one.points[one.usable].astype(np.float64)), mean).shapes
        for one in (some, others)
    )
    turned = seen[:, mirror()] * np.array([-1.0, 1, 1])
    own = their[:, chosen].reshape(len(their), -1)
    pairs = [distances(one[:, chosen].reshape(len(one), -1), own) for one in (seen, turned)]
    found[np.ix_(some.usable, others.usable)] = np.minimum(*pairs)
    return found
