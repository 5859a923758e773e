"""Checking a cohort: its images, its table and its splits, and the report that is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from raredx.cohorts.check.examine import Read, examine
from raredx.cohorts.check.place import notes_of
from raredx.cohorts.check.report import Report, judge, load_report
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.intake import admit
from raredx.cohorts.splits.store import folders, placed
from raredx.errors import UserError

if TYPE_CHECKING:
    from PIL import Image

ENCODER = "efficientnet-lite0"


def check(
    cohort: Cohort,
    *,
    encoder: str | None = ENCODER,
    tick: Callable[[int], None] = lambda done: None,
) -> Report:
    """Check a cohort and keep the report beside it, in place of an older one.

    Without an encoder cropped copies are not searched for; it takes a tenth of the time.
    """
    notes, rows = notes_of(cohort), cohort.rows()
    ids = rows["image_id"].to_pylist()
    splits = {folder.name: placed(folder, ids) for folder in folders(notes)}
    examined = examine(rows, _reader(cohort), encoder=encoder, splits=splits, tick=tick)
    report = judge(examined, cohort=notes.name, data_hash=cohort.data_hash, encoder=encoder)
    report.save(notes)
    return report


def report_of(cohort: Cohort) -> Report:
    """The last report on a cohort, or an error if there is none or it is stale."""
    return load_report(notes_of(cohort), data_hash=cohort.data_hash)


def _reader(cohort: Cohort) -> Read:
    """How to read an image by its id: a file that has been changed is refused."""
    rows = cohort.rows("image_id", "sha256").to_pydict()
    expected = dict(zip(rows["image_id"], rows["sha256"], strict=True))

    def read(image_id: str) -> Image.Image:
        data = cohort.data(image_id)
        if hashlib.sha256(data).hexdigest() != expected[image_id]:
            raise UserError(
                "The file is not the one that came in", remedy="Copy or import the cohort again"
            )
        return admit(data).image

    return read
