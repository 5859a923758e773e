"""Training the autoencoder: pictures through a narrow place, and back."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from raredx.checkpoints import Part, keep, restore
from raredx.errors import UserError
from raredx.synthesis.pocket.networks import Autoencoder, new_autoencoder
from raredx.synthesis.pocket.perceiving import Unlikeness

if TYPE_CHECKING:
    from raredx.synthesis.pocket.plan import Autoencoding

Pixels = npt.NDArray[np.uint8]
Tell = Callable[[int, dict[str, float]], None]

CHECKPOINT = "autoencoder.pt"
_STEEPEST = 1.0  # of a gradient, beyond which it is shortened
_AT_ONCE = 16  # pictures that are looked at together


def train(
    faces: Pixels,
    held_out: Pixels,
    course: Autoencoding,
    *,
    folder: Path,
    tell: Tell = lambda step, said: None,
    tick: Callable[[int], None] = lambda done: None,
) -> Autoencoder:
    """Train on faces (n, side, side, 3); after an interruption it goes on where it was saved.

    Parameters
    ----------
    held_out
        Faces by which it is measured.
    folder
        Where what is needed to go on is kept.
    tell
        Hears now and then the step, the loss since the last time, and how well faces that were
        held out come back, in decibels.
    """
    torch.manual_seed(course.seed)
    made = new_autoencoder(course.channels, course.latents)
    unlike = Unlikeness(faces.shape[1], course)
    optimiser = torch.optim.AdamW(
        made.parameters(), course.rate, betas=(0.9, 0.99), weight_decay=1e-4
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, course.share_of_rate)
    mean = get_ema_multi_avg_fn(course.average)  # type: ignore[no-untyped-call]
    kept = AveragedModel(made, multi_avg_fn=mean)
    parts: dict[str, Part] = {
        "made": made,
        "kept": kept,
        "optimiser": optimiser,
        "schedule": schedule,
    }
    losses = []
    for step in range(restore(folder / CHECKPOINT, parts), course.steps):
        some = as_input(_batch(faces, course, step))
        loss = _loss(made, unlike, some, course, step)
        if not math.isfinite(float(loss.detach())):
            raise no_number(step, kept=step - step % course.every)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(made.parameters(), _STEEPEST)
        optimiser.step()
        schedule.step()
        kept.update_parameters(made)
        losses.append(float(loss.detach()))
        tick(step + 1)
        if (step + 1) % course.every == 0 or step + 1 == course.steps:
            keep(folder / CHECKPOINT, parts, step + 1)
            fidelity = decibels(held_out, through(kept.module, held_out))
            tell(step + 1, {"loss": float(np.mean(losses)), "decibels": fidelity})
            losses = []
    return kept.module.eval()


def no_number(step: int, *, kept: int) -> UserError:
    """The error that ends a training whose loss is infinite or not a number."""
    return UserError(
        f"The training broke down: the loss of step {step + 1:,} is no number",
        remedy=f"What was good at step {kept:,} is kept; learn more slowly, and go on from there",
    )


def through(made: Autoencoder, faces: Pixels) -> Pixels:
    """Faces (n, side, side, 3) through the narrow place and back."""
    found = []
    with torch.inference_mode():
        for first in range(0, len(faces), _AT_ONCE):
            latents = made.encode(as_input(faces[first : first + _AT_ONCE])).latent_dist.mode()
            found.append(as_pixels(made.decode(latents).sample))
    return np.concatenate(found)


def decibels(true: Pixels, made: Pixels) -> float:
    """How well pictures come back: the mean over pictures of the peak signal to noise ratio.

    >>> true = np.zeros((1, 2, 2, 3), np.uint8)
    >>> round(decibels(true, true + 1), 1)
    48.1
    """
    wrong = (true.astype(np.float32) - made.astype(np.float32)) ** 2
    each = np.maximum(wrong.reshape(len(wrong), -1).mean(1), 1e-6)
    return float((10 * np.log10(255**2 / each)).mean())


def as_input(faces: Pixels) -> Tensor:
    """Pixels (n, side, side, 3) as networks take them: (n, 3, side, side) from -1 to 1."""
    return torch.from_numpy(np.ascontiguousarray(faces)).permute(0, 3, 1, 2).float() / 127.5 - 1


def as_pixels(pictures: Tensor) -> Pixels:
    """What networks make (n, 3, side, side), as pixels (n, side, side, 3)."""
    whole = ((pictures.clamp(-1, 1) + 1) * 127.5).round().byte()
    return np.asarray(whole.permute(0, 2, 3, 1).contiguous().cpu().numpy())


def _loss(
    made: Autoencoder, unlike: Unlikeness, some: Tensor, course: Autoencoding, step: int
) -> Tensor:
    chance = torch.Generator().manual_seed(course.seed + step)
    told = made.encode(some).latent_dist
    back = made.decode(told.sample(chance)).sample
    return unlike(back, some) + course.narrow * told.kl().mean()  # type: ignore[no-any-return]


def _batch(faces: Pixels, course: Autoencoding, step: int) -> Pixels:
    """Some faces, in a mirror or not; the same ones for the same step."""
    chance = np.random.default_rng([course.seed, step])
    some = faces[np.sort(chance.integers(0, len(faces), course.batch))]
    mirrored = chance.random(len(some)) < 0.5
    return np.where(mirrored[:, None, None, None], some[:, :, ::-1], some)
