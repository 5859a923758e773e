"""The small network that sees what points cannot: lips, philtrum, brows, lashes, hair, skin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

_WIDTHS = (24, 48, 64, 96, 128)
_KEPT = 24  # channels that go, place by place, into the answer


def network(answers: int, *, side: int) -> nn.Module:
    """A network from faces (n, 3, side, side), about 0 and 1 wide, to logits (n, answers).

    Convolutions halve the picture four times; what is left is not averaged over the face, because
    a white lock and a white lip are different things.
    """
    from torch import nn

    layers: list[nn.Module] = []
    before = 3
    for number, width in enumerate(_WIDTHS):
        halved = number < len(_WIDTHS) - 1
        layers += _step(before, width, stride=2 if halved else 1)
        before = width
    places = -(-side // 2 ** (len(_WIDTHS) - 1))
    layers += [
        nn.Conv2d(before, _KEPT, 1),
        nn.BatchNorm2d(_KEPT),
        nn.ReLU(inplace=True),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(_KEPT * places * places, answers),
    ]
    return nn.Sequential(*layers)


def _step(before: int, width: int, *, stride: int) -> list[nn.Module]:
    from torch import nn

    return [
        nn.Conv2d(before, width, 3, stride=stride, padding=1, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
    ]
