"""Portraits to measure: drawn once into a work folder, and read from there afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from raredx.cohorts.card import About
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.encoding import Form
from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.simface import Recipe
from raredx.cohorts.simulate.sittings import Sitting, plan_sittings

if TYPE_CHECKING:
    from raredx.jobs.progress import Progress

TRAINING, CALIBRATION, TEST = range(3)
"""Parts of a plan: they share nobody."""

RECIPE = Recipe.shipped()
_FORM = Form(kind="webp", quality=90)


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """So many portraits of each of the 103 conditions, each of another patient."""

    seed: int
    part: int
    images: int
    scale: float = RECIPE.severity
    """Multiplies every severity; 0 is a control in which no condition shows."""
    spread: float = RECIPE.spread
    size: int = 256

    @property
    def name(self) -> str:
        """The folder that holds it.

        >>> Drawing(seed=9001, part=TEST, images=3).name
        'seed-9001-part-2-images-3-scale-1.2-spread-0.75-256px'
        """
        return (
            f"seed-{self.seed}-part-{self.part}-images-{self.images}"
            f"-scale-{self.scale:g}-spread-{self.spread:g}-{self.size}px"
        )

    def sittings(self) -> list[Sitting]:
        """Who is photographed."""
        ids = [condition.id for condition in simface()]
        return plan_sittings(ids, seed=self.seed, part=self.part, images=self.images)

    def drawn(self, folder: Path, *, workers: int = 1, progress: Progress | None = None) -> Cohort:
        """The portraits as a cohort: those that lie in the folder already, or new ones."""
        if (folder / self.name).is_dir():
            return Cohort.open(folder / self.name)
        recipe = replace(
            Recipe.shipped(), severity=self.scale, spread=self.spread, size=self.size, form=_FORM
        )
        about = About(title=self.name)
        return recipe.take(
            self.sittings(), folder / self.name, about=about, workers=workers, progress=progress
        )
