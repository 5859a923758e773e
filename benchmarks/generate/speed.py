"""Twenty conditions trained and drawn, a step, and an image: beside the straightforward way."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.generate import straight
from benchmarks.generate.judge import people
from benchmarks.tables import keep
from raredx.jobs import Progress
from raredx.synthesis import LoRA, Order
from raredx.synthesis.bases import open_base
from raredx.synthesis.drawing import Wish, draw, sampler_of
from raredx.synthesis.examples import Examples
from raredx.synthesis.finetuning import Lesson, Turn, finetune
from raredx.synthesis.lora import adapter
from raredx.synthesis.pocket.rebuild import SHIPPED
from raredx.synthesis.sampling import Sampling

_CONDITIONS, _IMAGES, _STEPS, _BATCH, _RANK = 20, 20, 30, 4, 16
_DONE = 5  # conditions by the straightforward way, which does the same for each of them
# As the published loop trains.
_AS_MANY: dict[str, Any] = {"batch": _BATCH, "rank": _RANK, "targets": "attention"}
_PUBLISHED = {"steps": 30, "guidance": 7.5}
_TIMES = 12


def measured() -> None:
    """Measure all of it in one run, and keep the ratios."""
    known = people(0, images=4)
    whole = _task(known.examples(4))
    step, image = _steps(known.examples(4)), _images()
    rows = [
        ["20 conditions trained, 20 images of each", *whole],
        ["a step of a LoRA, 4 images", *step],
        ["8 images, of 12 steps each", *image],
    ]
    keep(
        "generators-speed",
        {name: {"straightforward": a, "here": b, "times": c} for name, a, b, c in rows},
        headings=["", "straightforward, s", "here, s", "times as fast"],
        rows=rows,
    )


def _task(examples: Examples) -> list[str]:
    """The student's whole task: the same steps on the same images, by both ways."""
    parts = [examples.of(name) for name in examples.conditions]
    parts = [parts[number % len(parts)] for number in range(_CONDITIONS)]
    started = time.perf_counter()
    for number, some in enumerate(parts[:_DONE]):
        pipeline = straight.loaded(SHIPPED)
        prompt = f"photo of a person with syndrome {number}"
        training = straight.steps(
            pipeline, some.faces, prompt, batch=_BATCH, rank=_RANK, seed=number
        )
        for _ in islice(training, _STEPS):
            pass
        straight.drawn(pipeline, prompt, range(_IMAGES), **_PUBLISHED)  # type: ignore[arg-type]
    plain = (time.perf_counter() - started) * _CONDITIONS / _DONE
    open_base.cache_clear()
    started = time.perf_counter()
    renamed = _renamed(parts)
    with tempfile.TemporaryDirectory() as folder:
        made = LoRA(steps=_STEPS * _CONDITIONS, **_AS_MANY).fit(
            renamed, Path(folder, "made"), progress=Progress(scratch=Path(folder, "scratch"))
        )
        orders = [
            Order(label=label, seed=seed) for label in made.conditions for seed in range(_IMAGES)
        ]
        for _ in made.draw(orders, Sampling()):
            pass
    return _ratio(plain, time.perf_counter() - started)


def _renamed(parts: list[Examples]) -> Examples:
    """All of them as one cohort of so many conditions."""
    labels = [f"Syndrome {number}" for number, some in enumerate(parts) for _ in some.ids]
    every = {
        name: tuple(one for some in parts for one in getattr(some, name))
        for name in ("subjects", "sexes", "years")
    }
    return Examples(
        ids=tuple(f"{number}" for number in range(len(labels))),
        faces=np.concatenate([some.faces for some in parts]),
        labels=tuple(labels),
        codes={},
        lost={},
        **every,  # type: ignore[arg-type]
    )


def _steps(examples: Examples) -> list[str]:
    """A step with everything encoded before, and one that encodes it anew, taken in turn."""
    one = examples.of(examples.conditions[0])
    plain = straight.steps(
        straight.loaded(SHIPPED), one.faces, "photo of a person", batch=_BATCH, rank=_RANK, seed=0
    )
    base, options = open_base(), LoRA(steps=_TIMES + 2, **_AS_MANY)
    lesson = Lesson.of(one, base, options, seed=0)
    marks: list[float] = []
    others: list[float] = []

    class Ticking(Progress):
        def tick(self, done: float = 0, **told: Any) -> None:
            marks.append(time.perf_counter())
            next(plain)
            others.append(time.perf_counter() - marks[-1])
            marks.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder, adapter(base, options, seed=0) as learning:
        finetune(
            base,
            learning,
            lesson,
            options,
            Turn(seed=0, scratch=Path(folder), progress=Ticking()),
            preview=lambda: None,
        )
    own = np.diff(marks)[1::2]
    return _ratio(float(np.median(others[2:])), float(np.median(own[1:-1])))


def _images() -> list[str]:
    """Images by the bare pipeline, and by what is around it here, taken in turn."""
    how = Sampling(batch=8)
    base = open_base()
    bare = sampler_of(base.pipeline, how)
    wishes = [Wish(prompt="photo of a girl, fair skin", seed=seed) for seed in range(8)]

    def plain() -> None:
        with torch.inference_mode():
            bare(
                [one.prompt for one in wishes],
                num_inference_steps=how.steps,
                guidance_scale=how.guidance,
                generator=[torch.Generator().manual_seed(one.seed) for one in wishes],
                output_type="np",
            )

    def own() -> None:
        list(draw(base.pipeline, wishes, how, progress=Progress()))

    plain()
    own()
    taken = np.array([[_timed(plain), _timed(own)] for _ in range(_TIMES)])
    return _ratio(*np.median(taken, 0).tolist())


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _ratio(plain: float, own: float) -> list[str]:
    return [f"{plain:.2f}", f"{own:.2f}", f"{plain / own:.2f}"]
