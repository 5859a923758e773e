"""Maps over a picture: where lies what speaks for a class, by gradients and by hiding places."""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.diagnosis.explain.sight import Sight

Floats = npt.NDArray[Any]

_one_at_a_time = Lock()
"""Networks stay in memory and are shared: hooks of two maps at once would meet."""
_GRID = 10  # places each way that are hidden in turn
_WIDE = 2.0  # of a place that is hidden, by how far the next one is away


def by_gradients(sight: Sight, column: int) -> Floats:
    """Grad-CAM of what speaks for a class: (side, side) from 0 to 1, all 0 if nothing does.

    Where places are averaged into features their gradients are, too; where each place has its own
    weight the gradient counts place by place (HiResCAM), or the average would move it elsewhere. A
    second path that sees a part of the picture is laid where that part is.
    """
    import torch
    from PIL import Image

    from raredx.diagnosis.explain.placing import cam_of
    from raredx.encoders.preprocess import as_array
    from raredx.settings import device

    direction = torch.from_numpy(sight.direction(column).astype(np.float32)).to(device())
    pixels = torch.from_numpy(as_array([Image.fromarray(sight.picture)], sight.encoder))
    with _one_at_a_time, cam_of(sight.network, sight.encoder) as cam:
        (found,) = cam(pixels, [lambda features: features @ direction])
    return np.asarray(found)


def by_hiding(sight: Sight, column: int) -> Floats:
    """How much is lost for a class where a place is hidden: (side, side), 1 being the most.

    What is hidden turns into the mean colour of the picture around it.
    """
    side = len(sight.picture)
    middles = (np.arange(_GRID) + 0.5) * side / _GRID
    reach = _WIDE * side / _GRID / 2
    rows = np.arange(side)
    near = abs(rows[None] - middles[:, None]) <= reach  # (g, side)
    masks = (near[:, None, :, None] & near[None, :, None, :]).reshape(-1, side, side)
    hidden = np.where(masks[..., None], _blurred(sight.picture), sight.picture)
    lost = sight.speaks(sight.picture[None], column) - sight.speaks(hidden, column)  # (g * g,)
    spread = (
        np.maximum(lost, 0) @ masks.reshape(len(masks), -1) / masks.reshape(len(masks), -1).sum(0)
    )
    return scaled(spread.reshape(side, side))


def scaled(table: Floats) -> Floats:
    """The same with 1 as its most; all 0 stays so.

    >>> scaled(np.array([[0.0, 2.0], [1.0, 4.0]])).tolist()
    [[0.0, 0.5], [0.25, 1.0]]
    """
    most = float(table.max())
    return np.asarray(table / most if most > 0 else np.zeros_like(table))


def _blurred(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture without anything that is smaller than a place."""
    from PIL import Image, ImageFilter

    wide = len(picture) / _GRID * _WIDE
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(wide)))
