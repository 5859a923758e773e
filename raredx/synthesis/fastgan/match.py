"""One step of the two networks against each other."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import relu
from torch.optim import Adam

from raredx.memory import InParts
from raredx.synthesis.fastgan.changing import changed
from raredx.synthesis.fastgan.drawer import Drawer
from raredx.synthesis.fastgan.lesson import Batch
from raredx.synthesis.fastgan.teller import Teller

_MOMENTA = (0.5, 0.999)


class NoNumberError(ArithmeticError):
    """A loss is infinite, or not a number."""


class Match:
    """The two networks, and how each of them becomes better than the other."""

    def __init__(self, drawer: Drawer, teller: Teller, *, rate: float, parts: InParts) -> None:
        self.drawer, self.teller, self.parts = drawer, teller, parts
        self.drawers = Adam(drawer.parameters(), rate, betas=_MOMENTA)
        self.tellers = Adam(teller.parameters(), rate, betas=_MOMENTA)

    def step(self, batch: Batch, seed: list[int]) -> dict[str, float]:
        """Let the one that tells learn, then the one that draws; their losses.

        Parameters
        ----------
        seed
            Of what happens by chance.

        Raises
        ------
        NoNumberError
            Where a loss is none; the network whose loss it is has not learned from it.
        """
        self.teller.requires_grad_(True)
        told = self._learn(self.tellers, self._told, batch, [*seed, 0])
        self.teller.requires_grad_(False)
        drawn = self._learn(self.drawers, self._drawn, batch, [*seed, 1])
        return {"telling": told, "drawing": drawn}

    def _learn(
        self,
        optimiser: Adam,
        loss: Callable[[Batch, np.random.Generator], Tensor],
        batch: Batch,
        seed: list[int],
    ) -> float:
        where = self.drawer.last.weight.device

        def part(rows: slice) -> float:
            some = batch.part(rows, where)
            mean = loss(some, np.random.default_rng([*seed, rows.start]))
            share = mean * len(some.seeds) / len(batch.seeds)
            share.backward()  # type: ignore[no-untyped-call]
            return float(share.detach())

        lost: float = self.parts.sum(len(batch.seeds), part, anew=optimiser.zero_grad)
        if not math.isfinite(lost):
            raise NoNumberError
        optimiser.step()
        return lost

    def _told(self, part: Batch, chance: np.random.Generator) -> Tensor:
        with torch.no_grad():
            drawn = self.drawer(self.drawer.chance(part.seeds), part.shares)
        true = changed(part.true, chance)
        for_true, maps = self.teller(true, part.shares)
        for_drawn, _ = self.teller(changed(drawn, chance), part.shares)
        down, across = chance.integers(0, 2, 2).tolist()
        missed = self.teller.missed(maps, true, (down, across))
        return relu(1 - for_true).mean() + relu(1 + for_drawn).mean() + missed

    def _drawn(self, part: Batch, chance: np.random.Generator) -> Tensor:
        drawn = self.drawer(self.drawer.chance(part.seeds), part.shares)
        judged, _ = self.teller(changed(drawn, chance), part.shares)
        found: Tensor = -judged.mean()
        return found
