"""Training by steps, the mean of the drawing network's weights, and what is told on the way.

However often it is interrupted, the weights are those of a training that was not: what happens in a
step depends on the seed and on its number alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from raredx.checkpoints import Part, keep, restore
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.memory import InParts
from raredx.settings import device
from raredx.synthesis.fastgan.drawer import Drawer
from raredx.synthesis.fastgan.lesson import Batch, Lesson
from raredx.synthesis.fastgan.match import Match, NoNumberError
from raredx.synthesis.fastgan.ready import as_pixels
from raredx.synthesis.fastgan.teller import Teller

if TYPE_CHECKING:
    from PIL import Image

    from raredx.synthesis.options import FastGAN

CHECKPOINT = "fastgan.pt"
EVERY = 100  # steps between two savings
_TOLD_EVERY, _SHOWN_EVERY = 25, 250  # steps between two points of a curve, and two pictures
_ACROSS, _DOWN = 6, 4  # drawn images in a picture, at most
_NORMALISED_BY, _AT_ONCE = 256, 16  # images


def train(
    lesson: Lesson,
    course: FastGAN,
    *,
    seed: int,
    progress: Progress,
    say: Callable[[str], None] = lambda words: None,
    every: int = EVERY,
) -> Drawer:
    """Train on a lesson; the network that draws, with the mean of its weights over many steps.

    Parameters
    ----------
    progress
        In its scratch folder lies what is needed to go on; without one it cannot.
    say
        Hears what has to be said of how it learned.
    every
        Steps between two savings.
    """
    torch.manual_seed(seed)
    size = {"side": lesson.faces.shape[1], "width": course.width, "conditions": lesson.conditions}
    drawer, teller = Drawer(**size).to(device()), Teller(**size).to(device())
    match = Match(drawer, teller, rate=course.rate, parts=InParts(at_once=course.batch, say=say))
    ema = get_ema_multi_avg_fn(course.average)  # type: ignore[no-untyped-call]
    mean = AveragedModel(drawer, multi_avg_fn=ema, use_buffers=True)
    parts: dict[str, Part] = {
        "drawer": drawer,
        "teller": teller,
        "drawers": match.drawers,
        "tellers": match.tellers,
        "mean": mean,
    }
    file = _file(progress)
    steps = course.steps
    with torch.backends.cudnn.flags(enabled=True, deterministic=True):
        for step in range(restore(file, parts) if file else 0, steps):
            chance = np.random.default_rng([seed, step])
            batch = Batch.of(lesson, course.batch, chance, mirror=course.mirror)
            try:
                lost = match.step(batch, [seed, step])
            except NoNumberError:
                raise _broken(step, kept=step - step % every if file else 0) from None
            mean.update_parameters(drawer)
            done, last = step + 1, step + 1 == steps or progress.enough
            if file and (done % every == 0 or last):
                keep(file, parts, done)
            if done % _TOLD_EVERY == 0 or last:
                for name, value in lost.items():
                    progress.metric(f"loss of {name}", value, step=done)
            if done % _SHOWN_EVERY == 0 or last:
                progress.preview(_picture(_inside(mean), lesson), caption=f"Step {done:,}")
            progress.tick(done, total=steps)
            if last:
                break
        found = normalised(_inside(mean), _alike(lesson, _NORMALISED_BY), many=_AT_ONCE)
    if file:
        file.unlink(missing_ok=True)
    return found


def normalised(drawer: Drawer, shares: Tensor, *, many: int) -> Drawer:
    """Let a drawer's layers know the mean and spread of what goes through them, in place.

    They follow the weights slowly while these are learned, and do not fit a mean of many weights.

    Parameters
    ----------
    shares
        Of each condition in each of the images that go through, (n, conditions), `many` at once.
    """
    for layer in drawer.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # all batches count alike
    drawer.train()
    where = drawer.last.weight.device
    with torch.no_grad():
        for first in range(0, len(shares), many):
            some = shares[first : first + many].to(where)
            drawer(drawer.chance(range(first, first + len(some))), some)
    return drawer.eval()


def _picture(drawer: Drawer, lesson: Lesson) -> Image.Image:
    """Some drawn images: a condition in each row, the same chance in each column."""
    from PIL import Image

    rows = min(_DOWN, max(1, lesson.conditions))
    shares = lesson.shares(np.repeat(np.arange(rows), _ACROSS)).to(drawer.last.weight.device)
    drawer.eval()
    with torch.inference_mode():
        pixels = as_pixels(drawer(drawer.chance([*range(_ACROSS)] * rows), shares))
    side = pixels.shape[1]
    grid = pixels.reshape(rows, _ACROSS, side, side, 3).swapaxes(1, 2)
    return Image.fromarray(grid.reshape(rows * side, _ACROSS * side, 3))


def _alike(lesson: Lesson, many: int) -> Tensor:
    """What is told of many images, as many of each condition."""
    return lesson.shares(np.arange(many) % (lesson.own.max() + 1))


def _inside(mean: AveragedModel) -> Drawer:
    found = mean.module
    assert isinstance(found, Drawer)
    return found


def _file(progress: Progress) -> Path | None:
    try:
        return progress.scratch / CHECKPOINT
    except ValueError:  # it has no folder
        return None


def _broken(step: int, *, kept: int) -> UserError:
    """The error that ends a training whose loss is infinite or not a number."""
    return UserError(
        f"The training broke down: a loss of step {step + 1:,} is no number",
        remedy=f"What was good at step {kept:,} is kept; learn more slowly, and begin anew"
        if kept
        else "Learn more slowly, and begin anew",
    )
