"""What was dropped for a batch, and what batches that did not end have left: kept no longer."""

from __future__ import annotations

import shutil
from pathlib import Path

from raredx.cohorts.names import safe_name
from raredx.files import write_whole
from raredx.jobs import Status, Store
from raredx.settings import settings

KIND = "batch"
WORK = "batch"
"""The folder of a batch in its job's scratch."""
_LEAVING = (Status.FAILED, Status.CANCELLED, Status.LOST)


def uploads_folder() -> Path:
    """Where dropped archives wait."""
    return settings().workspace / "uploads" / "batches"


def keep_upload(name: str, data: bytes) -> Path:
    """A dropped archive, in the workspace until its batch is done."""
    file = uploads_folder() / (safe_name(Path(name).name) or "images.zip")
    if not file.is_file() or file.read_bytes() != data:
        write_whole(file, data)
    return file


def forget_upload(path: Path | None) -> None:
    """Remove an archive, if it is one that was dropped; what lies elsewhere stays."""
    if path is not None and path.parent == uploads_folder().absolute():
        path.unlink(missing_ok=True)


def left_behind() -> tuple[Path, ...]:
    """Dropped archives and half-done answers that no batch waits for any more."""
    active = Store().jobs(statuses=[Status.QUEUED, Status.RUNNING], kinds=[KIND])
    wanted = {str(job.config.get("path")) for job in active}
    archives = [one for one in _files(uploads_folder()) if str(one.absolute()) not in wanted]
    halves = [job.scratch / WORK for job in Store().jobs(statuses=_LEAVING, kinds=[KIND])]
    return (*archives, *(one for one in halves if one.is_dir()))


def remove_left_behind() -> None:
    """Remove all of that; such a batch can only be started over."""
    for one in left_behind():
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    found = folder.iterdir() if folder.is_dir() else ()
    return [one for one in found if one.is_file() and not one.name.startswith(".")]
