"""Few-shot trials on disk: the lists of episodes, and a record of how they were answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from raredx import NOT_A_DEVICE
from raredx.cohorts.splits.store import check_name
from raredx.files import build_folder
from raredx.learning.episodes import store
from raredx.learning.episodes.config import FewShotConfig
from raredx.learning.episodes.episodes import Episodes
from raredx.learning.episodes.tasks import Task
from raredx.learning.kept import RECORD, list_results, read_record
from raredx.settings import settings

Known = tuple[float | None, float | None, float | None]
"""A value with its 95 % interval; None where nothing can be said."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(_Part):
    """Episodes of one size."""

    task: str
    ways: int
    shots: int
    queries: int
    episodes: int
    classes: int
    """With people enough."""
    chance: float
    hash: str
    """Over all files."""
    files: tuple[str, ...]
    """One for each group of classes."""


class Answered(_Part):
    """What came of a classifier in a task."""

    task: str
    classifier: str
    accuracy: Known
    """With its interval over classes: what to expect of other conditions."""
    on_these: Known
    """With its interval over episodes: of these classes and people alone."""
    by_class: dict[str, float]
    """How often people of each class were told."""


class Compared(_Part):
    """Two classifiers on the same episodes; see `compared.Pair`."""

    task: str
    names: tuple[str, str]
    gain: Known
    p: float
    adjusted: float
    shown: float | None
    winner: str | None
    says: str


class Record(_Part):
    """How a trial was made, and what came of it."""

    format: int = 1
    notice: str = NOT_A_DEVICE
    config: FewShotConfig
    created: str
    cohort: str
    data_hash: str
    split: str
    split_hash: str
    parts: tuple[str, ...]
    """Of the split, that people come from."""
    origins: dict[str, int]
    """Images by origin that episodes were drawn from."""
    people: int
    several: int
    """Images of people with several conditions, left out."""
    blind: int
    """Images without features by one of the backbones, left out for all."""
    classes: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    lists: tuple[Listed, ...]
    spaces: dict[str, str]
    """What the features of each backbone mean; see `backbones.space`."""
    classifiers: dict[str, float]
    """Seconds that each took, by name."""
    answers: tuple[Answered, ...]
    pairs: tuple[Compared, ...]
    sentences: tuple[str, ...]
    versions: dict[str, str]
    cores: int
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """A few-shot trial that is done."""

    name: str
    folder: Path
    record: Record

    @staticmethod
    def open(name: str) -> Trial:
        """The trial of that name."""
        folder = trial_folder(name)
        record = read_record(
            folder,
            Record,
            what="few-shot trial",
            known=lambda: [one.name for one in list_trials()],
            make="raredx few-shot",
        )
        return Trial(name=name, folder=folder, record=record)

    def lists(self) -> dict[str, list[Episodes]]:
        """The episodes of each task, a list for each group of classes."""
        return {
            one.task: [store.load(self.folder / file) for file in one.files]
            for one in self.record.lists
        }


def files_of(task: Task) -> tuple[str, ...]:
    """Where its lists lie in the folder of a trial, by group."""
    stem = task.name.replace(" ", "-")
    return tuple(f"{stem}-{number}.parquet" for number in range(1, len(task.lists) + 1))


def save(record: Record, tasks: Sequence[Task]) -> Trial:
    """Write a trial, whole or not at all, in place of an older one of that name."""
    name = record.config.name
    with build_folder(trial_folder(name)) as place:
        for task in tasks:
            for file, some in zip(files_of(task), task.lists, strict=True):
                store.save(some, place / file)
        (place / RECORD).write_text(record.model_dump_json(indent=1) + "\n")
    return Trial.open(name)


def list_trials() -> list[Trial]:
    """Those there are, the latest first; what cannot be read is left out."""
    found = list_results(settings().workspace / "few-shot", Trial.open)
    return sorted(found, key=lambda one: one.record.created, reverse=True)


def trial_folder(name: str) -> Path:
    """Where the trial of that name lies, or belongs."""
    check_name(name, what="a few-shot trial")
    return settings().workspace / "few-shot" / name
