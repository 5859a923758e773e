"""FastGAN that has learned: it draws conditions that it was told, or finds them in what it drew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.memory import InParts
from raredx.synthesis.examples import Examples
from raredx.synthesis.fastgan.afterwards import first_near, looking, mean_faces
from raredx.synthesis.fastgan.lesson import Lesson
from raredx.synthesis.fastgan.ready import Ready, opened, save
from raredx.synthesis.fastgan.training import train
from raredx.synthesis.fitted import Drawn, FittedGenerator
from raredx.synthesis.generator import Order
from raredx.synthesis.options import FastGAN
from raredx.synthesis.sampling import Sampling

WEIGHTS = "drawer.safetensors"
_SMALLEST = 32  # pixels of what can be drawn, each way
_ALONE = "It learned from one image alone, and draws little but that one"


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedFastGAN(FittedGenerator):
    """It draws faces of conditions that it learned from examples alone."""

    needs = (WEIGHTS,)

    @classmethod
    def learn(
        cls,
        generator: Any,
        examples: Examples,
        folder: Path,
        *,
        base: str,
        seed: int,
        progress: Progress,
    ) -> Mapping[str, Any]:
        """Train, and write the network that draws; what it cannot have learned is remarked on."""
        _check_side(examples.faces.shape[1])
        means = {}
        if generator.labels == "afterwards":
            with looking() as look:
                means = mean_faces(examples.faces, examples.labels, look)
        conditions = examples.conditions
        lesson = Lesson(
            faces=examples.faces,
            own=np.array([conditions.index(label) for label in examples.labels]),
            told=_is_told(generator, conditions),
        )
        remarks = [] if len(examples.ids) > 1 else [_ALONE]

        def say(words: str) -> None:
            remarks.append(words)
            progress.tick(message=words)

        drawer = train(lesson, generator, seed=seed, progress=progress, say=say)
        save(drawer, means, folder / WEIGHTS)
        return {"remarks": tuple(remarks)}

    def _draw(
        self,
        orders: Sequence[Order],
        how: Sampling,
        examples: Examples | None,
        progress: Progress,
    ) -> Iterator[Drawn]:
        parts = InParts(at_once=how.batch, say=lambda words: progress.tick(message=words))
        way = self._found if self._ready.means else self._told
        for done, drawn in enumerate(way(orders, parts), 1):
            progress.tick(done, total=len(orders))
            yield drawn

    def _told(self, orders: Sequence[Order], parts: InParts) -> Iterator[Drawn]:
        """Each of its own condition, as many together as fit."""
        together = parts.at_once
        for first in range(0, len(orders), together):
            some = orders[first : first + together]
            pixels = self._ready.pixels(
                [one.seed for one in some], [one.label for one in some], parts
            )
            for order, own in zip(some, pixels, strict=True):
                yield Drawn(order=order, pixels=own, facts=_facts(order))

    def _found(self, orders: Sequence[Order], parts: InParts) -> Iterator[Drawn]:
        """Each drawn until it is near to the mean face of its condition."""
        with looking() as look:
            for order in orders:
                if order.label is None:
                    yield from self._told([order], parts)
                    continue
                found = first_near(
                    order.label,
                    self._ready.means,
                    lambda seeds: self._ready.pixels(seeds, [None] * len(seeds), parts),
                    seed=order.seed,
                    at_once=parts.at_once,
                    look=look,
                )
                yield Drawn(order=order, pixels=found.pixels, facts=_facts(order) | found.facts)

    @cached_property
    def _ready(self) -> Ready:
        options = self.generator
        assert isinstance(options, FastGAN)
        return opened(
            self.folder / WEIGHTS,
            self.conditions,
            side=self.learned.side,
            width=options.width,
            told=_is_told(options, self.conditions),
        )


def _is_told(generator: FastGAN, conditions: Sequence[str]) -> bool:
    return generator.labels == "before" and len(conditions) > 1


def _facts(order: Order) -> dict[str, Any]:
    return {"label": order.label, "seed": order.seed}


def _check_side(side: int) -> None:
    if side < _SMALLEST or side.bit_count() > 1:
        raise UserError(
            f"FastGAN draws sides of 32, 64, 128, 256 pixels and so on, not of {side}",
            remedy="Frame the faces at one of these, 128 for one",
        )
