"""Training the small network on simulated faces whose terms are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.checkpoints import CHECKPOINT, keep, restore
from raredx.phenotype.traits.network import network

if TYPE_CHECKING:
    import torch

Pixels = npt.NDArray[np.uint8]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Course:
    """How the network is trained."""

    epochs: int = 14
    batch: int = 64
    rate: float = 3e-3
    decay: float = 2e-2
    shift: int = 5
    """Pixels by which a face is moved at most."""
    seed: int = 20261121


def train(
    faces: Pixels,
    terms: Marks,
    course: Course | None = None,
    *,
    folder: Path,
    tell: Callable[[int, float], None] = lambda epoch, loss: None,
) -> dict[str, Any]:
    """Train on faces (n, side, side, 3) with their terms (n, t); the weights by name.

    After each epoch all that is needed to go on is kept in `folder`: an interrupted training
    begins with the next epoch.
    """
    import torch
    from torch import nn

    course = course or Course()
    torch.manual_seed(course.seed)
    net = network(terms.shape[1], side=faces.shape[1]).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(net.parameters(), course.rate, weight_decay=course.decay)
    steps = -(-len(faces) // course.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, course.rate, total_steps=steps * course.epochs
    )
    parts = {"net": net, "optimiser": optimiser, "schedule": schedule}
    error = nn.BCEWithLogitsLoss()
    for epoch in range(restore(folder / CHECKPOINT, parts), course.epochs):
        torch.manual_seed(course.seed + epoch)  # what is dropped, interrupted or not
        net.train()
        total = 0.0
        for pictures, wanted in _batches(faces, terms, course, epoch):
            loss = error(net(pictures), wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item() * len(wanted)
        keep(folder / CHECKPOINT, parts, epoch + 1)
        tell(epoch + 1, total / len(faces))
    return dict(net.state_dict())


def as_input(faces: Pixels) -> torch.Tensor:
    """Faces as the network sees them: (n, 3, side, side) about 0."""
    import torch

    pixels = torch.from_numpy(np.array(faces)).permute(0, 3, 1, 2)
    return ((pixels.float() - 127.5) / 64).contiguous(memory_format=torch.channels_last)


def _batches(
    faces: Pixels, terms: Marks, course: Course, epoch: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Each face once: mirrored or not, a little moved, lighter or darker."""
    import torch

    chance = np.random.default_rng([course.seed, epoch])
    order = chance.permutation(len(faces))
    for first in range(0, len(order), course.batch):
        some = order[first : first + course.batch]
        if len(some) == 1:  # statistics of a batch need two
            continue
        given = faces[some]
        given = np.where(chance.random((len(some), 1, 1, 1)) < 0.5, given[:, :, ::-1], given)
        shifts = chance.integers(-course.shift, course.shift + 1, (len(some), 2))
        given = np.stack(
            [
                np.roll(one, (int(down), int(across)), (0, 1))
                for one, (down, across) in zip(given, shifts, strict=True)
            ]
        )
        pictures = as_input(given)
        gain, offset = chance.uniform(0.85, 1.15, len(some)), chance.uniform(-0.2, 0.2, len(some))
        pictures = pictures * _as_factor(gain) + _as_factor(offset)
        yield pictures, torch.from_numpy(terms[some].astype(np.float32))


def _as_factor(values: npt.NDArray[np.float64]) -> torch.Tensor:
    import torch

    return torch.from_numpy(values.astype(np.float32)).view(-1, 1, 1, 1)
