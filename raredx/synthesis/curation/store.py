"""What was found of synthetic images, kept: policies are tried on it without looking anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from raredx.cohorts.splits.store import check_name
from raredx.errors import NotFoundError, UserError
from raredx.files import build_folder, write_whole
from raredx.folders import damaged, read_card
from raredx.settings import settings
from raredx.synthesis.curation.config import Verdict

FORMAT = 1
"""To be raised whenever a folder of this version could be misread by another."""
RECORD, TABLE = "record.json", "looks.parquet"
_WHAT, _AGAIN = "curation", "Curate the cohort again: `raredx curate`"


class Record(BaseModel):
    """How a curation came."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int = FORMAT
    config: dict[str, Any]
    cohort: str
    data_hash: str
    source: dict[str, str]
    """Where the filter was fitted: the cohort, its split, and the hashes of both."""
    people: int
    """Whose pictures it was fitted on."""
    learned_from: int
    """Pictures that the images were compared with, to find copies."""
    conditions: int
    """That a face is ranked among."""
    limits: dict[str, float]
    """By space: how near two people come, but for a few."""
    verdicts: dict[str, int]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Curation:
    """A curation that is done."""

    name: str
    folder: Path
    record: Record

    @staticmethod
    def open(name: str) -> Curation:
        """The curation of that name, or one line that says which there are."""
        folder = curations_folder() / name
        if not name or Path(name).name != name or not (folder / RECORD).exists():
            known = ", ".join(list_curations())
            raise NotFoundError(
                f"There is no curation {name!r}",
                remedy=f"Choose one of: {known}" if known else "Make one: `raredx curate`",
            )
        record = read_card(
            folder / RECORD,
            Record,
            newest=FORMAT,
            what=_WHAT,
            make="Make one: `raredx curate`",
            again=_AGAIN,
        )
        return Curation(name=name, folder=folder, record=record)

    @cached_property
    def table(self) -> pa.Table:
        """What was found of each image."""
        try:
            return pq.read_table(self.folder / TABLE)
        except (OSError, pa.ArrowException):
            fault = f"{TABLE} cannot be read"
            raise damaged(self.folder, fault, what=_WHAT, again=_AGAIN) from None


def list_curations() -> list[str]:
    """The names of all curations."""
    return sorted(file.parent.name for file in curations_folder().glob(f"*/{RECORD}"))


def curations_folder() -> Path:
    """Where curations lie."""
    return settings().workspace / "curations"


def new_folder(name: str, *, replace: bool = False) -> Path:
    """Where a new curation of that name goes, if the name can be one and is free."""
    check_name(name, what="a curation")
    folder = curations_folder() / name
    if (folder / RECORD).exists() and not replace:
        raise UserError(
            f"There is a curation {name!r} already",
            remedy="Choose another name, or replace it (--replace)",
        )
    return folder


def keep(folder: Path, record: Record, table: pa.Table) -> Curation:
    """Write a curation, whole or not at all."""
    with build_folder(folder) as place:
        pq.write_table(table, place / TABLE, compression="zstd")
        write_whole(place / RECORD, record.model_dump_json(indent=2) + "\n")
    return Curation.open(folder.name)


def counted(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many images have which verdict, in the order in which verdicts are listed."""
    return {kind.value: [*verdicts].count(kind) for kind in Verdict}
