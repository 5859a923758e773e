"""What each method learns of five conditions from 1, 4 and 20 images of each."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.generate.faces import Pixels
from benchmarks.generate.judge import Judge, People, copies, people, spread, with_face
from benchmarks.tables import keep
from raredx.files import write_whole
from raredx.jobs import Progress
from raredx.settings import settings
from raredx.statistics.shares import Share
from raredx.synthesis import Order, get_generator
from raredx.synthesis.bases import open_base
from raredx.synthesis.drawing import Wish, draw
from raredx.synthesis.examples import Examples
from raredx.synthesis.pocket.autoencoding import through
from raredx.synthesis.sampling import Sampling
from raredx.synthesis.telling import prompt_of

_METHODS = ("augmentation", "lora", "dreambooth", "fastgan")
SIZES = (4, 20, 1)
"""Images of each condition that are learned from, in the order in which they are done."""
_DRAWN = 32  # images of each condition
_SEED = 7
_AS_EVER = {"": Sampling()}
_WAYS = _AS_EVER | {", drawn in 30 steps of DDIM": Sampling(sampler="ddim", steps=30)}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    name: str
    images: int
    """Of each condition, that were learned from; 0 where nothing was."""
    faces: Share
    first: Share
    probability: float
    kept: float
    """How different images of one condition are, by how different its people are."""
    copied: Share | None
    """Nearer to an example than all but one in twenty people are to anybody else."""

    def told(self) -> list[str]:
        """As it is written."""
        return [
            self.name,
            _percent(self.faces),
            _percent(self.first),
            f"{100 * self.probability:.0f}",
            f"{self.kept:.0%}",
            _percent(self.copied) if self.copied else "",
        ]


def compared() -> None:
    """Train, draw and judge all of them; what is done is kept, so that it can be gone on with."""
    judged = Judged()
    found = judged.references()
    for size in SIZES:
        examples = judged.learned.examples(size)
        for method in _METHODS:
            ways = _WAYS if (method, size) == ("lora", 4) else _AS_EVER
            found += judged.trained(f"{method}, {size}", method, examples, ways)
            if (method, size) == ("lora", 4):
                ordinary = _ordinary(size, judged.learned)
                found += judged.trained(f"lora of ordinary faces, {size}", "lora", ordinary)
            _keep(sorted(found, key=lambda row: row.images))


def _keep(found: Sequence[Row]) -> None:
    """Write down what there is by now."""
    keep(
        "generators",
        [_as_figures(row) for row in found],
        headings=[
            "learned by, from images of each condition",
            "with a face, %",
            "own condition first, %",
            "its probability, %",
            "diversity kept",
            "near copies of examples, %",
        ],
        rows=[row.told() for row in found],
    )


class Judged:
    """Who is learned from, who else there is, and who judges."""

    def __init__(self) -> None:
        self.judge, self.others = Judge(), people(2, images=_DRAWN)
        self.learned = people(0, images=max(SIZES))

    def references(self) -> list[Row]:
        """People themselves, what the autoencoder leaves of them, and the base as it is."""
        base = open_base()
        own = {label: self.others.of(label) for label in dict.fromkeys(self.others.labels)}
        again = {label: through(base.pipeline.vae, faces) for label, faces in own.items()}
        return [
            self.row("other people", own),
            self.row("other people through the autoencoder", again),
            self.row("base model as it is", self.untuned()),
        ]

    def untuned(self) -> dict[str, Pixels]:
        """What the base draws as it is, when it is asked for each condition."""
        base, drawn = open_base(), {}
        examples = self.learned.examples(max(SIZES))
        for label in examples.conditions:
            wishes = [
                Wish(prompt=prompt_of(one), seed=one.seed) for one in _orders(examples, label)
            ]
            made = draw(base.pipeline, wishes, Sampling(), progress=Progress())
            drawn[label] = np.stack([face for face in made if face is not None])
        return drawn

    def trained(
        self,
        name: str,
        method: str,
        examples: Examples,
        ways: Mapping[str, Sampling] = _AS_EVER,
    ) -> list[Row]:
        """What a method draws, as `quick` trains it: a row for each way to draw."""
        place = settings().workspace / "benchmarks"
        files = {way: place / (re.sub(r"\W+", "-", name + way) + ".json") for way in ways}
        if all(file.exists() for file in files.values()):
            return [_from_figures(json.loads(file.read_text())) for file in files.values()]
        rows = []
        for way, faces in zip(ways, drawn_by(method, examples, [*ways.values()]), strict=True):
            rows.append(self.row(name + way, faces, examples))
            write_whole(files[way], json.dumps(_as_figures(rows[-1])))
        return rows

    def row(
        self,
        name: str,
        faces: Mapping[str, Any],
        examples: Examples | None = None,
    ) -> Row:
        """Faces by condition, judged; against those that were learned from, if there are any."""
        firsts, probabilities, kept, copied = [], [], [], 0
        for label, some in faces.items():
            first, probability = self.judge.own(some, label)
            firsts.append(first)
            probabilities.append(probability)
            kept.append(spread(some) / spread(self.others.of(label)))
            if examples:
                copied += copies(some, examples.of(label).faces, self.others.of(label))
        every = sum(one.of for one in firsts)
        return Row(
            name=name,
            images=len(examples.ids) // len(examples.conditions) if examples else 0,
            faces=with_face(np.concatenate(list(faces.values()))),
            first=Share(sum(one.part for one in firsts), every),
            probability=float(np.mean(probabilities)),
            kept=float(np.mean(kept)),
            copied=Share(copied, every) if examples else None,
        )


def drawn_by(
    method: str, examples: Examples, ways: Sequence[Sampling] = (Sampling(),)
) -> list[dict[str, Pixels]]:
    """What a method draws of each condition, as `quick` trains it, in each of some ways."""
    kind = get_generator(method)
    options: Any = kind.presets["quick"]
    with tempfile.TemporaryDirectory() as folder:
        made = kind(**options).fit(
            examples,
            Path(folder, "made"),
            seed=_SEED,
            progress=Progress(scratch=Path(folder, "scratch")),
        )
        return [
            {
                label: np.stack(
                    [
                        one.pixels
                        for one in made.draw(_orders(examples, label), how, examples=examples)
                        if one.pixels is not None
                    ]
                )
                for label in made.conditions
            }
            for how in ways
        ]


def _orders(examples: Examples, label: str) -> list[Order]:
    """Images of a condition, of people of its examples' sexes and ages."""
    own = examples.of(label)
    people = islice(cycle(zip(own.sexes, own.years, strict=True)), _DRAWN)
    first = 1000 * examples.conditions.index(label)
    return [
        Order(label=label, seed=first + number, sex=sex, years=years)
        for number, (sex, years) in enumerate(people)
    ]


def _ordinary(size: int, learned: People) -> Examples:
    """As many people without a condition, under the same names."""
    plain = people(3, images=0, unaffected=size * len(dict.fromkeys(learned.labels)))
    names = [label for label in dict.fromkeys(learned.labels) for _ in range(size)]
    as_if = People(faces=plain.faces, labels=tuple(names), sexes=plain.sexes, years=plain.years)
    return as_if.examples(size)


def _percent(one: Share) -> str:
    low, high = one.interval
    return f"{100 * one.value:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def _as_figures(row: Row) -> dict[str, Any]:
    return {
        name: [one.part, one.of] if isinstance(one, Share) else one
        for name, one in vars(row).items()
    }


def _from_figures(figures: dict[str, Any]) -> Row:
    return Row(
        **{name: Share(*one) if isinstance(one, list) else one for name, one in figures.items()}
    )
