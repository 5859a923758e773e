"""Looking at every image of a cohort once: can it be read, what is seen, which others is it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from raredx.cohorts.check.copies import Copy, exact_copies, near_copies
from raredx.cohorts.check.examined import Examined, Placed
from raredx.cohorts.check.measures import MEASURES, measure
from raredx.cohorts.check.thumbnails import SIDE, thumbnail
from raredx.encoders import features
from raredx.errors import UserError

if TYPE_CHECKING:
    from PIL import Image

Read = Callable[[str], "Image.Image"]


def examine(
    table: pa.Table,
    read: Read,
    *,
    encoder: str | None,
    splits: Mapping[str, list[Placed]] | None = None,
    tick: Callable[[int], None] = lambda done: None,
) -> Examined:
    """All that the rules need to know of a cohort.

    Parameters
    ----------
    table
        The manifest.
    read
        Gives the image of an id, or raises `UserError` with the reason.
    encoder
        By whose features cropped copies are proposed; None saves the time, and misses them.
    splits
        Where each row stands in the cohort's splits.
    tick
        Hears how many images are done; with an encoder each one counts twice.
    """
    count = table.num_rows
    ids = table["image_id"].to_pylist()
    measures = {name: np.full(count, np.nan) for name in MEASURES}
    thumbnails = np.zeros((count, SIDE, SIDE), np.uint8)
    unreadable: dict[int, str] = {}
    for row, image_id in enumerate(ids):
        tick(row)
        try:
            image = read(image_id)
        except UserError as error:
            unreadable[row] = str(error)
            continue
        thumbnails[row] = thumbnail(image)
        for name, value in measure(image).items():
            measures[name][row] = value
    seen = np.array([row for row in range(count) if row not in unreadable], np.int64)
    vectors = None
    if encoder is not None:
        known = [ids[row] for row in seen]
        vectors = features(encoder, known, read, tick=lambda done: tick(count + done))
    exact = exact_copies(ids, table["sha256"].to_pylist())
    looked = count if encoder is None else 2 * count
    found = near_copies(thumbnails[seen], vectors, tick=lambda: tick(looked))
    near = [_placed(copy, seen) for copy in found]
    told = {(copy.left, copy.right) for copy in exact}
    return Examined(
        table=table,
        measures=measures,
        unreadable=unreadable,
        copies=(*exact, *(copy for copy in near if (copy.left, copy.right) not in told)),
        splits=splits or {},
    )


def _placed(copy: Copy, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Copy:
    """A copy between readable images, told by the rows of the cohort."""
    return Copy(
        left=int(rows[copy.left]),
        right=int(rows[copy.right]),
        exact=copy.exact,
        agreement=copy.agreement,
        how=copy.how,
    )
