"""A cohort for other programs and other people: its images with every column, origins included.

Two forms: `imagefolder`, which Hugging Face's `datasets` and most tools read, and `cohort`, the
workbench's own, packed. Names of the files that came in never leave with it.
"""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import pyarrow as pa

from raredx.assets.cards import CARD
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.importers.values import column_name
from raredx.errors import UserError
from raredx.files import build_folder, write_whole

Form = Literal["imagefolder", "cohort"]
METADATA = "metadata.csv"
_UNLABELLED = "unlabelled"


def export(
    cohort: Cohort, target: Path, *, form: Form = "imagefolder", replace: bool = False
) -> Path:
    """Write a cohort to a folder, or to an archive if the target's name ends with `.zip`.

    Parameters
    ----------
    form : {"imagefolder", "cohort"}
        Class folders with one `metadata.csv` of all columns; or a cohort as it is shipped.
    replace : bool
        Replace what is there.
    """
    if not len(cohort):
        raise UserError("There are no images to export", remedy="Choose other labels or origins")
    if target.exists() and not replace:
        raise UserError(
            f"{target} is there already", remedy="Choose another name, or replace it (--replace)"
        )
    if target.suffix.casefold() != ".zip":
        _write(cohort, target, form)
        return target
    folder = target.with_name(f".{target.stem}.export")
    try:
        _write(cohort, folder, form)
        _zip(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_name(f".{folder.name}.lock").unlink(missing_ok=True)
    return target


def _write(cohort: Cohort, folder: Path, form: Form) -> None:
    if form == "cohort":
        cohort.pack(folder, replace=True)
        return
    with build_folder(folder) as partial:
        text = StringIO(newline="")
        names = [name for name in cohort.columns if name != "path"]
        writer = csv.writer(text)
        writer.writerow(["file_name", *names])
        for row in _rows(cohort):
            file = PurePosixPath(column_name(row["label"] or _UNLABELLED)) / Path(row["path"]).name
            (partial / file).parent.mkdir(exist_ok=True)
            (partial / file).write_bytes(cohort.data(row["image_id"]))
            writer.writerow([file.as_posix(), *(_cell(row[name]) for name in names)])
        write_whole(partial / METADATA, text.getvalue())
        write_whole(partial / CARD, cohort.card().model_dump_json(indent=2) + "\n")


def _rows(cohort: Cohort) -> Iterator[dict[str, Any]]:
    for batch in cohort.batches():
        yield from pa.RecordBatch.to_pylist(batch)


def _cell(value: Any) -> Any:
    """A value as a cell of a table; a list with semicolons between, as ids have none."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else json.dumps(value) if isinstance(value, dict) else value


def _zip(folder: Path, target: Path) -> None:
    """A folder as an archive, moved to its place when it is whole."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(file, Path(target.stem, file.relative_to(folder)).as_posix())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
