"""What pictures go through on their way into a training: a mirror, a shift, another light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from raredx.learning.heads.options import Tuned

Pixels = npt.NDArray[Any]


def augmented(pictures: Pixels, head: Tuned, chance: np.random.Generator) -> Pixels:
    """Pictures (n, side, side, 3) uint8, each changed by chance: the same shape.

    A face may lie to one side, or be told by one side: the mirror can be turned off.

    >>> from raredx.learning.heads import get_head
    >>> picture = np.arange(48, dtype=np.uint8).reshape(1, 4, 4, 3)
    >>> still = get_head("tuned")(flip=False, shift=0, light=0)
    >>> bool((augmented(picture, still, np.random.default_rng(0)) == picture).all())
    True
    """
    most = round(head.shift * pictures.shape[1])
    shifted = np.stack([moved(one, most, chance, flip=head.flip) for one in pictures])
    if not head.light:
        return shifted
    size = (len(shifted), 1, 1, 1)
    gain = chance.uniform(1 - head.light, 1 + head.light, size)
    offset = 255 * chance.uniform(-head.light / 2, head.light / 2, size)
    return np.clip((shifted.astype(np.float32) - 128) * gain + 128 + offset, 0, 255).astype(
        np.uint8
    )


def moved(picture: Pixels, most: int, chance: np.random.Generator, *, flip: bool = True) -> Pixels:
    """A picture (side, side, 3) in a mirror or not, and moved; its edge is drawn out."""
    down, across = chance.integers(-most, most + 1, 2)
    places = np.arange(len(picture))
    rows, columns = (np.clip(places + by, 0, len(picture) - 1) for by in (down, across))
    if flip and chance.random() < 0.5:
        columns = columns[::-1]
    return np.asarray(picture[rows][:, columns])
