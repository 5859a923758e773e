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


class Format(BaseModel):
    """The one field that every version writes; what else there is, is not looked at."""

    format: int


def read_card(
    file: Path, card: type[AnyRecord], *, newest: int, what: str, make: str, again: str
) -> AnyRecord:
    """The card in a folder, or one line: there is none, it is damaged, or a newer version made it.

    Parameters
    ----------
    newest
        The highest format that can be read.
    what, make, again
        What the folder holds, how to get one, and what to do about a damaged one.
    """
    name = file.parent.name
    try:
        text = file.read_text()
    except FileNotFoundError:
        raise NotFoundError(f"There is no {what} in {name!r}", remedy=make) from None
    except (OSError, UnicodeDecodeError):
        raise damaged(file.parent, f"{file.name} cannot be read", what=what, again=again) from None
    try:
        if Format.model_validate_json(text).format <= newest:
            return card.model_validate_json(text)
    except ValidationError:
        fault = f"{file.name} is not what was saved"
        raise damaged(file.parent, fault, what=what, again=again) from None
    raise UserError(
        f"The {what} {name!r} was made by a newer version",
        remedy="Update the workbench, or train it again here",
    )


def read_arrays(file: Path, *, what: str, again: str) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a safetensors file beside a card, or one line that says what is wrong."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return dict(load_file(file))
    except FileNotFoundError:
        fault = f"{file.name} is missing"
    except (OSError, SafetensorError):
        fault = f"{file.name} cannot be read"
    raise damaged(file.parent, fault, what=what, again=again)


def damaged(folder: Path, fault: str, *, what: str, again: str) -> UserError:
    """The error that says what is wrong with a folder."""
    return UserError(f"The {what} {folder.name!r} is damaged: {fault}", remedy=again)


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
