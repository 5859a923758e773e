"""What training a generator will cost: by its last run here, or as it was measured elsewhere."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from raredx.jobs import estimate
from raredx.synthesis.generator import POCKET, Generator
from raredx.words import duration, size


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Time, memory and disk, as far as one can say."""

    steps: int
    seconds: float | None
    """None where it was never measured."""
    memory: float | None
    disk: float | None
    by: str
    """What it was measured by."""

    def __str__(self) -> str:
        said = [f"{self.steps:,} steps"] if self.steps else []
        if self.seconds is None:
            said.append("the time is not known before the first run on this machine")
        else:
            said.append(f"about {duration(self.seconds)} {self.by}")
        said += [f"{size(self.memory)} of memory"] if self.memory else []
        said += [f"{size(self.disk)} on disk"] if self.disk else []
        return ", ".join(said) + "."


def cost_of(generator: type[Generator], config: Any) -> Cost:
    """The cost of a config of one of the jobs that train a generator."""
    pace = paces().get(generator.method, {})
    shipped = not generator.based or config.base == POCKET
    rounds = config.rounds(len(config.conditions))
    steps = getattr(config, "steps", 0) * rounds
    here = estimate(f"generate-{generator.method}", config)
    if here is not None and here.seconds is not None:
        seconds, by = here.seconds, "as measured by the last run here"
    elif (measured := seconds_of(config, len(config.conditions), base=config.base)) is not None:
        seconds = measured
        by = f"as measured on {paces()['on']}"
    else:
        seconds, by = None, ""
    return Cost(
        steps=steps,
        seconds=seconds,
        memory=pace.get("memory") if shipped else None,
        disk=pace.get("disk", 0) * rounds if shipped else None,
        by=by,
    )


def seconds_of(generator: Any, conditions: int, *, base: str = POCKET) -> float | None:
    """How long a generator, or a config that has its options, learns; None: never measured."""
    pace = paces().get(generator.method)
    if pace is None or (generator.based and base != POCKET):
        return None
    steps = getattr(generator, "steps", 0) * generator.rounds(conditions)
    return float(pace["start"] + pace["seconds"] * steps * getattr(generator, "batch", 0))


@cache
def paces() -> dict[str, Any]:
    """What was measured, by method."""
    return tomllib.loads(Path(__file__).with_name("paces.toml").read_text())
