"""How unlike two pictures of a face look: by pixels, by edges, by what the face encoder sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from raredx.synthesis.pocket.plan import Autoencoding

_LAYERS = 3  # of the face encoder: edges, lids and lips, not who it is
_MIDDLE, _WIDE = (0.5, 0.56), (0.2, 0.22)  # across and down, where the face is in its frame


class Unlikeness(nn.Module):
    """The loss of a reconstruction."""

    weight: Tensor

    def __init__(self, side: int, course: Autoencoding) -> None:
        super().__init__()
        from raredx.encoders.encode import load

        network: Any = load("face-encoder")
        self.layers = nn.ModuleList(network.head[0][:_LAYERS]).eval().requires_grad_(False)
        self.course = course
        self.register_buffer("weight", face_weight(side, course.face))

    def forward(self, made: Tensor, true: Tensor) -> Tensor:
        """Of pictures (n, 3, side, side) from -1 to 1: one number."""
        difference = made - true
        across = difference[..., 1:] - difference[..., :-1]
        down = difference[..., 1:, :] - difference[..., :-1, :]
        pixels = (self.weight * difference.abs()).mean()
        edges = (self.weight[:, 1:] * across.abs()).mean() + (self.weight[1:] * down.abs()).mean()
        return pixels + self.course.edges * edges + self.course.perceived * self._seen(made, true)

    def _seen(self, made: Tensor, true: Tensor) -> Tensor:
        one, other = 2 * made, 2 * true  # as the face encoder takes them: about 0, 2 wide
        unlike = torch.zeros(())
        for layer in self.layers:
            one, other = layer(one), layer(other)
            unlike = unlike + (one - other).abs().mean() / other.abs().mean()
        return unlike / len(self.layers)


def face_weight(side: int, most: float) -> Tensor:
    """How much each pixel of a framed face counts, 1 on average: (side, side).

    >>> weight = face_weight(32, 3.0)
    >>> round(float(weight.mean()), 3), bool(weight[18, 16] > 2 * weight[0, 0])
    (1.0, True)
    """
    places = (torch.arange(side) + 0.5) / side
    across, down = (
        ((places - middle) / wide) ** 2 for middle, wide in zip(_MIDDLE, _WIDE, strict=True)
    )
    weight = 1 + (most - 1) * torch.exp(-(down[:, None] + across[None]) / 2)
    return weight / weight.mean()
