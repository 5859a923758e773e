"""The network that draws: from chance and a condition to an image."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import glu

from raredx.synthesis.fastgan.blocks import Gate, Told, Up, channels_at

LATENTS = 256
_FIRST = 4  # pixels of the smallest map, each way
_APART = 16  # times as large as the map that gates it is the one that is gated


class Drawer(nn.Module):
    """It draws images of some side, of conditions or, where there are none to tell, of anybody.

    >>> drawer = Drawer(side=32, width=4, conditions=2).eval()
    >>> drawer(drawer.chance([7, 8, 9]), torch.eye(2)[[0, 1, 1]]).shape
    torch.Size([3, 3, 32, 32])
    """

    def __init__(self, *, side: int, width: int, conditions: int) -> None:
        super().__init__()
        self.conditions = conditions
        sizes = [_FIRST << step for step in range((side // _FIRST).bit_length())]
        wide = {size: channels_at(size, side=side, width=width) for size in sizes}
        self.first = nn.ConvTranspose2d(LATENTS, 2 * wide[_FIRST], _FIRST, bias=False)
        self.norm = Told(2 * wide[_FIRST], conditions)
        self.noisy = sizes[-2:0:-2]  # every other one, the largest not among them
        self.steps = nn.ModuleDict(
            {
                str(size): Up(
                    wide[size // 2], wide[size], conditions=conditions, noisy=size in self.noisy
                )
                for size in sizes[1:]
            }
        )
        self.gates = nn.ModuleDict(
            {
                str(size): Gate(wide[size // _APART], wide[size], size=size // _APART)
                for size in sizes
                if size // _APART in wide
            }
        )
        self.last = nn.Conv2d(width, 3, 3, padding=1)

    def chance(self, seeds: Sequence[int]) -> list[Tensor]:
        """What happens by chance in n images, each by its own seed, wherever it is drawn.

        First (n, 256), then what each noisy step takes: (n, 1, size, size).
        """
        shapes = [(LATENTS,), *((1, size, size) for size in self.noisy)]
        found = []
        for seed in seeds:
            generator = torch.Generator().manual_seed(seed)
            found.append([torch.randn(shape, generator=generator) for shape in shapes])
        where = self.last.weight.device
        return [torch.stack(some).to(where) for some in zip(*found, strict=True)]

    def forward(self, chance: Sequence[Tensor], shares: Tensor) -> Tensor:
        """Images (n, 3, side, side) from -1 to 1.

        Parameters
        ----------
        chance
            As `chance` gives it.
        shares
            How much of each condition is in each image: (n, conditions).
        """
        latents, *noises = chance
        found = glu(self.norm(self.first(latents[:, :, None, None]), shares), dim=1)
        noise, maps = dict(zip(self.noisy, noises, strict=True)), {_FIRST: found}
        for name, step in self.steps.items():
            size = int(name)
            found = step(found, shares, noise.get(size))
            if name in self.gates:
                found = self.gates[name](maps[size // _APART], found)
            maps[size] = found
        return torch.tanh(self.last(found))
