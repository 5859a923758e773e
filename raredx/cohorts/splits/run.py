"""Splitting a cohort, and finding its splits again."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from raredx.cohorts.check.place import notes_of
from raredx.cohorts.check.run import report_of
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.draw import draw
from raredx.cohorts.splits.plan import Part, Plan
from raredx.cohorts.splits.split import Split
from raredx.cohorts.splits.store import (
    CARD,
    FOLDER,
    check_name,
    folders,
    hash_of,
    load,
    same_split,
    save,
)
from raredx.errors import UserError
from raredx.files import build_folder

_UNKNOWN = "cropped or mirrored copies may stand on both sides"


@dataclass(frozen=True, kw_only=True, eq=False)
class Made:
    """A new split, and what could not be made sure."""

    split: Split
    folder: Path
    warning: str
    """A sentence if no check could say which images are copies of each other; else empty."""


def make_split(cohort: Cohort, name: str, plan: Plan) -> Made:
    """Divide a cohort and keep the split beside it. Copies that the check found stay together."""
    folder = split_folder(cohort, name)
    rows = cohort.rows("image_id", "subject_id", "label", "origin", "sha256")
    copies, warning = _copies(cohort, rows["image_id"].to_pylist())
    drawn = draw(rows, plan, data_hash=cohort.data_hash, copies=copies)
    return Made(split=save(drawn, folder), folder=folder, warning=warning)


def keep_given(cohort: Cohort, name: str, plan: Plan, parts: Mapping[str, Part]) -> Split:
    """Keep parts that were there before as a split in the cohort's own folder, to ship with it."""
    assert cohort.folder is not None
    rows = cohort.rows("image_id", "subject_id", "label", "origin", "sha256")
    drawn = draw(rows, plan, data_hash=cohort.data_hash, given=parts)
    return save(drawn, cohort.folder / FOLDER / name)


def load_split(cohort: Cohort, name: str) -> Split:
    """A split of a cohort, if the cohort is still the one that was split."""
    return load(split_folder(cohort, name), data_hash=cohort.data_hash)


def fitting_split(cohort: Cohort, name: str | None) -> tuple[str, Split] | None:
    """The split that was asked for, or the only one that fits; None if there never was one."""
    if name is not None:
        return name, load_split(cohort, name)
    fitting: list[tuple[str, Split]] = []
    fault: UserError | None = None
    for folder in split_folders(cohort):
        try:
            fitting.append((folder.name, load_split(cohort, folder.name)))
        except UserError as error:
            fault = error
    if not fitting and fault is not None:
        raise fault
    if len(fitting) > 1:
        raise UserError(
            f"The cohort has {len(fitting)} splits, each with a test part of its own",
            remedy=f"Choose one: {', '.join(name for name, _ in fitting)}",
        )
    return fitting[0] if fitting else None


def split_folders(cohort: Cohort) -> list[Path]:
    """The folders of a cohort's splits, each named as its split."""
    _bring_shipped(cohort)
    return folders(notes_of(cohort))


def split_folder(cohort: Cohort, name: str) -> Path:
    """Where a cohort's split of that name lies, or belongs."""
    check_name(name)
    _bring_shipped(cohort)
    return notes_of(cohort) / FOLDER / name


def _bring_shipped(cohort: Cohort) -> None:
    """Copy splits that came with a shipped cohort to where openings of their tests are logged.

    A split of an earlier edition of the cohort makes room; its name then ends in its hash.
    """
    notes = notes_of(cohort)
    if cohort.folder is None or notes == cohort.folder.absolute():
        return
    for shipped in folders(cohort.folder):
        there = notes / FOLDER / shipped.name
        if same_split(there, shipped):
            continue
        notes.mkdir(parents=True, exist_ok=True)
        with FileLock(notes / f".{FOLDER}.lock"):
            if same_split(there, shipped):  # somebody else was quicker
                continue
            if (there / CARD).exists():
                there.rename(there.with_name(f"{there.name}-{hash_of(there)[:8]}"))
            with build_folder(there) as place:
                shutil.copytree(shipped, place, dirs_exist_ok=True)


def _copies(cohort: Cohort, ids: list[str]) -> tuple[list[tuple[int, int]], str]:
    """Pairs of rows that the last check took for one picture, and what was not checked."""
    try:
        report = report_of(cohort)
    except UserError as error:
        return [], f"{error.problem}: {_UNKNOWN}"
    place = {image_id: row for row, image_id in enumerate(ids)}
    both = (report.copies[side].to_pylist() for side in ("left", "right"))
    pairs = [(place[left], place[right]) for left, right in zip(*both, strict=True)]
    searched = report.summary.encoder is not None
    return pairs, "" if searched else f"The last check left cropped copies out: {_UNKNOWN}"
