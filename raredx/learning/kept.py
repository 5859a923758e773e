"""Results in the workspace: a folder each, with a record of how it came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ValidationError

from raredx.errors import NotFoundError, UserError

if TYPE_CHECKING:
    import pyarrow as pa

RECORD, TABLE = "record.json", "predictions.parquet"

AnyRecord = TypeVar("AnyRecord", bound=BaseModel)
Opened = TypeVar("Opened")


def read_record(
    folder: Path,
    record: type[AnyRecord],
    *,
    what: str,
    known: Callable[[], list[str]],
    make: str,
) -> AnyRecord:
    """The record of a result, or one line that says which results there are.

    Parameters
    ----------
    what
        What the result is called, such as "experiment".
    known
        Gives the names of those there are.
    make
        The command that makes one.
    """
    if not (folder / RECORD).exists():
        names = ", ".join(known())
        raise NotFoundError(
            f"There is no {what} {folder.name!r}",
            remedy=f"Choose one of: {names}" if names else f"Make one: `{make}`",
        )
    try:
        return record.model_validate_json((folder / RECORD).read_text())
    except (OSError, ValidationError, ValueError) as error:
        raise UserError(
            f"The record of the {what} {folder.name!r} cannot be read: {_first_line(error)}",
            remedy=f"It is damaged or from another version; make it again: `{make}`",
        ) from None


def read_predictions(folder: Path, *, make: str) -> pa.Table:
    """The table of a result."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(folder / TABLE)
    except (OSError, pa.ArrowException) as error:
        raise UserError(
            f"The predictions of {folder.name!r} cannot be read: {_first_line(error)}",
            remedy=f"Make them again: `{make}`",
        ) from None


def list_results(folder: Path, opened: Callable[[str], Opened]) -> list[Opened]:
    """The results in a folder that can be read."""
    found = []
    for record in sorted(folder.glob(f"*/{RECORD}")):
        try:
            found.append(opened(record.parent.name))
        except UserError:
            continue
    return found


def packed(scores: npt.NDArray[Any]) -> pa.Array:
    """Scores (n, c) as a column: a list of c numbers in each row."""
    import pyarrow as pa

    flat = pa.array(np.ascontiguousarray(scores, np.float32).ravel())
    return pa.FixedSizeListArray.from_arrays(flat, scores.shape[1])


def unpacked(rows: pa.Table, *, classes: int) -> npt.NDArray[np.float32]:
    """The column `scores` of a table as (n, c)."""
    flat = rows["scores"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    return np.asarray(flat.reshape(len(rows), classes))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
