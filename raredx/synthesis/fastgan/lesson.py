"""What is shown in a step: true images by lot, and the chance of as many drawn ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Pixels = npt.NDArray[np.uint8]
Whole = npt.NDArray[np.int64]

_SEEDS = 2**63


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """n faces of some conditions."""

    faces: Pixels
    """(n, side, side, 3)"""
    own: Whole
    """(n,) which condition each of them shows, from 0."""
    told: bool
    """Whether the networks are told the conditions."""

    @property
    def conditions(self) -> int:
        """How many conditions the networks are told."""
        return int(self.own.max()) + 1 if self.told else 0

    def shares(self, own: Whole) -> Tensor:
        """What the networks are told of images of some conditions: (n, conditions)."""
        return torch.eye(self.conditions)[own] if self.told else torch.empty(len(own), 0)

    def drawn(self, many: int, chance: np.random.Generator) -> Whole:
        """So many rows by lot, every condition as likely as another however few show it."""
        wanted = chance.integers(0, self.own.max() + 1, many)
        return np.array([chance.choice(np.flatnonzero(self.own == one)) for one in wanted])


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """n true images, and what it takes to draw others of the same conditions."""

    true: Tensor
    """(n, 3, side, side) from -1 to 1."""
    shares: Tensor
    """(n, conditions)"""
    seeds: list[int]

    @classmethod
    def of(cls, lesson: Lesson, many: int, chance: np.random.Generator, *, mirror: bool) -> Batch:
        """Some of a lesson by lot, in a mirror half of the time if that is wanted."""
        rows = lesson.drawn(many, chance)
        turned = (chance.random(many) < 0.5)[:, None, None, None] & mirror
        faces = np.where(turned, lesson.faces[rows][:, :, ::-1], lesson.faces[rows])
        return cls(
            true=torch.from_numpy(faces).permute(0, 3, 1, 2).float() / 127.5 - 1,
            shares=lesson.shares(lesson.own[rows]),
            seeds=chance.integers(0, _SEEDS, many).tolist(),
        )

    def part(self, rows: slice, where: torch.device) -> Batch:
        """Some of them, on a device."""
        return Batch(
            true=self.true[rows].to(where),
            shares=self.shares[rows].to(where),
            seeds=self.seeds[rows],
        )
