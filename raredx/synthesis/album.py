"""Images that a generator drew, as a cohort: origin synthetic, and how each one came beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from raredx.cohorts.building import Building, building
from raredx.cohorts.card import About
from raredx.cohorts.intake import image_id
from raredx.cohorts.manifest import GENERATED
from raredx.cohorts.store import new_folder
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.synthesis.examples import Examples
from raredx.synthesis.fitted import Drawn, FittedGenerator
from raredx.synthesis.generator import Order
from raredx.synthesis.learning import examples_again
from raredx.synthesis.sampling import Sample, Sampling
from raredx.synthesis.store import open_generator
from raredx.words import count

PROVENANCE = "provenance"
"""The table beside the manifest that says how each image was drawn."""
DRAWING = "drawing"
"""Its column that says how many images were asked for, and what became of those not there."""
LICENCE = "not stated: as the images that were learned from, and the base model"
_CONDITION = "{condition}"  # stands for its name in a prompt
_PREVIEWS = 8
_APART = ("prompt", "parent")  # facts that have columns of their own


@dataclass(frozen=True, kw_only=True)
class Album:
    """A cohort of synthetic images, and what became of those that were asked for."""

    folder: Path
    asked: int
    kept: int
    blanked: int
    """Held back by the base model's safety checker."""
    twice: int
    """The same picture again, to the pixel."""
    nobody: bool
    """Whether it is not known whose sexes and ages were learned from, as their cohort is gone."""
    unknown: tuple[str, ...]
    """Words of the prompt that mean nothing to the base model."""

    def __str__(self) -> str:
        said = f"{self.folder.name}: {count(self.kept, 'image')} of {self.asked:,} kept"
        if self.blanked:
            said += f"; {count(self.blanked, 'image')} blanked by the safety checker"
        if self.twice:
            said += f"; {count(self.twice, 'image')} the same as another one"
        if self.nobody:
            said += (
                "; the cohort that was learned from is not here as it was, so sex and age are left"
                " unsaid"
            )
        if self.unknown:
            said += f"; the base model does not know the words {', '.join(self.unknown)}"
        return said


def draw_cohort(asked: Sample, progress: Progress) -> Album:
    """Draw images and write them as a cohort of the workspace."""
    made = open_generator(asked.generator)
    folder = new_folder(asked.name, replace=asked.replace)
    how = Sampling.model_validate(asked.model_dump(include=set(Sampling.model_fields)))
    examples = examples_again(made.learned)
    orders = orders_of(asked, made, examples)
    learned = made.learned
    about = About(
        title=asked.name,
        summary="Sampled from a generator that learned from a few images of each condition. What"
        " each image was drawn with is in provenance.parquet.",
        licence=LICENCE,
        source=f"{asked.generator} ({learned.generator}), learned from"
        f" {learned.source.get('cohort', 'images of your own')}",
        made_by="raredx generate sample",
    )
    every = max(1, len(orders) // _PREVIEWS)
    progress.tick(0, total=len(orders))
    with building(folder, about, replace=asked.replace) as new:
        filling = _Filling(new=new, made=made, generator=asked.generator)
        for number, drawn in enumerate(made.draw(orders, how, examples=examples)):
            progress.tick(number, total=len(orders))
            filling.add(drawn, number)
            if number % every == 0 and drawn.pixels is not None:
                progress.preview(_image(drawn), caption=f"{drawn.order.label}")
        if not filling.rows:
            raise UserError(
                f"All of {count(len(orders), 'image')} were blanked by the safety checker",
                remedy="Choose another base model or other words",
            )
        lost = {"blanked by the safety checker": filling.blanked, "drawn twice": filling.twice}
        told = json.dumps({"asked for": len(orders), **lost})
        rows = pa.Table.from_pylist(filling.rows)
        new.side(PROVENANCE, rows.append_column(DRAWING, pa.repeat(told, len(rows))))
    progress.tick(len(orders), total=len(orders))
    return Album(
        folder=folder,
        asked=len(orders),
        kept=len(filling.rows),
        blanked=filling.blanked,
        twice=filling.twice,
        nobody=bool(learned.source) and examples is None,
        unknown=tuple(made.unknown_words((asked.prompt or "").replace(_CONDITION, ""))),
    )


def orders_of(asked: Sample, made: FittedGenerator, examples: Examples | None) -> list[Order]:
    """What is asked for, one by one: people of the sexes and ages of a condition's examples."""
    return [
        Order(
            label=label,
            seed=asked.seed + number,
            sex=sex,
            years=years,
            prompt=asked.prompt and asked.prompt.replace(_CONDITION, label.casefold()),
        )
        for label in asked.conditions or made.conditions
        for number, (sex, years) in enumerate(islice(cycle(_people(examples, label)), asked.images))
    ]


def _people(examples: Examples | None, label: str) -> list[tuple[str | None, float | None]]:
    """Sex and age of a condition's examples, as far as they are known."""
    if examples is None or label not in examples.conditions:
        return [(None, None)]
    own = examples.of(label)
    return [*zip(own.sexes, own.years, strict=True)]


@dataclass(kw_only=True)
class _Filling:
    """A cohort that is being filled with what a generator draws."""

    new: Building
    made: FittedGenerator
    generator: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    """What each image was drawn with."""
    seen: set[str] = field(default_factory=set)
    blanked: int = 0
    twice: int = 0

    def add(self, drawn: Drawn, number: int) -> None:
        """Keep an image, if there is one and it is new."""
        if drawn.pixels is None:
            self.blanked += 1
            return
        order, learned = drawn.order, self.made.learned
        image = _image(drawn)
        known = image_id(image.width, image.height, image.tobytes())
        if known in self.seen:
            self.twice += 1
            return
        self.seen.add(known)
        self.new.add(
            image,
            origin=GENERATED,
            subject_id=f"{self.generator}-{number + 1}",
            label=order.label,
            label_id=learned.conditions.get(order.label or ""),
            source=f"{learned.generator} {self.generator}",
            sex=order.sex,
            age=order.years,
        )
        apart = {name: drawn.facts.get(name) for name in _APART}
        settings = {name: one for name, one in drawn.facts.items() if name not in apart}
        self.rows.append(
            {
                "image_id": known,
                "generator": self.generator,
                "method": learned.generator,
                "base": learned.base,
                "base_hash": learned.base_hash,
                "learned_from": json.dumps(learned.source),
                "seed": order.seed,
                "sex": order.sex,
                "years": order.years,
                **apart,
                "settings": json.dumps(settings),
            }
        )


def _image(drawn: Drawn) -> Any:
    from PIL import Image

    assert drawn.pixels is not None
    return Image.fromarray(np.asarray(drawn.pixels))
