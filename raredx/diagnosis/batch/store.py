"""Batches on disk: a card, the table, and small pictures, all of it gone with the folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from raredx import NOT_A_DEVICE, folders
from raredx.assets.cards import CARD
from raredx.cohorts.splits.store import check_name
from raredx.diagnosis.batch.config import BatchConfig
from raredx.diagnosis.batch.scores import Scored
from raredx.diagnosis.prediction import TEACHING
from raredx.errors import NotFoundError, UserError
from raredx.folders import read_card
from raredx.settings import settings

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
TABLE, PICTURES = "answers.parquet", "pictures"
_AGAIN = "Remove it, and ask again"
_MAKE = "Ask a model about many images: `raredx batch MODEL --path FOLDER`"


class BatchCard(BaseModel):
    """What was asked, of which model, and what came of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: int = FORMAT
    notice: str = NOT_A_DEVICE
    config: BatchConfig
    created: str
    versions: dict[str, str]
    """Of the model, its data, its split and the workbench."""
    what: str
    """In words: the folder, the ZIP, or the part of a cohort."""
    asked_hash: str
    split_hash: str
    """Of the part that was asked about; empty where it is no part of a split."""
    classes: tuple[str, ...]
    codes: tuple[str | None, ...]
    origins: dict[str, int]
    """Images by origin, where that is known."""
    counts: dict[str, int]
    promised: tuple[float, float] | None
    """Between what the share of sets that hold the truth lies over all like the calibration's."""
    scores: tuple[Scored, ...]
    """Empty where no truth is known."""
    remarks: tuple[str, ...]
    seconds: float

    @property
    def notices(self) -> tuple[str, ...]:
        """What has to stand beside every form of it."""
        return (self.notice, *((TEACHING,) if self.config.teaching else ()))


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """A batch that is done."""

    name: str
    folder: Path
    card: BatchCard

    @staticmethod
    def open(name: str) -> Batch:
        """The batch of that name."""
        folder = batch_folder(name)
        if not folder.is_dir():
            known = ", ".join(one.name for one in list_batches())
            raise NotFoundError(
                f"There is no batch {name!r}", remedy=f"Choose one of: {known}" if known else _MAKE
            )
        card = read_card(
            folder / CARD, BatchCard, newest=FORMAT, what="batch", make=_MAKE, again=_AGAIN
        )
        return Batch(name=name, folder=folder, card=card)

    @cached_property
    def rows(self) -> pa.Table:
        """A row for each file, see `table.SCHEMA`."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return pq.read_table(self.folder / TABLE)
        except (OSError, pa.ArrowException):
            raise folders.damaged(
                self.folder, f"{TABLE} cannot be read", what="batch", again=_AGAIN
            ) from None

    def picture(self, image_id: str) -> bytes | None:
        """The small picture of an image; None where it is gone."""
        from raredx.diagnosis.batch.asking import picture_file

        file = picture_file(self.folder / PICTURES, image_id)
        return file.read_bytes() if file.is_file() else None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A batch as a list shows it: its card, or what is wrong with it."""

    name: str
    card: BatchCard | None
    fault: str = ""


def batches_folder() -> Path:
    """Where batches lie."""
    return settings().workspace / "batches"


def batch_folder(name: str) -> Path:
    """Where the batch of that name lies, or belongs."""
    check_name(name, what="a batch")
    return batches_folder() / name


def list_batches() -> tuple[Listed, ...]:
    """The batches there are, the latest first, then the broken ones."""
    found = [_listed(card.parent.name) for card in sorted(batches_folder().glob(f"*/{CARD}"))]
    whole = sorted(
        (one for one in found if one.card),
        key=lambda one: one.card.created if one.card else "",
        reverse=True,
    )
    return (*whole, *(one for one in found if one.card is None))


def remove_batch(name: str) -> None:
    """Remove a batch, whole or broken, with its table and all its pictures."""
    folder = batch_folder(name)
    if not folder.is_dir():
        raise NotFoundError(f"There is no batch {name!r}", remedy="It is gone already")
    gone = folder.with_name(f".{name}.deleted")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)  # at once, so that nobody opens a half of it
    shutil.rmtree(gone)


def _listed(name: str) -> Listed:
    try:
        return Listed(name=name, card=Batch.open(name).card)
    except UserError as error:
        return Listed(name=name, card=None, fault=str(error))
