"""The people whom the base model learns from: drawn, framed, said in words; kept shard by shard."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from raredx.cohorts.simulate.sittings import Sitting, plan_sittings
from raredx.errors import UserError
from raredx.files import build_folder
from raredx.jobs.progress import Progress
from raredx.processes import many_hands
from raredx.synthesis.captions import Shown
from raredx.synthesis.framing import framed_between
from raredx.synthesis.pocket.captions import shown_in
from raredx.synthesis.pocket.plan import People

Pixels = npt.NDArray[np.uint8]

_BATCH = 8  # people whom a process draws at a time
_FACES, _WORDS = "faces.npy", "shown.json"


@dataclass(frozen=True, kw_only=True, eq=False)
class Corpus:
    """n people, the held out ones last."""

    faces: Pixels
    """(n, side, side, 3)"""
    shown: tuple[Shown, ...]
    held_out: int

    @staticmethod
    def open(folder: Path, plan: People) -> Corpus:
        """The people of a plan who were drawn into a folder; all of them are needed."""
        shards = [_shard(folder, number) for number in range(_shards(plan))]
        if missing := sum(not shard.exists() for shard in shards):
            raise UserError(
                f"{missing} of {len(shards)} parts of the base model's people are missing in"
                f" {folder}",
                remedy="Let `raredx generate rebuild` draw them",
            )
        told = [Shown(**one) for shard in shards for one in json.loads(_read(shard / _WORDS))]
        faces = np.concatenate([np.load(shard / _FACES) for shard in shards])
        return Corpus(faces=faces, shown=tuple(told), held_out=plan.held_out)

    @property
    def learned(self) -> int:
        """How many are learned from: the first ones."""
        return len(self.faces) - self.held_out


def draw(plan: People, folder: Path, *, workers: int = 1, progress: Progress) -> Corpus:
    """Draw whoever is missing; interrupted, it goes on with the next shard."""
    people = sittings(plan)
    progress.tick(0, total=len(people))
    with many_hands(workers, at_once=_BATCH) as over:
        for number in range(_shards(plan)):
            first = number * plan.shard
            some, place = people[first : first + plan.shard], _shard(folder, number)
            if not place.exists():
                found = list(over(partial(draw_one, plan=plan), some))
                with build_folder(place) as new:
                    np.save(new / _FACES, np.stack([face for face, _ in found]))
                    (new / _WORDS).write_text(json.dumps([asdict(shown) for _, shown in found]))
            progress.tick(min(first + plan.shard, len(people)))
    return Corpus.open(folder, plan)


def sittings(plan: People) -> list[Sitting]:
    """Who is photographed: people without a condition, of whom nobody is anywhere else."""
    return plan_sittings(
        [], seed=plan.seed, part=plan.part, unaffected=plan.number, turned=plan.turned
    )


def draw_one(sitting: Sitting, plan: People) -> tuple[Pixels, Shown]:
    """One face (side, side, 3), framed by where its eyes and nose truly are, and what it shows."""
    from PIL import Image

    from raredx.cohorts.simulate.photograph import sit

    taken = sit(sitting, scale=plan.severity, spread=plan.spread, size=plan.size)
    picture = Image.fromarray(taken.portrait.image)
    right, left, nose = taken.places("exocanthion_right", "exocanthion_left", "nasion")
    return framed_between(picture, right, left, nose), shown_in(taken)


def _shards(plan: People) -> int:
    return -(-plan.number // plan.shard)


def _shard(folder: Path, number: int) -> Path:
    return folder / f"shard-{number:04}"


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
