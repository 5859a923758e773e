"""The filter of synthetic images: how well it finds copies, and what it costs.

python -m benchmarks.curate copies     edited copies found, other people and other photographs not
python -m benchmarks.curate speed      a thousand images judged, and a limit moved over ten thousand
python -m benchmarks.curate audit      a thousand images audited against a thousand of people
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.generate.faces import taken
from benchmarks.tables import keep
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.simulate.knowledge.conditions import simface
from raredx.cohorts.simulate.sittings import THREE_QUARTER, UNAFFECTED, Sitting, plan_sittings
from raredx.cohorts.store import open_cohort
from raredx.jobs import Progress
from raredx.learning.audit.attacks import attacks
from raredx.phenotype.reference.fitting import people_of
from raredx.phenotype.reference.reference import open_reference
from raredx.phenotype.shape.model import People
from raredx.settings import thread_count
from raredx.statistics.shares import share
from raredx.synthesis.album import draw_cohort
from raredx.synthesis.audit.audit import audit
from raredx.synthesis.curation.config import Curate, Policy
from raredx.synthesis.curation.curate import curate
from raredx.synthesis.curation.filter import Drawn, Filter
from raredx.synthesis.curation.novelty import Nearest, Novelty
from raredx.synthesis.curation.policy import decide
from raredx.synthesis.curation.sight import SPACES, Sight, see
from raredx.synthesis.jobs import FitAugmentation
from raredx.synthesis.learning import learn, may_be_learned
from raredx.synthesis.options import Augmentation
from raredx.synthesis.pocket.plan import Plan
from raredx.synthesis.sampling import Sample

_COHORT, _NAME = "simface-103", "bench-audit"
_PART, _SEED = 15, 20261122  # people whom nobody else has
_IMAGES, _UNAFFECTED = 5, 100  # other people: of each condition, and without one
_AGAIN = 500  # people who are photographed twice
_CROP, _GAIN, _SHIFT, _NOISE, _QUALITY, _SCALE = 0.12, 0.3, 20, 14, 25, 0.45


@dataclass(frozen=True, kw_only=True)
class Row:
    """How often one kind of picture is taken for a copy."""

    name: str
    wanted: str
    copied: int
    of: int
    spaces: Mapping[str, int]

    def told(self) -> list[str]:
        """As it is written."""
        return [
            self.name,
            self.wanted,
            str(share(self.copied, self.of)),
            *(f"{many / self.of:.1%}" for many in self.spaces.values()),
        ]


def copies() -> None:
    """Edited copies of all training pictures, other people, and the same people again."""
    part, people, known = _training()
    novelty = Novelty.fit(known, people.subjects)
    rows = []
    made = {
        f"{kind} {one}": image
        for one in known.ids
        for kind, image in edits(part.image(one), one).items()
    }
    seen = _seen(made)
    kinds = [name.split()[0] for name in made]
    for kind in dict.fromkeys(kinds):
        near = novelty.nearest(seen.take([own == kind for own in kinds]), known)
        rows.append(_row(f"a training picture, {kind}", "99 % or more", near))
    sittings = plan_sittings(
        [one.id for one in simface()],
        seed=_SEED,
        part=_PART,
        images=_IMAGES,
        unaffected=_UNAFFECTED,
    )
    others = _taken("other", sittings)
    rows.append(_row("other people", "below 1 %", novelty.nearest(others, known)))
    last = sittings[-_AGAIN:]
    met = {
        "in three-quarter view": [replace(one, number=1, view=THREE_QUARTER) for one in last],
        "in the same view": [replace(one, number=2) for one in last],
    }
    own = others.take(np.arange(len(others))[-_AGAIN:])
    for name, some in met.items():
        near = novelty.nearest(_taken(name, some), own)
        rows.append(_row(f"the same people in other light, {name}", "90 %, an aim", near))
    keep(
        "curate-copies",
        [vars(row) | {"spaces": dict(row.spaces)} for row in rows],
        headings=["picture", "wanted", "taken for a copy", *(f"by {one}" for one in SPACES)],
        rows=[row.told() for row in rows],
    )


def _training() -> tuple[Cohort, People, Sight]:
    """The training part of the shipped cohort, its people, and how their pictures are seen."""
    cohort = open_cohort(_COHORT)
    among, _ = may_be_learned(cohort)
    part = cohort.select(image_id=list(among or ()))
    people, ids, _ = people_of(part, workers=thread_count())
    return part, people, see(ids, part.image, workers=thread_count())


def edits(image: Image.Image, name: str) -> dict[str, Image.Image]:
    """What may be done to a picture so that it is another file."""
    chance = np.random.default_rng([int(name[:8], 16)])
    wide, high = image.size
    pixels = np.asarray(image.convert("RGB")).astype(float)
    left, top, right, bottom = chance.uniform(0, _CROP, 4)
    box = (left * wide, top * high, (1 - right) * wide, (1 - bottom) * high)
    squeezed = io.BytesIO()
    image.save(squeezed, "JPEG", quality=_QUALITY)
    size = (round(wide * _SCALE), round(high * _SCALE))
    gain, shift = chance.uniform(1 - _GAIN, 1 + _GAIN, 3), chance.uniform(-_SHIFT, _SHIFT, 3)
    return {
        "resized": image.resize(size, Image.Resampling.LANCZOS),
        "flipped": image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "recoloured": _image(pixels * gain + shift),
        "cropped": image.crop(tuple(round(one) for one in box)),  # type: ignore[arg-type]
        "compressed": Image.open(squeezed).convert("RGB"),
        "noised": _image(pixels + chance.normal(0, _NOISE, pixels.shape)),
    }


def _image(pixels: Any) -> Image.Image:
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _taken(name: str, sittings: Sequence[Sitting]) -> Sight:
    """How people look who are photographed now."""
    faces, _ = taken(sittings, Plan.shipped().people)
    return _seen({f"{name} {row}": Image.fromarray(face) for row, face in enumerate(faces)})


def _seen(pictures: Mapping[str, Image.Image]) -> Sight:
    return see([*pictures], pictures.__getitem__)


def _row(name: str, wanted: str, near: Nearest) -> Row:
    return Row(
        name=name,
        wanted=wanted,
        copied=int(near.copied.sum()),
        of=len(near.copied),
        spaces={space: int((near.distances[space] < near.limits[space]).sum()) for space in SPACES},
    )


def speed() -> None:
    """What judging a thousand images takes, and moving a limit over ten thousand."""
    _, people, known = _training()
    judge = Filter.fit(people, known, shape=open_reference().shape)
    sittings = plan_sittings([], seed=_SEED, part=_PART, unaffected=1000)
    faces, shown = taken(sittings, Plan.shipped().people)
    now = time.time_ns()  # what was seen once is not looked at again
    pictures = {f"{now} {row}": Image.fromarray(face) for row, face in enumerate(faces)}
    label = people.affected.labels[0]
    marks = [time.perf_counter()]
    seen = _seen(pictures)
    marks.append(time.perf_counter())
    drawn = Drawn(
        sight=seen,
        labels=[label] * len(seen),
        conditions=[label] * len(seen),
        years=[one.years for one in shown],
        sexes=[one.sex for one in shown],
    )
    table = judge.look(drawn, known)
    decide(table, Policy())
    marks.append(time.perf_counter())
    many = table.take(np.arange(10_000) % len(table))
    moved = []
    for at in np.linspace(0, 1, 21):
        started = time.perf_counter()
        decide(many, Policy(at=float(at)))
        moved.append(time.perf_counter() - started)
    looking, judging = np.diff(marks)
    rows = [
        ["landmarks and features of 1,000 images, s", f"{looking:.1f}", ""],
        [
            "all else of judging them, s",
            f"{judging:.2f}",
            f"{judging / (looking + judging):.1%} of the time (goal: below 10 %)",
        ],
        [
            "a limit moved over 10,000 images, ms",
            f"{1000 * float(np.median(moved)):.0f}",
            "goal: below 100",
        ],
    ]
    keep(
        "curate-speed",
        {name: value for name, value, _ in rows},
        headings=["", "measured", ""],
        rows=rows,
    )


def audited() -> None:
    """What an audit of a thousand images against a thousand takes, when all features are there."""
    conditions = [one for one in open_cohort(_COHORT).counts("label") if one and one != UNAFFECTED]
    learned = FitAugmentation(name=_NAME, conditions=tuple(conditions), replace=True)
    with tempfile.TemporaryDirectory() as folder:
        progress = Progress(scratch=Path(folder) / "scratch")
        learn(Augmentation(), learned, progress)
        draw_cohort(Sample(generator=_NAME, name=_NAME, images=10, replace=True), progress)
        curate(Curate(cohort=_NAME, name=_NAME, replace=True), progress)
        taken_by = []
        for _ in range(2):
            started = time.perf_counter()
            found = audit(_NAME, progress, attacks)
            taken_by.append(time.perf_counter() - started)
    sizes = next(one.n for one in found.measures if one.title.startswith("kernel distance"))
    against = " against ".join(f"{many:,} {name}" for name, many in sizes.items())
    rows = [
        [f"audit of {against}, s", f"{taken_by[1]:.1f}", "goal: below 60"],
        [
            "the same, features that were not there included, s",
            f"{taken_by[0]:.1f}",
            "",
        ],
    ]
    keep(
        "curate-audit",
        {name: value for name, value, _ in rows},
        headings=["", "measured", ""],
        rows=rows,
    )


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.curate")
    ways = {"copies": copies, "speed": speed, "audit": audited}
    parser.add_argument("what", choices=ways)
    ways[parser.parse_args().what]()


if __name__ == "__main__":
    main()
