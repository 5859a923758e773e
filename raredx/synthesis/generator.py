"""What a generator is, and the register of them; nothing heavy is loaded before one is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from raredx.errors import NotFoundError
from raredx.jobs.progress import Progress

if TYPE_CHECKING:
    from raredx.synthesis.examples import Examples
    from raredx.synthesis.fitted import FittedGenerator

_generators: dict[str, type[Generator]] = {}

POCKET = "pocket"
"""The base model that is shipped."""
Preset = Literal["quick", "thorough", "published"]
AnyGenerator = TypeVar("AnyGenerator", bound="type[Generator]")


class Generator(BaseModel):
    """A way to make images of conditions from a few examples: its fields are its options."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: ClassVar[str]
    """What it is called."""
    title: ClassVar[str]
    when: ClassVar[str]
    """When it is the right choice, in one sentence."""
    fitted: ClassVar[str]
    """Module and class of what it becomes."""
    based: ClassVar[bool]
    """Whether it starts from a base model."""
    presets: ClassVar[Mapping[Preset, Mapping[str, object]]]
    """Options by what they are for: a laptop, a GPU, or to repeat what was published."""

    def fit(
        self,
        examples: Examples,
        folder: Path,
        *,
        base: str = POCKET,
        seed: int = 0,
        progress: Progress | None = None,
    ) -> FittedGenerator:
        """Learn from examples; what came of it lies in a folder of its own, whole or not at all.

        Parameters
        ----------
        base : str
            Name or path of the base model, for generators that start from one.
        seed : int
            The same examples and seed give the same generator on the same machine, bit for bit,
            however often it was interrupted.
        progress : Progress
            Hears losses and sees previews; in its scratch folder lies what it takes to go on.
        """
        from raredx.synthesis.fitted import fit

        if progress is not None:
            return fit(self, examples, folder, base=base, seed=seed, progress=progress)
        with TemporaryDirectory() as scratch:
            quiet = Progress(scratch=Path(scratch, "scratch"))
            return fit(self, examples, folder, base=base, seed=seed, progress=quiet)

    def rounds(self, conditions: int) -> int:
        """How many trainings follow each other, for so many conditions."""
        return 1

    @classmethod
    def kind(cls) -> type[FittedGenerator]:
        """The class of what it becomes by fitting."""
        found: type[FittedGenerator] = resolve_name(cls.fitted)
        return found


@dataclass(frozen=True, kw_only=True)
class Order:
    """One image that is wanted."""

    label: str | None
    """Of which condition; None for nobody's."""
    seed: int
    """The same order gives the same image; the same seed with another condition is the same
    chance."""
    sex: str | None = None
    years: float | None = None
    prompt: str | None = None
    """For generators that read: words in place of those that condition, sex and years give."""


def register(
    name: str,
    *,
    title: str,
    when: str,
    fitted: str,
    based: bool,
    presets: Mapping[Preset, Mapping[str, object]],
) -> Callable[[AnyGenerator], AnyGenerator]:
    """Put the generator below on the list, under a name and with what it is for."""

    def keep(generator: AnyGenerator) -> AnyGenerator:
        if name in _generators:
            raise ValueError(f"two generators are called {name!r}")
        generator.method, generator.title, generator.when = name, title, when
        generator.fitted, generator.based, generator.presets = fitted, based, presets
        _generators[name] = generator
        return generator

    return keep


def all_generators() -> MappingProxyType[str, type[Generator]]:
    """Every generator by name."""
    return MappingProxyType(_generators)


def get_generator(name: str) -> type[Generator]:
    """The generator of that name, or an error that lists the names there are."""
    if name not in _generators:
        raise NotFoundError(
            f"There is no generator {name!r}", remedy=f"Choose one of: {', '.join(_generators)}"
        )
    return _generators[name]
