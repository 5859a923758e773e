"""Training a base model further on a few examples: what LoRA and DreamBooth have in common."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from raredx.jobs.progress import Progress
from raredx.synthesis.augmentation import changed
from raredx.synthesis.bases import Base, Words
from raredx.synthesis.captions import Shown
from raredx.synthesis.drawing import Wish, draw
from raredx.synthesis.examples import Examples
from raredx.synthesis.noising import Noised, denoising_loss
from raredx.synthesis.options import Augmentation, Finetuned
from raredx.synthesis.precision import brisk
from raredx.synthesis.sampling import Sampling
from raredx.synthesis.steps import Course, Loss, learn
from raredx.synthesis.telling import ordinary, shown_of

Pixels = npt.NDArray[np.uint8]

CHECKPOINT = "checkpoint.pt"
_SAVINGS = 10  # at most, in a training; each with a preview
_SELDOM = 50  # steps between two of them at least
_RISING = 0.05  # share of the steps in which the rate rises
_DECAY = 1e-2
_UNSAID = 0.1  # share of faces that are shown without a word, for guidance
_LEFT_OUT = 0.3  # how often sex or age of an example is left unsaid
_TO_REMEMBER = 48  # pictures of ordinary people that the base model draws at most
_QUICKLY = Sampling(steps=8)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """n faces as latents in some variants, and what is said of each; prepared once."""

    latents: Tensor
    """(n, variants, latents, s, s)"""
    shown: Sequence[Shown]
    ordinary: int
    """How many of them, the last ones, the base model drew itself."""

    @cached_property
    def weights(self) -> npt.NDArray[np.float64]:
        """How likely each example is to be shown: every condition is as likely as any other."""
        names = np.array([one.condition for one in self.shown[: len(self.shown) - self.ordinary]])
        kinds, place, counts = np.unique(names, return_inverse=True, return_counts=True)
        return np.asarray(1 / counts[place] / len(kinds))

    @staticmethod
    def of(examples: Examples, base: Base, options: Finetuned, *, seed: int) -> Lesson:
        """The examples, and ordinary people beside them if some are wanted."""
        latents = torch.stack([base.latents(one) for one in _variants(examples, options, seed)], 1)
        shown = shown_of(examples)
        many = min(_TO_REMEMBER, 4 * len(shown)) if options.prior else 0
        if many:
            people = ordinary(shown, many, seed=seed)
            wishes = [
                Wish(prompt=one.caption, seed=seed + place) for place, one in enumerate(people)
            ]
            drawn = draw(base.pipeline, wishes, _QUICKLY, progress=Progress())
            kept = [
                (one, face) for one, face in zip(people, drawn, strict=True) if face is not None
            ]
            made = base.latents(np.stack([face for _, face in kept]))[:, None]
            latents = torch.cat([latents, made.expand(-1, latents.shape[1], -1, -1, -1)])
            shown, many = shown + [one for one, _ in kept], len(kept)
        return Lesson(latents=latents, shown=shown, ordinary=many)

    def batch(self, options: Finetuned, chance: np.random.Generator) -> tuple[Tensor, list[str]]:
        """Latents (batch, latents, s, s) of one step, every condition as likely, and captions."""
        known = len(self.weights)
        reminded = round(options.prior * options.batch) if self.ordinary else 0
        rows = chance.choice(known, options.batch - reminded, p=self.weights)
        others = known + chance.integers(0, max(1, self.ordinary), reminded)
        rows = chance.permutation(np.concatenate([rows, others]))  # noise goes by their place
        variants = chance.integers(0, self.latents.shape[1], len(rows))
        told = [self.shown[row].told_partly(chance, left_out=_LEFT_OUT) for row in rows]
        unsaid = chance.random(len(rows)) < _UNSAID
        captions = ["" if gone else one.caption for one, gone in zip(told, unsaid, strict=True)]
        return self.latents[rows, variants], captions


def _variants(examples: Examples, options: Finetuned, seed: int) -> Iterator[Pixels]:
    """All examples as they are, then all of them a little differently, as often as is wanted."""
    yield examples.faces
    slight = Augmentation(mirror=options.mirror, shift=0.03, zoom=0.05, tilt=4, light=0.1)
    for number in range(1, options.variants):
        chance = np.random.default_rng([seed, number])
        yield np.stack([changed(face, slight, chance)[0] for face in examples.faces])


@dataclass(frozen=True, kw_only=True, eq=False)
class Turn:
    """One of several trainings that follow each other."""

    seed: int
    scratch: Path
    """Where what is needed to go on is kept."""
    progress: Progress
    number: int = 0
    of: int = 1
    """How many there are."""
    name: str = ""
    """What it learns, where there are several."""


def finetune(
    base: Base,
    learning: Sequence[nn.Parameter],
    lesson: Lesson,
    options: Finetuned,
    turn: Turn,
    *,
    preview: Callable[[], None],
) -> list[str]:
    """Train some weights of a base model, in place; what had to be said on the way.

    Parameters
    ----------
    learning
        The weights that learn; all others stay.
    preview
        Called now and then, with the mean of the weights so far in place.
    """
    course, progress = course_of(options, seed=turn.seed), turn.progress
    before, whole = turn.number * course.steps, turn.of * course.steps
    if options.sparing:
        base.denoiser.train().enable_gradient_checkpointing()
    said: list[str] = []

    def measure(mean: nn.Module) -> dict[str, float]:
        with worn(learning, [*mean.parameters()]):
            preview()
        return {}

    def tell(step: int, figures: dict[str, float]) -> None:
        for name, value in figures.items():
            said_as = f"{turn.name}: {name}" if turn.name else name
            progress.metric(said_as, value, step=before + step)

    def say(text: str) -> None:
        said.append(text)
        progress.tick(message=text)

    mean = learn(
        nn.ParameterList(learning),
        course,
        _loss(base, lesson, options, course),
        file=turn.scratch / CHECKPOINT,
        measure=measure,
        tell=tell,
        tick=lambda done: progress.tick(before + done, total=whole),
        say=say,
        enough=lambda: progress.enough,
    )
    base.denoiser.disable_gradient_checkpointing()
    base.denoiser.eval()
    with torch.no_grad():
        for own, found in zip(learning, mean.parameters(), strict=True):
            own.copy_(found)
    return said


def course_of(options: Finetuned, *, seed: int) -> Course:
    """How the steps of a training go."""
    return Course(
        steps=options.steps,
        batch=options.batch,
        rate=options.rate,
        rising=max(1, int(_RISING * options.steps)),
        decay=_DECAY,
        average=options.average,
        every=max(_SELDOM, -(-options.steps // _SAVINGS)),
        seed=seed,
        steady=options.steady,
    )


def _loss(base: Base, lesson: Lesson, options: Finetuned, course: Course) -> Loss:
    """How wrong a base model is about the images of a step."""
    known = _KnownWords(base, frozen=not options.words)

    def loss(step: int, rows: slice) -> Tensor:
        latents, captions = lesson.batch(options, course.chance(step))
        generator = torch.Generator().manual_seed(course.seed + step)
        noised = Noised.of(base.scheduler, latents.to(base.device), generator).part(rows)
        with brisk(base.device.type):
            told = base.denoised(noised.noisy, noised.times, known(captions[rows]))
        return denoising_loss(base.scheduler, told, noised).mean()

    return loss


@contextlib.contextmanager
def worn(own: Sequence[nn.Parameter], others: Sequence[nn.Parameter]) -> Iterator[None]:
    """Within it some weights have other values."""
    before = [one.detach().clone() for one in own]
    try:
        with torch.no_grad():
            for one, other in zip(own, others, strict=True):
                one.copy_(other)
        yield
    finally:
        with torch.no_grad():
            for one, value in zip(own, before, strict=True):
                one.copy_(value)


class _KnownWords:
    """Captions as vectors: each is encoded once, as long as the text encoder does not learn."""

    def __init__(self, base: Base, *, frozen: bool) -> None:
        self.base, self.frozen = base, frozen
        self.found: dict[str, Words] = {}

    def __call__(self, captions: Sequence[str]) -> Words:
        if not self.frozen:
            return self.base.words(captions)
        for one in dict.fromkeys(captions):
            if one not in self.found:
                with torch.no_grad():
                    self.found[one] = self.base.words([one])
        rows = [self.found[one] for one in captions]
        pooled = [one.pooled for one in rows if one.pooled is not None]
        return Words(
            embedded=torch.cat([one.embedded for one in rows]),
            pooled=torch.cat(pooled) if pooled else None,
        )
