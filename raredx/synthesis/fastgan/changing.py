"""Changes that true and drawn images go through before they are judged, so that few are enough.

A drawn image is judged through the same kind of change, and what is learned from that flows back
through it: the changes themselves are not drawn.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad

_MOVED = 1 / 8  # of the side, at most
_GREY = (0.299, 0.587, 0.114)  # how bright red, green and blue look


def changed(pictures: Tensor, chance: np.random.Generator) -> Tensor:
    """Images (n, 3, side, side) from -1 to 1, each with light, colour and place of its own.

    >>> pictures = torch.zeros(2, 3, 32, 32)
    >>> one, other = changed(pictures, np.random.default_rng(4))
    >>> one.shape, torch.equal(one, other)
    (torch.Size([3, 32, 32]), False)
    """
    many, side = pictures.shape[0], pictures.shape[-1]
    light, colour, contrast = (
        torch.from_numpy(chance.random((many, 1, 1, 1), np.float32)).to(pictures.device)
        for _ in range(3)
    )
    most = round(_MOVED * side)
    places = chance.integers(-most, most + 1, (many, 2))
    lit = pictures + light - 0.5
    return moved(contrasted(coloured(lit, 2 * colour), contrast + 0.5), places, most=most)


def coloured(pictures: Tensor, share: Tensor) -> Tensor:
    """Images with so much of their colour (n, 1, 1, 1): 0 leaves grey, 1 all as it was."""
    shares = torch.tensor(_GREY, device=pictures.device)[:, None, None]
    grey = (pictures * shares).sum(1, keepdim=True)
    return grey + share * (pictures - grey)


def contrasted(pictures: Tensor, share: Tensor) -> Tensor:
    """Images with so much of their contrast (n, 1, 1, 1)."""
    middle = pictures.mean((1, 2, 3), keepdim=True)
    return middle + share * (pictures - middle)


def moved(pictures: Tensor, places: np.typing.NDArray[np.int64], *, most: int) -> Tensor:
    """Images moved by so many pixels (n, 2) down and across, `most` at most; grey comes in.

    >>> moved(torch.ones(1, 1, 3, 3), np.array([[1, -1]]), most=2)[0, 0].tolist()
    [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 1.0, 0.0]]
    """
    side, wider = pictures.shape[-1], pad(pictures, (most,) * 4)
    return torch.stack(
        [
            one[:, most - down : most - down + side, most - across : most - across + side]
            for one, (down, across) in zip(wider, places.tolist(), strict=True)
        ]
    )
