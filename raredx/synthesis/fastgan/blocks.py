"""What both networks are built of: steps up, steps down, and gates from one map to another."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import glu, interpolate

_SMALLEST = 4
"""Pixels of the map that a gate looks at, each way."""
_SLOPE = 0.2  # of what is below zero
_WIDEST = 8  # times as many channels as at full size, at most


def channels_at(size: int, *, side: int, width: int) -> int:
    """How many channels a map has: `width` at full size, twice as many at half of it, and so on.

    >>> [channels_at(size, side=128, width=16) for size in (128, 64, 32, 16, 8, 4)]
    [16, 32, 64, 128, 128, 128]
    """
    return width * min(_WIDEST, side // size)


def bent() -> nn.Module:
    """What stands between two layers that look."""
    return nn.LeakyReLU(_SLOPE)


class Told(nn.Module):
    """A map normalised, then with a strength and a shift of its channels for each condition.

    A condition that is told beside the chance, before all layers, drowns it: whatever the chance,
    the same image of a condition comes out. After a map is normalised there is room for both.
    """

    def __init__(self, channels: int, conditions: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.meanings = nn.Parameter(torch.zeros(2, conditions, channels))

    def forward(self, seen: Tensor, shares: Tensor | None = None) -> Tensor:
        """Maps (n, channels, ...) with so much of each condition in them: (n, conditions)."""
        found: Tensor = self.norm(seen)
        if shares is not None:
            stronger, shift = (shares @ self.meanings)[..., None, None]  # each (n, channels, 1, 1)
            found = found * (1 + stronger) + shift
        return found


class Up(nn.Module):
    """A map twice as large each way: enlarged, looked at, normalised, gated by half of itself.

    Parameters
    ----------
    noisy
        Whether chance is added in every place, by as much as is learned; at first by none.
    """

    def __init__(
        self, channels: int, out: int, *, conditions: int = 0, noisy: bool = False
    ) -> None:
        super().__init__()
        self.look = nn.Conv2d(channels, 2 * out, 3, padding=1, bias=False)
        self.norm = Told(2 * out, conditions)
        self.strength = nn.Parameter(torch.zeros(1)) if noisy else None

    def forward(
        self, seen: Tensor, shares: Tensor | None = None, noise: Tensor | None = None
    ) -> Tensor:
        """From (n, channels, size, size), with noise (n, 1, 2 size, 2 size), to (n, out, ...)."""
        found: Tensor = self.look(interpolate(seen, scale_factor=2, mode="nearest"))
        if self.strength is not None and noise is not None:
            found = found + self.strength * noise
        return glu(self.norm(found, shares), dim=1)


class Down(nn.Module):
    """A map half as large each way: looked at twice, and averaged beside it."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.looked = nn.Sequential(
            nn.Conv2d(channels, out, 4, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(out),
            bent(),
            nn.Conv2d(out, out, 3, padding=1, bias=False),
            nn.BatchNorm2d(out),
            bent(),
        )
        self.averaged = nn.Sequential(
            nn.AvgPool2d(2),
            nn.Conv2d(channels, out, 1, bias=False),
            nn.BatchNorm2d(out),
            bent(),
        )

    def forward(self, seen: Tensor) -> Tensor:
        """From (n, channels, size, size) to (n, out, size / 2, size / 2)."""
        found: Tensor = (self.looked(seen) + self.averaged(seen)) / 2
        return found


class Gate(nn.Module):
    """A map's channels weakened or let through by what another map of the same image shows.

    >>> gate = Gate(8, 6, size=16)
    >>> gate(torch.ones(2, 8, 16, 16), torch.ones(2, 6, 64, 64)).shape
    torch.Size([2, 6, 64, 64])
    """

    def __init__(self, channels: int, out: int, *, size: int) -> None:
        super().__init__()
        self.share = nn.Sequential(
            nn.AvgPool2d(size // _SMALLEST),
            nn.Conv2d(channels, out, _SMALLEST),
            bent(),
            nn.Conv2d(out, out, 1),
            nn.Sigmoid(),
        )

    def forward(self, by: Tensor, seen: Tensor) -> Tensor:
        """Gate (n, out, ...) by (n, channels, size, size)."""
        found: Tensor = seen * self.share(by)
        return found
