"""Training the autoencoder: pictures through a narrow place, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from raredx.settings import device
from raredx.synthesis.pocket.networks import Autoencoder, new_autoencoder
from raredx.synthesis.pocket.perceiving import Unlikeness
from raredx.synthesis.precision import brisk
from raredx.synthesis.steps import Tell, learn

if TYPE_CHECKING:
    from raredx.synthesis.pocket.plan import Autoencoding

Pixels = npt.NDArray[np.uint8]

CHECKPOINT = "autoencoder.pt"
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
    where = device()
    made = new_autoencoder(course.channels, course.latents).to(where)
    unlike = Unlikeness(faces.shape[1], course).to(where)

    def loss(step: int, rows: slice) -> Tensor:
        some = as_input(_batch(faces, course, step)[rows]).to(where)
        with brisk(where):
            told = made.encode(some).latent_dist
            back = made.decode(told.sample(torch.Generator().manual_seed(course.seed + step)))
            lost = unlike(back.sample, some) + course.narrow * told.kl().mean()
        return lost.float()  # type: ignore[no-any-return]

    found = learn(
        made,
        course,
        loss,
        file=folder / CHECKPOINT,
        measure=lambda mean: {"decibels": decibels(held_out, through(mean, held_out))},
        tell=tell,
        tick=tick,
    )
    return found


def through(made: Autoencoder, faces: Pixels) -> Pixels:
    """Faces (n, side, side, 3) through the narrow place and back."""
    found = []
    with torch.inference_mode():
        for first in range(0, len(faces), _AT_ONCE):
            some = as_input(faces[first : first + _AT_ONCE]).to(made.device)
            latents = made.encode(some).latent_dist.mode()
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


def _batch(faces: Pixels, course: Autoencoding, step: int) -> Pixels:
    """Some faces, in a mirror or not; the same ones for the same step."""
    chance = course.chance(step)
    some = faces[np.sort(chance.integers(0, len(faces), course.batch))]
    mirrored = chance.random(len(some)) < 0.5
    return np.where(mirrored[:, None, None, None], some[:, :, ::-1], some)
