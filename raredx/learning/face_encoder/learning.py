"""Training the face encoder: which terms somebody has, and who has the same condition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from raredx.checkpoints import CHECKPOINT, keep, restore
from raredx.encoders.face import WIDTH, FaceNetwork
from raredx.learning.face_encoder.lesson import NOBODY, Lesson
from raredx.learning.face_encoder.plan import Course
from raredx.learning.tuning.augment import moved

if TYPE_CHECKING:
    Told = Callable[[int, dict[str, float], FaceNetwork], None]

Whole = npt.NDArray[np.intp]

_SMOOTHED = 0.1  # of the probability goes to other conditions: who has what is not that sure


class Pupil(nn.Module):
    """The network with what is only needed to train it."""

    def __init__(self, terms: int, conditions: int) -> None:
        super().__init__()
        self.network = FaceNetwork()
        self.settled = nn.BatchNorm1d(WIDTH)
        self.terms = nn.Linear(WIDTH, terms)
        self.directions = nn.Parameter(torch.randn(conditions, WIDTH))

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of the terms (n, t), and cosines to each condition's direction (n, c)."""
        found = self.settled(self.network(pictures))
        cosines = functional.normalize(found) @ functional.normalize(self.directions).T
        return self.terms(found), cosines


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Some people."""

    pictures: Tensor
    terms: Tensor
    own: Tensor
    """Conditions; those of nobody are `NOBODY`."""


def train(
    lesson: Lesson,
    rows: Whole,
    course: Course,
    *,
    folder: Path,
    tell: Told,
    tick: Callable[[float], None] = lambda done: None,
) -> FaceNetwork:
    """Train on some rows of a lesson; after an interruption it goes on with the next epoch.

    Parameters
    ----------
    folder
        Where what is needed to go on is kept after each epoch.
    tell
        Hears after each epoch its number, the losses, and the network as it would be shipped.
    tick
        Hears the epochs that are done, with their fractions.
    """
    torch.manual_seed(course.seed)
    places = np.unique(lesson.own[rows][lesson.own[rows] != NOBODY])
    direction = np.full(len(lesson.conditions) + 1, NOBODY)  # the last one is nobody's
    direction[places] = np.arange(len(places))
    pupil = Pupil(lesson.terms.shape[1], len(places))
    pupil.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    mean = get_ema_multi_avg_fn(course.average)  # type: ignore[no-untyped-call]
    kept = AveragedModel(pupil, multi_avg_fn=mean, use_buffers=True)
    optimiser = torch.optim.AdamW(pupil.parameters(), course.rate, weight_decay=course.decay)
    steps = -(-len(rows) // course.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, course.rate, total_steps=steps * course.epochs
    )
    parts: dict[str, Any] = {
        "pupil": pupil,
        "kept": kept,
        "optimiser": optimiser,
        "schedule": schedule,
    }
    for epoch in range(restore(folder / CHECKPOINT, parts), course.epochs):
        torch.manual_seed(course.seed + epoch)  # what is dropped, interrupted or not
        pupil.train()
        total = np.zeros(2)
        for number, batch in enumerate(_batches(lesson, rows, direction, course, epoch)):
            losses = _losses(pupil, batch, course)
            optimiser.zero_grad()
            (losses[0] + course.pull * losses[1]).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            kept.update_parameters(pupil)
            total += [float(one.detach()) for one in losses]
            tick(epoch + (number + 1) / steps)
        keep(folder / CHECKPOINT, parts, epoch + 1)
        said = dict(zip(("terms", "conditions"), (total / steps).tolist(), strict=True))
        tell(epoch + 1, said, shipped(kept.module))
    return shipped(kept.module)


def shipped(pupil: nn.Module) -> FaceNetwork:
    """The network alone, what settles its features folded into its last layer."""
    assert isinstance(pupil, Pupil)
    network = FaceNetwork()
    network.load_state_dict(pupil.network.state_dict())
    settled, last = pupil.settled, network.features
    gain = settled.weight / torch.sqrt(settled.running_var + settled.eps)  # type: ignore[operator, arg-type]
    with torch.no_grad():
        last.weight.mul_(gain[:, None])
        last.bias.copy_((last.bias - settled.running_mean) * gain + settled.bias)  # type: ignore[operator]
    return network.eval()


def _losses(pupil: Pupil, batch: Batch, course: Course) -> tuple[Tensor, Tensor]:
    """How wrong terms are, and how wrong conditions of those who have one."""
    terms, cosines = pupil(batch.pictures)
    some = batch.own != NOBODY
    own, near = batch.own[some], cosines[some]
    missing = functional.binary_cross_entropy_with_logits(terms, batch.terms)
    if not len(own):
        return missing, torch.zeros(())
    margin = course.margin * functional.one_hot(own, cosines.shape[1])
    told = functional.cross_entropy(course.scale * (near - margin), own, label_smoothing=_SMOOTHED)
    return missing, told


def _batches(
    lesson: Lesson, rows: Whole, direction: Whole, course: Course, epoch: int
) -> Iterator[Batch]:
    """Each person once: in a mirror or not, a little moved, lighter or darker."""
    chance = np.random.default_rng([course.seed, epoch])
    order = chance.permutation(rows)
    for first in range(0, len(order), course.batch):
        some = order[first : first + course.batch]
        if len(some) == 1:  # statistics of a batch need two
            continue
        heads = np.stack([moved(lesson.heads[row], course.shift, chance) for row in some])
        gain, offset = chance.uniform(0.85, 1.15, len(some)), chance.uniform(-0.2, 0.2, len(some))
        yield Batch(
            pictures=as_input(heads) * _factor(gain) + _factor(offset),
            terms=torch.from_numpy(lesson.terms[some].astype(np.float32)),
            own=torch.from_numpy(direction[lesson.own[some]]),
        )


def as_input(heads: npt.NDArray[np.uint8]) -> Tensor:
    """Heads (n, side, side, 3) as the network sees them: (n, 3, side, side)."""
    pixels = torch.from_numpy(heads).permute(0, 3, 1, 2).float()
    return ((pixels - 127.5) / 63.75).contiguous(memory_format=torch.channels_last)


def _factor(values: npt.NDArray[np.float64]) -> Tensor:
    return torch.from_numpy(values.astype(np.float32)).view(-1, 1, 1, 1)
