"""Several faces in one image: each cut out with room around it, so that one can be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from raredx.phenotype.landmarks.detect import Detector
from raredx.phenotype.landmarks.found import Landmarks, Seen, unpacked
from raredx.phenotype.landmarks.kept import kept_detector

if TYPE_CHECKING:
    from PIL import Image

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""

_ROOM = (0.8, 0.6, 0.4, 0.25)
"""How much of a face's longer side is left around it; less where that shows another face."""
_LONG = 1.4
"""An image so many times as long as it is wide is looked at in squares, too: as a whole it is
shrunk until its faces are no longer found."""
_SQUARES = 16  # at most
_SAME = 0.3  # of the smaller box that both share


@dataclass(frozen=True, kw_only=True, eq=False)
class Face:
    """One of the faces of an image, cut out."""

    number: int
    """1 is the leftmost."""
    box: Box
    """Of the image, with room around the face."""
    image: Image.Image
    landmarks: Landmarks
    """Found again in what was cut out."""


def faces_in(image: Image.Image) -> tuple[Face, ...]:
    """The upright faces of an image, the leftmost first; nothing of them is kept."""
    with kept_detector() as detector:
        boxes = sorted(_found(image, detector))
        return tuple(_cut_out(image, boxes, place, detector) for place in range(len(boxes)))


def several_faces(image: Image.Image, landmarks: Landmarks) -> tuple[Face, ...]:
    """The faces to choose from, where an image shows more than one; else there are none.

    Parameters
    ----------
    landmarks
        Of this image alone.
    """
    if landmarks.seen[0] != Seen.SEVERAL and not _is_long(image.size):
        return ()
    found = faces_in(image)
    return found if len(found) > 1 else ()


def squares(size: tuple[int, int]) -> Iterator[Box]:
    """The squares in which a long image is looked at: each shares half of it with the next.

    >>> [*squares((100, 90))], [*squares((250, 100))]
    ([], [(0, 0, 100, 100), (50, 0, 150, 100), (100, 0, 200, 100), (150, 0, 250, 100)])
    """
    if not _is_long(size):
        return
    short, long = sorted(size)
    many = min(_SQUARES, 1 + ceil((long - short) / (short / 2)))
    for start in np.linspace(0, long - short, many).round().astype(int).tolist():
        left, top = (start, 0) if size[0] == long else (0, start)
        yield left, top, left + short, top + short


def room_around(own: Box, others: Sequence[Box], *, room: float, size: tuple[int, int]) -> Box:
    """A face's box with room around it, within the image and out of the boxes of other faces.

    >>> room_around((40, 40, 60, 60), [], room=0.5, size=(100, 100))
    (30, 30, 70, 70)
    >>> room_around((40, 40, 60, 60), [(66, 35, 90, 60)], room=0.5, size=(100, 65))
    (30, 30, 66, 65)
    """
    left, top, right, bottom = own
    wide = round(room * max(right - left, bottom - top))
    least, most = [0, 0], [*size]
    for other in others:
        if other[0] >= right:
            most[0] = min(most[0], other[0])
        elif other[2] <= left:
            least[0] = max(least[0], other[2])
        elif other[1] >= bottom:
            most[1] = min(most[1], other[1])
        elif other[3] <= top:
            least[1] = max(least[1], other[3])
    return (
        max(left - wide, least[0]),
        max(top - wide, least[1]),
        min(right + wide, most[0]),
        min(bottom + wide, most[1]),
    )


def _found(image: Image.Image, detector: Detector) -> list[Box]:
    """Boxes of all faces, each once: of two that share much the larger one."""
    every = []
    for part in ((0, 0, *image.size), *squares(image.size)):
        for points in detector.faces(image.crop(part)):
            across, down = (points[:, :2] + part[:2]).T
            every.append(
                tuple(int(one) for one in (across.min(), down.min(), across.max(), down.max()))
            )
    kept: list[Box] = []
    for box in sorted(every, key=_area, reverse=True):
        if not any(_shared(box, other) > _SAME * _area(box) for other in kept):
            kept.append(box)  # type: ignore[arg-type]
    return kept


def _cut_out(image: Image.Image, boxes: Sequence[Box], place: int, detector: Detector) -> Face:
    """With as much room as shows one face alone, or else with the least."""
    others = [*boxes[:place], *boxes[place + 1 :]]
    for room in _ROOM:
        box = room_around(boxes[place], others, room=room, size=image.size)
        cut = image.crop(box)
        landmarks = unpacked(detector.detect(cut)[None])
        if landmarks.seen[0] == Seen.ONE:
            break
    return Face(number=place + 1, box=box, image=cut, landmarks=landmarks)


def _is_long(size: tuple[int, int]) -> bool:
    return max(size) > _LONG * min(size)


def _area(box: Sequence[int]) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    """Pixels that two boxes have in common."""
    begin, end = np.maximum(one, other)[:2], np.minimum(one, other)[2:]
    return _area((*begin, *end))
