"""Training what draws: noise is taken out of latents of faces, led by what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from raredx.settings import device
from raredx.synthesis.captions import Shown
from raredx.synthesis.noising import Noised, denoising_loss
from raredx.synthesis.pocket.autoencoding import as_input
from raredx.synthesis.pocket.networks import (
    Autoencoder,
    new_denoiser,
    new_scheduler,
    new_text_encoder,
)
from raredx.synthesis.precision import brisk
from raredx.synthesis.steps import Tell, learn

if TYPE_CHECKING:
    from transformers import CLIPTokenizer

    from raredx.synthesis.pocket.plan import Denoising

Latents = npt.NDArray[np.float16]
Pixels = npt.NDArray[np.uint8]
Whole = npt.NDArray[np.int64]

CHECKPOINT = "denoiser.pt"
_AT_ONCE = 32  # faces that are encoded, or judged, together


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """n faces as latents, and what is said of them."""

    latents: Latents
    """(n, 2, latents, side, side): as they are, and in a mirror."""
    shown: Sequence[Shown]

    def part(self, rows: slice) -> Lesson:
        """Some faces in a row."""
        return Lesson(latents=self.latents[rows], shown=self.shown[rows])

    def said(self, rows: Whole, turned: npt.NDArray[np.bool_]) -> list[Shown]:
        """What is to be said of some faces, in a mirror or not."""
        return [
            self.shown[row].mirrored() if mirror else self.shown[row]
            for row, mirror in zip(rows, turned, strict=True)
        ]


class Painter(nn.Module):
    """The text encoder and the denoiser, which learn together."""

    def __init__(self, tokenizer: CLIPTokenizer, course: Denoising, size: tuple[int, int]) -> None:
        super().__init__()
        latents, side = size
        self.text: Any = new_text_encoder(tokenizer, width=course.words, layers=course.layers)
        self.denoiser: Any = new_denoiser(
            course.channels, latents=latents, side=side, words=course.words
        )

    def forward(self, noisy: Tensor, times: Tensor, tokens: Tensor) -> Tensor:
        """What the denoiser says of noisy latents (n, ...), led by tokens (n, length)."""
        words = self.text(tokens).last_hidden_state
        return self.denoiser(noisy, times, encoder_hidden_states=words).sample  # type: ignore[no-any-return]


def train(
    lesson: Lesson,
    held_out: Lesson,
    tokenizer: CLIPTokenizer,
    course: Denoising,
    *,
    folder: Path,
    tell: Tell = lambda step, said: None,
    tick: Callable[[int], None] = lambda done: None,
) -> Painter:
    """Train on a lesson; `tell` hears, now and then, the loss of faces that were held out."""
    torch.manual_seed(course.seed)
    size = lesson.latents.shape[2], lesson.latents.shape[-1]
    painter, scheduler = Painter(tokenizer, course, size).to(device()), new_scheduler()

    def loss(step: int, part: slice) -> Tensor:
        chance = course.chance(step)
        rows = chance.integers(0, len(lesson.shown), course.batch)
        turned = chance.random(len(rows)) < 0.5
        said = [one.told_partly(chance).caption for one in lesson.said(rows, turned)]
        unsaid = chance.random(len(rows)) < course.unsaid
        captions = ["" if gone else one for one, gone in zip(said, unsaid, strict=True)]
        latents = torch.from_numpy(lesson.latents[rows, turned.astype(int)]).float()
        noise = torch.Generator().manual_seed(course.seed + step)
        noised = Noised.of(scheduler, latents.to(device()), noise)
        tokens = tokens_of(tokenizer, captions[part])
        return _wrong(painter, scheduler, noised.part(part), tokens).mean()

    found = learn(
        painter,
        course,
        loss,
        file=folder / CHECKPOINT,
        measure=lambda mean: {"held out": _judged(mean, held_out, tokenizer, course.seed)},
        tell=tell,
        tick=tick,
    )
    assert isinstance(found, Painter)
    return found.cpu()


def tokens_of(tokenizer: CLIPTokenizer, captions: Sequence[str]) -> Tensor:
    """Captions as tokens, all of one length: (n, length)."""
    told = tokenizer(list(captions), padding="max_length", truncation=True, return_tensors="pt")
    tokens: Tensor = told.input_ids
    return tokens


def encoded(
    made: Autoencoder, faces: Pixels, *, tick: Callable[[int], None] = lambda done: None
) -> Latents:
    """Faces (n, side, side, 3) as latents, as they are and in a mirror: (n, 2, latents, s, s)."""
    found = []
    with torch.inference_mode(), brisk(made.device.type):
        for first in range(0, len(faces), _AT_ONCE):
            some = faces[first : first + _AT_ONCE]
            found.append(np.stack([_small(made, one) for one in (some, some[:, :, ::-1])], 1))
            tick(first + len(some))
    return np.concatenate(found)


def _small(made: Autoencoder, faces: Pixels) -> Latents:
    mode = made.encode(as_input(faces).to(made.device)).latent_dist.mode()
    return np.asarray(mode.to("cpu", torch.float32).half().numpy())


def _wrong(painter: nn.Module, scheduler: Any, noised: Noised, tokens: Tensor) -> Tensor:
    said = painter(noised.noisy, noised.times, tokens.to(noised.noisy.device))
    return denoising_loss(scheduler, said, noised)


def _judged(painter: nn.Module, lesson: Lesson, tokenizer: CLIPTokenizer, seed: int) -> float:
    """The mean loss of a lesson, by the same noise every time."""
    generator, scheduler, found = torch.Generator().manual_seed(seed), new_scheduler(), []
    with torch.inference_mode():
        for first in range(0, len(lesson.shown), _AT_ONCE):
            latents = torch.from_numpy(lesson.latents[first : first + _AT_ONCE, 0])
            captions = [one.caption for one in lesson.shown[first : first + _AT_ONCE]]
            tokens = tokens_of(tokenizer, captions)
            noised = Noised.of(scheduler, latents.float().to(device()), generator)
            found.append(_wrong(painter, scheduler, noised, tokens))
    return float(torch.cat(found).mean())
