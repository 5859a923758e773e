"""Encode once: features kept by what was encoded, and by what encoded it.

One SQLite file for each space of features (an encoder with its weights and preprocessing, say:
`Encoder.space`), with a row per image.
Several processes may read and write it at the same time: a row is there whole or not at all, and
what two of them compute is the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from raredx.encoders.encode import encode
from raredx.encoders.registry import get_encoder
from raredx.errors import UserError
from raredx.settings import settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

_AT_ONCE = 500  # ids in a query
_TOGETHER = 32  # rows that are kept at a time
_PATIENCE = 60  # seconds to wait for another writer
_SCHEMA = "CREATE TABLE features (image_id TEXT PRIMARY KEY, vector BLOB NOT NULL)"


def features(
    name: str,
    ids: Sequence[str],
    read: Callable[[str], Image.Image],
    *,
    tick: Callable[[int], None] = lambda done: None,
) -> NDArray[np.float32]:
    """The features of images that are known by the hash of their content: (n, width).

    Only what the cache does not hold is read, by `read(image_id)`, and encoded.
    """
    encoder = get_encoder(name)

    def compute(some: list[str]) -> NDArray[np.float32]:
        return encode(name, map(read, some))

    return remembered(encoder.space, ids, compute, width=encoder.width, tick=tick)


def remembered(
    space: str,
    ids: Sequence[str],
    compute: Callable[[list[str]], NDArray[Any]],
    *,
    width: int,
    keep: bool = True,
    tick: Callable[[int], None] = lambda done: None,
) -> NDArray[np.float32]:
    """Rows of a space by name, those that are not known computed and kept: (n, width).

    They are kept batch by batch, so that an interrupted run goes on from where it was. With `keep`
    off nothing is read from disk or written to it.
    """
    import numpy as np

    cache = FeatureCache(space) if keep else None
    held = cache.get(ids) if cache else {}
    missing = [one for one in dict.fromkeys(ids) if one not in held]
    for first in range(0, len(missing), _TOGETHER):
        some = missing[first : first + _TOGETHER]
        new = dict(zip(some, compute(some).astype(np.float32), strict=True))
        if cache:
            cache.put(new)
        held |= new
        tick(len(ids) - len(missing) + first + len(some))
    rows = [held[one] for one in ids]
    return np.stack(rows) if rows else np.empty((0, width), np.float32)


class FeatureCache:
    """The features of one space that were computed so far, on disk."""

    def __init__(self, space: str) -> None:
        self.space = space

    @property
    def path(self) -> Path:
        """The file; it can be removed at any time, and costs only the computing."""
        return settings().workspace / "features" / f"{self.space}.db"

    def get(self, ids: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The features of those images that it holds."""
        import numpy as np

        rows = self._rows("image_id, vector", ids)
        return {image_id: np.frombuffer(blob, "<f4") for image_id, blob in rows}

    def has(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of some images that it holds; a space that nobody filled is not opened for that."""
        if not self.path.exists():
            return frozenset()
        return frozenset(image_id for (image_id,) in self._rows("image_id", ids))

    def put(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        """Keep features; those that are there already stay as they are."""
        rows = [(image_id, vector.astype("<f4").tobytes()) for image_id, vector in vectors.items()]
        with self._open() as base, base:
            base.executemany("INSERT OR IGNORE INTO features VALUES (?, ?)", rows)

    def _rows(self, columns: str, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        wanted = list(dict.fromkeys(ids))
        with self._open() as base:
            for first in range(0, len(wanted), _AT_ONCE):
                some = wanted[first : first + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT {columns} FROM features WHERE image_id IN ({marks})"
                yield from base.execute(query, some)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self.path.exists():
                self._create()
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE)) as base:
                base.execute("PRAGMA synchronous = NORMAL")
                yield base
        except sqlite3.DatabaseError as error:
            busy = "locked" in str(error)
            raise UserError(
                f"The feature cache {self.path} is {'busy' if busy else 'damaged'}: {error}",
                remedy="Try again in a minute"
                if busy
                else "Remove that file; features are then computed anew",
            ) from None

    def _create(self) -> None:
        """Make the file beside its place, so that nobody meets one that is half set up."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path.with_suffix(".lock")):
            if self.path.exists():
                return
            new = self.path.with_suffix(".new")
            new.unlink(missing_ok=True)
            with closing(sqlite3.connect(new)) as base:
                base.execute("PRAGMA journal_mode = WAL")
                base.execute(_SCHEMA)
            new.rename(self.path)
