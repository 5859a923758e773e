"""The test part: opened by one function, which writes down who opened it, when and what for."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict

from raredx.cohorts.splits.store import read_test
from raredx.errors import UserError

LOG = "opened.jsonl"


class Opening(BaseModel):
    """One time that a test part was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    when: datetime
    by: str
    why: str


def open_test(folder: Path, *, by: str, why: str) -> tuple[str, ...]:
    """The ids of a split's test images. The opening is on disk before they are given.

    Parameters
    ----------
    folder
        The split's folder.
    by
        Who reads it: a person, or the job that does.
    why
        For which result. A score may be called a test score if this was the first time.
    """
    if not by.strip() or not why.strip():
        raise UserError(
            "The test part is not opened without a name and a reason",
            remedy="Say who opens it and for which result",
        )
    test = read_test(folder)
    opening = Opening(when=datetime.now(UTC), by=by, why=why)
    with FileLock(folder / f".{LOG}.lock"), (folder / LOG).open("a") as log:
        log.write(opening.model_dump_json() + "\n")
        log.flush()
        os.fsync(log.fileno())
    return test


def openings(folder: Path) -> list[Opening]:
    """Every time that the test part was read, the first one first."""
    log = folder / LOG
    if not log.exists():
        return []
    return [Opening.model_validate_json(line) for line in log.read_text().splitlines()]
