"""The network that tells true images from drawn ones, and shows that it has looked at them."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, interpolate, l1_loss
from torch.nn.utils.parametrizations import spectral_norm

from raredx.synthesis.fastgan.blocks import Down, Gate, Up, bent, channels_at

_LAST, _PARTLY = 8, 16  # pixels of the maps that are judged, and brought back a part of
_WINDOW = 4  # pixels of the last map that are judged together
_APART = 4  # times as small as the map that gates it is the one that is gated
_SMALLER = 4  # times as small as the images are they brought back, where that leaves enough

Maps = dict[int, Tensor]
"""What is seen in images, by the side of the map: (n, channels, side, side)."""


class Teller(nn.Module):
    """It judges images place by place, by themselves and by the condition that they shall show.

    >>> from torch import ones
    >>> judged, maps = Teller(side=32, width=4, conditions=2)(ones(3, 3, 32, 32), ones(3, 2))
    >>> judged.shape, sorted(maps)
    (torch.Size([3, 1, 5, 5]), [8, 16])
    """

    def __init__(self, *, side: int, width: int, conditions: int) -> None:
        super().__init__()
        sizes = [_LAST << step for step in range((side // _LAST).bit_length() - 1)][::-1]
        wide = {size: channels_at(size, side=side, width=width) for size in sizes}
        self.first = nn.Sequential(nn.Conv2d(3, wide[sizes[0]], 4, stride=2, padding=1), bent())
        self.steps = nn.ModuleDict(
            {str(size): Down(wide[2 * size], wide[size]) for size in sizes[1:]}
        )
        self.gates = nn.ModuleDict(
            {
                str(size): Gate(wide[_APART * size], wide[size], size=_APART * size)
                for size in sizes
                if _APART * size in wide
            }
        )
        top = wide[_LAST]
        self.look = nn.Sequential(nn.Conv2d(top, top, 1, bias=False), nn.BatchNorm2d(top), bent())
        self.judge = nn.Conv2d(top, 1, _WINDOW)
        self.meanings = nn.Linear(conditions, top, bias=False) if conditions else None
        for layer in [*self.modules()]:
            if isinstance(layer, nn.Conv2d | nn.Linear):
                spectral_norm(layer)
        small = max(_LAST * 2, side // _SMALLER)
        self.whole = _painted(top, width, small // _LAST)
        self.part = _painted(wide[_PARTLY], width, small // _LAST)

    def forward(self, pictures: Tensor, shares: Tensor) -> tuple[Tensor, Maps]:
        """How true images (n, 3, side, side) look, above zero if they do: (n, 1, 5, 5); the maps.

        Parameters
        ----------
        shares
            How much of each condition is in each image: (n, conditions).
        """
        found = self.first(pictures)
        maps = {found.shape[-1]: found}
        for name, step in self.steps.items():
            size = int(name)
            found = step(found)
            if name in self.gates:
                found = self.gates[name](maps[_APART * size], found)
            maps[size] = found
        found = self.look(found)
        judged: Tensor = self.judge(found)
        if self.meanings is not None:
            meant = self.meanings(shares)[:, :, None, None]  # (n, channels, 1, 1)
            fits = (avg_pool2d(found, _WINDOW, stride=1) * meant).sum(1, keepdim=True)
            judged = judged + fits
        return judged, maps

    def missed(self, maps: Maps, pictures: Tensor, corner: tuple[int, int]) -> Tensor:
        """How far images are from what the maps bring back of them: the whole, and a quarter.

        Parameters
        ----------
        corner
            Which quarter: 0 or 1 down, 0 or 1 across.
        """
        whole, part = self.whole(maps[_LAST]), self.part(_quarter(maps[_PARTLY], corner))
        return _unlike(whole, pictures) + _unlike(part, _quarter(pictures, corner))


def _painted(channels: int, width: int, larger: int) -> nn.Sequential:
    """What paints an image from a map, so many times as large."""
    steps, own = [], channels
    for _ in range(larger.bit_length() - 1):
        own, before = max(width, own // 2), own
        steps.append(Up(before, own))
    return nn.Sequential(*steps, nn.Conv2d(own, 3, 3, padding=1), nn.Tanh())


def _quarter(seen: Tensor, corner: tuple[int, int]) -> Tensor:
    half = seen.shape[-1] // 2
    down, across = (slice(half * number, half * (number + 1)) for number in corner)
    return seen[:, :, down, across]


def _unlike(made: Tensor, true: Tensor) -> Tensor:
    return l1_loss(made, interpolate(true, size=made.shape[-2:], mode="area"))
