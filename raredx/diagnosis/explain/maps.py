"""Maps over a picture: where lies what speaks for a class, by gradients and by hiding places."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.diagnosis.explain.sight import Sight

Floats = npt.NDArray[Any]

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

    pixels = torch.from_numpy(as_array([Image.fromarray(sight.picture)], sight.encoder))

    def speaking(features: torch.Tensor) -> torch.Tensor:  # (w,)
        way = sight.direction(column, place=features.detach().cpu().numpy())
        return features @ torch.from_numpy(way.astype(np.float32)).to(features.device)

    with cam_of(sight.network, sight.encoder) as cam:
        (found,) = cam(pixels.to(memory_format=torch.channels_last), [speaking])
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
    return scaled(_between(np.maximum(lost, 0).reshape(_GRID, _GRID), side))


def by_both(sight: Sight, column: int) -> Floats:
    """The mean of both: where the gradients say so, and where something is lost."""
    return together(by_gradients(sight, column), by_hiding(sight, column))


def together(one: Floats, other: Floats) -> Floats:
    """The mean of two maps, 1 being its most.

    >>> together(np.array([1.0, 0.5]), np.array([0.0, 0.5])).tolist()
    [1.0, 1.0]
    """
    return scaled(one + other)


def scaled(table: Floats) -> Floats:
    """The same with 1 as its most; all 0 stays so.

    >>> scaled(np.array([[0.0, 2.0], [1.0, 4.0]])).tolist()
    [[0.0, 0.5], [0.25, 1.0]]
    """
    most = float(table.max())
    return np.asarray(table / most if most > 0 else np.zeros_like(table))


def _between(table: Floats, side: int) -> Floats:
    """A coarse map as a fine one (side, side): in between it goes straight from place to place."""
    from PIL import Image

    coarse = Image.fromarray(table.astype(np.float32))
    return np.asarray(coarse.resize((side, side), Image.Resampling.BILINEAR), np.float64)


def _blurred(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture without anything that is smaller than a place."""
    from PIL import Image, ImageFilter

    wide = len(picture) / _GRID * _WIDE
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(wide)))
