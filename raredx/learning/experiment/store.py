"""Experiments on disk: the predictions as one table, and beside it a record of how they came."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from raredx.cohorts.splits.store import check_name
from raredx.errors import NotFoundError, UserError
from raredx.files import build_folder
from raredx.learning.experiment.config import ExperimentConfig
from raredx.learning.kept import (
    RECORD,
    TABLE,
    list_results,
    read_predictions,
    read_record,
    unpacked,
)
from raredx.learning.predictions import Predictions
from raredx.settings import settings
from raredx.words import count

_MAKE = "raredx experiment"
KEYS = ("arm", "backbone", "head")
_REPLACED = ("image_id", "subject_id", "label", "origin", "part", *KEYS)


class Record(BaseModel):
    """How an experiment was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int = 1
    config: ExperimentConfig
    created: str
    cohort: str
    origins: dict[str, int]
    """Judged images by their origin."""
    data_hash: str
    split: str
    split_hash: str
    folds: int
    repeats: int
    classes: tuple[str, ...]
    never_judged: tuple[str, ...]
    """Conditions of one person: they can be answered, and are never asked for."""
    trained: tuple[float, ...]
    """Images of the cohort that each class has to train on, over folds on average."""
    calibration: int
    """Images that temperatures were fitted on."""
    spaces: dict[str, str]
    """What the features of each backbone mean; see `backbones.space`."""
    reading: tuple[dict[str, Any], ...]
    cells: tuple[dict[str, Any], ...]
    """Of each classifier: its cells, seconds, mean temperature, and images it could not see."""
    supplied: tuple[dict[str, Any], ...] = ()
    """Of each generator that learned for it: from how many images, what it drew, who took what."""
    versions: dict[str, str]
    cores: int
    seconds: float

    @property
    def protocol(self) -> str:
        """Who judged, in a few words."""
        if self.config.judged:
            return f"{count(self.repeats, 'draw')}, judged by {self.config.judged}"
        return f"{self.folds} folds × {count(self.repeats, 'repeat')}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Experiment:
    """An experiment that is done."""

    name: str
    folder: Path
    record: Record

    @staticmethod
    def open(name: str) -> Experiment:
        """The experiment of that name."""
        folder = experiment_folder(name)
        record = read_record(
            folder,
            Record,
            what="experiment",
            known=lambda: [one.name for one in list_experiments()],
            make=_MAKE,
        )
        return Experiment(name=name, folder=folder, record=record)

    @property
    def names(self) -> list[str]:
        """The classifiers, each by its arm, backbone and head."""
        return [self.title({key: one[key] for key in KEYS}) for one in self.record.cells]

    @staticmethod
    def title(keys: Mapping[str, str]) -> str:
        """What a classifier is called."""
        return " / ".join(keys[key] for key in KEYS)

    @cached_property
    def table(self) -> pa.Table:
        """Every prediction: a row for each image, classifier, fold and repeat."""
        return read_predictions(self.folder, make=_MAKE)

    def predictions(self, name: str, *, part: str = "validation") -> Predictions:
        """What one classifier said, on the validation folds or on the test part."""
        if name not in self.names:
            raise NotFoundError(
                f"The experiment {self.name!r} has no classifier {name!r}",
                remedy=f"Choose one of: {'; '.join(self.names)}",
            )
        keys = dict(zip(KEYS, name.split(" / "), strict=True))
        mask = pc.equal(self.table["part"], part)
        for key, value in keys.items():
            mask = pc.and_(mask, pc.equal(self.table[key], value))
        rows = self.table.filter(pc.and_(mask, self._asked))
        if not len(rows):
            raise UserError(
                f"{self.name!r} has no predictions of the {part} part",
                remedy="Run it with `--test-because`, which opens the test part and writes it down",
            )
        classes = self.record.classes
        place = {label: number for number, label in enumerate(classes)}
        return Predictions(
            classes=classes,
            scores=unpacked(rows, classes=len(classes)),
            truth=np.array([place[label] for label in rows["label"].to_pylist()], np.intp),
            images=np.array(rows["image_id"].to_pylist(), np.str_),
            subjects=np.array(rows["subject_id"].to_pylist(), np.str_),
            repeat=rows["repeat"].to_numpy().astype(np.intp),
            fold=rows["fold"].to_numpy().astype(np.intp),
            trained=np.array(self.record.trained),
        )

    @cached_property
    def _asked(self) -> pa.Array:
        """Which rows are of conditions that can be answered; the others are strangers."""
        return pc.is_in(self.table["label"], pa.array(self.record.classes))

    def of_strangers(self, name: str) -> npt.NDArray[Any]:
        """What a classifier said of people without any condition it knows: (n, c)."""
        keys = dict(zip(KEYS, name.split(" / "), strict=True))
        mask = pc.invert(self._asked)
        for key, value in keys.items():
            mask = pc.and_(mask, pc.equal(self.table[key], value))
        return unpacked(self.table.filter(mask), classes=len(self.record.classes))

    def all_predictions(self, *, part: str = "validation") -> dict[str, Predictions]:
        """What each classifier said, by name."""
        return {name: self.predictions(name, part=part) for name in self.names}


def save(name: str, table: pa.Table, record: Record) -> Path:
    """Write an experiment, whole or not at all, in place of an older one of that name."""
    folder = experiment_folder(name)
    with build_folder(folder) as place:
        pq.write_table(table, place / TABLE, compression="zstd", use_dictionary=list(_REPLACED))
        (place / RECORD).write_text(record.model_dump_json(indent=1) + "\n")
    return folder


def list_experiments() -> list[Experiment]:
    """The experiments there are, the latest first; those that cannot be read are left out."""
    found = list_results(experiments_folder(), Experiment.open)
    return sorted(found, key=lambda one: one.record.created, reverse=True)


def remove_experiment(name: str) -> None:
    """Remove an experiment with its predictions."""
    shutil.rmtree(Experiment.open(name).folder)


def experiments_folder() -> Path:
    """Where experiments lie."""
    return settings().workspace / "experiments"


def experiment_folder(name: str) -> Path:
    """Where the experiment of that name lies, or belongs."""
    check_name(name, what="an experiment")
    return experiments_folder() / name
