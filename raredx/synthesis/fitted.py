"""A generator that has learned: what it draws, and how it lies on disk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from raredx import folders
from raredx.errors import UserError
from raredx.files import build_folder, write_whole
from raredx.folders import read_card
from raredx.jobs.progress import Progress
from raredx.synthesis.examples import Examples
from raredx.synthesis.generator import Generator, Order, get_generator
from raredx.synthesis.sampling import Sampling

Pixels = npt.NDArray[np.uint8]

FORMAT = 1
"""To be raised whenever a folder of this version could be misread by another."""
RECORD = "generator.json"
_WHAT = "generator"
_AGAIN = "Bring the folder back from a copy, or train again"


class Learned(BaseModel):
    """What is known of a generator beside its weights."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int
    generator: str
    options: dict[str, Any]
    seed: int
    conditions: dict[str, str | None]
    """What it draws, each with its ORPHA code where there is one."""
    examples: dict[str, tuple[str, ...]]
    """By condition: the images that it learned from, by the hash of their pixels."""
    lost: dict[str, int]
    """By condition: images in which no face could be framed."""
    source: dict[str, str]
    """Where they come from: the cohort, its split, and the hashes of both."""
    side: int
    """Pixels of what it draws, each way."""
    base: str | None = None
    """The base model, by name or path, for a generator that starts from one."""
    base_hash: str | None = None
    """What tells that base model from all others."""
    remarks: tuple[str, ...] = ()
    """What has to be said of how it learned."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """One image as it was drawn."""

    order: Order
    pixels: Pixels | None
    """(side, side, 3); None where the base model's safety checker held it back."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """All it takes to draw it again, by name."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedGenerator(ABC):
    """A generator that draws conditions which it has learned."""

    needs: ClassVar[tuple[str, ...]] = ()
    """Files without which its folder is of no use."""

    generator: Generator
    learned: Learned
    folder: Path
    """Where its weights lie."""

    @classmethod
    @abstractmethod
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
        """Fill a folder with what was learned; what `Learned` has to know beside the common."""

    @abstractmethod
    def _draw(
        self,
        orders: Sequence[Order],
        how: Sampling,
        examples: Examples | None,
        progress: Progress,
    ) -> Iterator[Drawn]:
        """Draw orders that were checked."""

    def unknown_words(self, prompt: str) -> list[str]:
        """The words of a prompt that mean nothing to it, where it reads any."""
        return []

    @property
    def conditions(self) -> tuple[str, ...]:
        """What it draws."""
        return tuple(self.learned.conditions)

    def draw(
        self,
        orders: Sequence[Order],
        how: Sampling | None = None,
        *,
        examples: Examples | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Drawn]:
        """Draw images, in the order in which they are wanted.

        The same orders give the same images; blanked ones come as such, and are not left out.

        Parameters
        ----------
        examples
            What it learned from, where images are to begin with an example: pictures of people are
            not kept with a generator.
        """
        for one in orders:
            if one.label is not None and one.label not in self.conditions:
                raise UserError(
                    f"This generator has not learned {one.label!r}",
                    remedy=f"It draws: {', '.join(self.conditions)}",
                )
        yield from self._draw(orders, how or Sampling(), examples, progress or Progress())


def examples_at_hand(examples: Examples | None) -> Examples:
    """What a generator learned from, where an image cannot be drawn without it."""
    if examples is None:
        raise UserError(
            "These images begin with examples, and the examples are not here",
            remedy="Keep the cohort that was learned from as it was, or let noise alone be begun"
            " with",
        )
    return examples


def fit(
    generator: Generator,
    examples: Examples,
    folder: Path,
    *,
    base: str,
    seed: int,
    progress: Progress,
) -> FittedGenerator:
    """Let a generator learn; `Generator.fit` says how."""
    with build_folder(folder) as place:
        beside = generator.kind().learn(
            generator, examples, place, base=base, seed=seed, progress=progress
        )
        common: dict[str, Any] = {
            "side": examples.faces.shape[1],
            "conditions": {name: examples.codes.get(name) for name in examples.conditions},
        }
        learned = Learned(
            format=FORMAT,
            generator=generator.method,
            options=generator.model_dump(),
            seed=seed,
            examples={name: examples.of(name).ids for name in examples.conditions},
            lost=dict(examples.lost),
            source=dict(examples.source),
            **common | dict(beside),
        )
        write_whole(place / RECORD, learned.model_dump_json(indent=2) + "\n")
    return opened(folder)


def opened(folder: Path) -> FittedGenerator:
    """The generator of a folder, or one line that says what is wrong with it."""
    learned = read_learned(folder)
    generator = get_generator(learned.generator)
    try:
        chosen = generator.model_validate(learned.options)
    except ValidationError:
        raise damaged(folder, f"{RECORD} has options that it does not take") from None
    kind = generator.kind()
    if missing := [name for name in kind.needs if not (folder / name).exists()]:
        raise damaged(folder, f"{', '.join(missing)} is missing")
    return kind(generator=chosen, learned=learned, folder=folder)


def read_learned(folder: Path) -> Learned:
    """What is known of a generator; nothing heavy is loaded for it."""
    return read_card(
        folder / RECORD,
        Learned,
        newest=FORMAT,
        what=_WHAT,
        make="Train one with `raredx generate fit`, or check the name",
        again=_AGAIN,
    )


def damaged(folder: Path, fault: str) -> UserError:
    """The error that says what is wrong with a generator's folder."""
    return folders.damaged(folder, fault, what=_WHAT, again=_AGAIN)
