"""Training by steps: the rate rises and falls, the mean of the weights is what is used in the end.

However often it is interrupted, the weights are those of a training that was not: what happens in a
step depends on its number alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from raredx.checkpoints import Part, keep, restore
from raredx.errors import UserError
from raredx.memory import InParts

Loss = Callable[[int, slice], Tensor]
"""By the number of a step and some rows of its batch: their mean loss."""
Measure = Callable[[nn.Module], dict[str, float]]
Tell = Callable[[int, dict[str, float]], None]

_STEEPEST = 1.0  # of a gradient, beyond which it is shortened


@dataclass(frozen=True, kw_only=True)
class Course:
    """What every training by steps has."""

    steps: int
    batch: int
    rate: float
    rising: int
    """Steps over which the rate rises, before it falls."""
    decay: float
    average: float
    """Of the weights so far, kept at each step: what is used is their mean over many steps."""
    every: int
    """Steps between two savings."""
    seed: int
    steady: bool = False
    """Whether the rate, once it has risen, stays."""

    def share_of_rate(self, step: int) -> float:
        """How much of the rate a step has: it rises, then falls as a cosine.

        >>> course = Course(steps=9, batch=1, rate=1, rising=3, decay=0, average=0, every=1, seed=0)
        >>> [round(course.share_of_rate(step), 2) for step in range(9)]
        [0.33, 0.67, 1.0, 1.0, 0.93, 0.75, 0.5, 0.25, 0.07]
        """
        if step < self.rising:
            return (step + 1) / self.rising
        if self.steady:
            return 1.0
        left = (step - self.rising) / max(1, self.steps - self.rising)
        return 0.5 * (1 + math.cos(math.pi * min(left, 1.0)))

    def chance(self, step: int) -> np.random.Generator:
        """What happens by chance in a step."""
        return np.random.default_rng([self.seed, step])


def learn(
    made: nn.Module,
    course: Course,
    loss: Loss,
    *,
    file: Path,
    measure: Measure = lambda mean: {},
    tell: Tell = lambda step, said: None,
    tick: Callable[[int], None] = lambda done: None,
    say: Callable[[str], None] = lambda text: None,
    enough: Callable[[], bool] = lambda: False,
) -> nn.Module:
    """Train a network in place; the mean of its weights over many steps, as a network.

    Parameters
    ----------
    loss : callable
        Gives the mean loss of some rows of a step's batch, by the number of the step and nothing
        else; all of them at once, or fewer where they do not fit in memory.
    file : Path
        Where what is needed to go on is kept.
    measure : callable
        What the mean so far is worth, at every saving.
    tell, tick, say : callable
        Hear the figures of a saving, how many steps are done, and what has to be said.
    enough : callable
        Whether to end after this step, and be content with the mean so far.
    """
    optimiser = torch.optim.AdamW(
        [one for one in made.parameters() if one.requires_grad],
        course.rate,
        betas=(0.9, 0.99),
        weight_decay=course.decay,
    )
    schedule = LambdaLR(optimiser, course.share_of_rate)
    ema = get_ema_multi_avg_fn(course.average)  # type: ignore[no-untyped-call]
    mean = AveragedModel(made, multi_avg_fn=ema)
    parts: dict[str, Part] = {
        "made": made,
        "mean": mean,
        "optimiser": optimiser,
        "schedule": schedule,
    }
    losses = []
    portions = InParts(at_once=course.batch, say=say)
    for step in range(restore(file, parts), course.steps):
        losses.append(_taken(step, loss, course, portions, optimiser))
        schedule.step()
        mean.update_parameters(made)
        tick(step + 1)
        last = step + 1 == course.steps or enough()
        if (step + 1) % course.every == 0 or last:
            keep(file, parts, step + 1)
            tell(step + 1, {"loss": float(np.mean(losses))} | measure(mean.module))
            losses = []
        if last:
            break
    return mean.module.eval()


def _taken(
    step: int, loss: Loss, course: Course, portions: InParts, optimiser: torch.optim.Optimizer
) -> float:
    """The loss of a step, once the weights have followed it."""

    def part(rows: slice) -> float:
        lost = loss(step, rows) * (rows.stop - rows.start) / course.batch
        lost.backward()
        return float(lost.detach())

    lost = float(portions.sum(course.batch, part, anew=optimiser.zero_grad))
    if not math.isfinite(lost):
        raise _no_number(step, kept=step - step % course.every)
    nn.utils.clip_grad_norm_(optimiser.param_groups[0]["params"], _STEEPEST)
    optimiser.step()
    return lost


def _no_number(step: int, *, kept: int) -> UserError:
    """The error that ends a training whose loss is infinite or not a number."""
    return UserError(
        f"The training broke down: the loss of step {step + 1:,} is no number",
        remedy=f"What was good at step {kept:,} is kept; learn more slowly, and go on from there",
    )
