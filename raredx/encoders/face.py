"""The face encoder's network: one path sees the head, one the face from near; small and quick."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

SIDE = 208
"""Pixels of a picture of a head, each way."""
WIDTH = 256
"""Features of a picture."""
_HEAD = 144  # pixels that the first path sees of all of it
_NEAR = 128  # pixels that the second path sees, as they are
_LEFT, _TOP = 40, 48  # where these lie: the face, in a head that was cut out by its landmarks
_WIDTHS = (24, 48, 64, 96, 128)
_KEPT = 24  # channels that go, place by place, into the features


class FaceNetwork(nn.Module):
    """Pictures of heads (n, 3, 208, 208), about 0 and 2 wide, to features (n, 256)."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Path(_HEAD)
        self.near = Path(_NEAR)
        self.drop = nn.Dropout(0.3)
        self.features = nn.Linear(self.head.width + self.near.width, WIDTH)

    def forward(self, pictures: Tensor) -> Tensor:
        """The features."""
        return self.features(self.seen(pictures))  # type: ignore[no-any-return]

    def seen(self, pictures: Tensor) -> Tensor:
        """What both paths see, place by place: (n, w)."""
        near = pictures[:, :, _TOP : _TOP + _NEAR, _LEFT : _LEFT + _NEAR]
        size = (_HEAD, _HEAD)
        whole = functional.interpolate(pictures, size, mode="bilinear", antialias=True)
        return self.drop(torch.cat([self.head(whole), self.near(near)], 1))  # type: ignore[no-any-return]


class Path(nn.Sequential):
    """Convolutions that halve a picture four times; what is left is not averaged over the face.

    A white lock and a white lip are different things.
    """

    def __init__(self, side: int) -> None:
        before, layers = 3, nn.Sequential()
        for number, width in enumerate(_WIDTHS):
            halved = number < len(_WIDTHS) - 1
            layers.append(_step(before, width, stride=2 if halved else 1))
            before = width
        super().__init__(layers, _step(before, _KEPT, size=1), nn.Flatten())
        self.width = _KEPT * (-(-side // 2 ** (len(_WIDTHS) - 1))) ** 2


def _step(before: int, width: int, *, size: int = 3, stride: int = 1) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(before, width, size, stride=stride, padding=size // 2, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
    )
