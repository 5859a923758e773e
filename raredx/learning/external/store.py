"""External validations on disk: a record, and the predictions as one table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from raredx import NOT_A_DEVICE
from raredx.cohorts.splits.store import check_name
from raredx.files import build_folder
from raredx.learning.external.classes import Met
from raredx.learning.external.config import ExternalConfig
from raredx.learning.external.drop import Drop
from raredx.learning.external.shift import Shift
from raredx.learning.external.slices import Slice
from raredx.learning.kept import (
    RECORD,
    TABLE,
    list_results,
    packed,
    read_predictions,
    read_record,
    unpacked,
)
from raredx.learning.predictions import Predictions
from raredx.settings import settings

_MAKE = "raredx external MODEL COHORT"


class Own(BaseModel):
    """The experiment that the model's own validation is taken from."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    experiment: str
    classifier: str


class Record(BaseModel):
    """What came of taking a model elsewhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int = 1
    notice: str = NOT_A_DEVICE
    config: ExternalConfig
    created: str
    bundle: str
    weights: str
    """SHA-256 of the head that answered."""
    trained_on: dict[str, int]
    """Images by origin that the model learned from."""
    cohort: str
    data_hash: str
    origins: dict[str, int]
    """Judged images by origin."""
    images: int
    """Judged."""
    people: int
    unknown: int
    """Images of conditions that the model does not know, counted and not judged."""
    closed: int
    """Images of the cohort's locked test part, left alone."""
    blind: int
    """Judged images without features: answered by how frequent conditions are."""
    met: tuple[Met, ...]
    never_seen: tuple[str, ...]
    classes: tuple[str, ...]
    trained: tuple[int, ...]
    scores: tuple[dict[str, Any], ...]
    own: Own | None
    drops: tuple[Drop, ...]
    shift: Shift | None
    calibration: dict[str, Any]
    faceless: tuple[float, float, float]
    """Share of judged images without features, with its interval."""
    slices: tuple[Slice, ...]
    sentences: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class External:
    """An external validation that is done."""

    name: str
    folder: Path
    record: Record

    @staticmethod
    def open(name: str) -> External:
        """The external validation of that name."""
        folder = external_folder(name)
        record = read_record(
            folder,
            Record,
            what="external validation",
            known=lambda: [one.name for one in list_externals()],
            make=_MAKE,
        )
        return External(name=name, folder=folder, record=record)

    def predictions(self) -> Predictions:
        """What the model said there, of the images whose condition it knows."""
        rows = read_predictions(self.folder, make=_MAKE)
        classes = self.record.classes
        return Predictions(
            classes=classes,
            scores=unpacked(rows, classes=len(classes)),
            truth=np.array([classes.index(one) for one in rows["condition"].to_pylist()], np.intp),
            images=np.array(rows["image_id"].to_pylist(), np.str_),
            subjects=np.array(rows["subject_id"].to_pylist(), np.str_),
            repeat=np.zeros(len(rows), np.intp),
            fold=np.zeros(len(rows), np.intp),
            trained=np.array(self.record.trained, np.float64),
        )


def save(said: Predictions, origins: dict[str, str], record: Record) -> External:
    """Write an external validation, whole or not at all, in place of an older one of that name."""
    name = record.config.title
    table = pa.table(
        {
            "image_id": said.images.tolist(),
            "subject_id": said.subjects.tolist(),
            "condition": [said.classes[place] for place in said.truth],
            "origin": [origins[image] for image in said.images.tolist()],
            "scores": packed(said.scores),
        }
    )
    folder = external_folder(name)
    with build_folder(folder) as place:
        pq.write_table(table, place / TABLE, compression="zstd")
        (place / RECORD).write_text(record.model_dump_json(indent=1) + "\n")
    return External(name=name, folder=folder, record=record)


def list_externals() -> list[External]:
    """Those there are, the latest first; what cannot be read is left out."""
    found = list_results(settings().workspace / "external", External.open)
    return sorted(found, key=lambda one: one.record.created, reverse=True)


def external_folder(name: str) -> Path:
    """Where the external validation of that name lies, or belongs."""
    check_name(name, what="an external validation")
    return settings().workspace / "external" / name
