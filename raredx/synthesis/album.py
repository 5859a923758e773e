"""Images that a generator drew, as a cohort: origin synthetic, and how each one came beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.intake import image_id
from raredx.cohorts.store import new_folder
from raredx.errors import UserError
from raredx.jobs.progress import Progress
from raredx.synthesis.examples import GENERATED, Examples
from raredx.synthesis.fitted import Drawn, FittedGenerator
from raredx.synthesis.generator import Order
from raredx.synthesis.learning import examples_again
from raredx.synthesis.sampling import Sample, Sampling
from raredx.synthesis.store import open_generator
from raredx.words import count

PROVENANCE = "provenance"
"""The table beside the manifest that says how each image was drawn."""
LICENCE = "not stated: as the images that were learned from, and the base model"
_CONDITION = "{condition}"  # stands for its name in a prompt
_PREVIEWS = 8


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
    unknown: tuple[str, ...]
    """Words of the prompt that mean nothing to the base model."""

    def __str__(self) -> str:
        said = f"{self.folder.name}: {count(self.kept, 'image')} of {self.asked:,} kept"
        if self.blanked:
            said += f"; {count(self.blanked, 'image')} blanked by the safety checker"
        if self.twice:
            said += f"; {count(self.twice, 'image')} the same as another one"
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
        source=f"{learned.generator} {asked.generator}, learned from"
        f" {learned.source.get('cohort', 'images of your own')}",
        made_by="raredx generate sample",
    )
    counts: Counter[str] = Counter()
    rows, every = [], max(1, len(orders) // _PREVIEWS)
    progress.tick(0, total=len(orders))
    with building(folder, about, replace=asked.replace) as new:
        for number, drawn in enumerate(made.draw(orders, how, examples=examples)):
            progress.tick(number, total=len(orders))
            row = _added(new, drawn, made, asked.generator, number, counts)
            rows += [row] if row else []
            if number % every == 0 and drawn.pixels is not None:
                progress.preview(_image(drawn), caption=f"{drawn.order.label}")
        if not rows:
            raise UserError(
                f"All of {count(len(orders), 'image')} were blanked by the safety checker",
                remedy="Choose another base model or other words",
            )
        new.side(PROVENANCE, pa.Table.from_pylist(rows))
    progress.tick(len(orders), total=len(orders))
    return Album(
        folder=folder,
        asked=len(orders),
        kept=len(rows),
        blanked=counts["blanked"],
        twice=counts["twice"],
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
        for number, (sex, years) in zip(range(asked.images), _people(examples, label), strict=False)
    ]


def _people(examples: Examples | None, label: str) -> Iterator[tuple[str | None, float | None]]:
    own = examples.of(label) if examples and label in examples.conditions else None
    known: Sequence[tuple[str | None, float | None]] = [(None, None)]
    if own is not None:
        known = [*zip(own.sexes, own.years, strict=True)]
    while True:
        yield from known


def _added(
    new: Any,
    drawn: Drawn,
    made: FittedGenerator,
    generator: str,
    number: int,
    counts: Counter[str],
) -> dict[str, Any] | None:
    """Add an image to a cohort; its row of provenance, or None if there is nothing new to add."""
    if drawn.pixels is None:
        counts["blanked"] += 1
        return None
    order, learned, image = drawn.order, made.learned, _image(drawn)
    known = image_id(image.width, image.height, image.tobytes())
    if any(row["image_id"] == known for row in new.added):
        counts["twice"] += 1
        return None
    added = new.add(
        image,
        origin=GENERATED,
        subject_id=f"{generator}-{number + 1}",
        label=order.label,
        label_id=learned.conditions.get(order.label or ""),
        source=f"{learned.generator} {generator}",
        sex=order.sex,
        age=order.years,
    )
    return {
        "image_id": added,
        "generator": generator,
        "method": learned.generator,
        "base": learned.base,
        "base_hash": learned.base_hash,
        "learned_from": json.dumps(learned.source),
        "seed": order.seed,
        "sex": order.sex,
        "years": order.years,
        "prompt": drawn.facts.get("prompt"),
        "parent": drawn.facts.get("parent"),
        "settings": json.dumps(
            {name: one for name, one in drawn.facts.items() if name not in ("prompt", "parent")}
        ),
    }


def _image(drawn: Drawn) -> Any:
    from PIL import Image

    assert drawn.pixels is not None
    return Image.fromarray(np.asarray(drawn.pixels))
