"""Files that are either whole or absent: written beside their place, then moved in."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

_CHUNK = 1 << 20
_PARTIAL = ".partial-"
_REPLACED = "-replaced"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_whole(path: Path, data: bytes | str) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    On failure (a full disk, a killed process) the old content stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = _beside(path)
    try:
        with partial.open("wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def build_folder(path: Path) -> Iterator[Path]:
    """Fill a folder beside its place; it is moved in whole when the block ends well.

    Writers of the same folder take turns. What stood there before is replaced in the end; if the
    block fails it stays, and what the block wrote is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.parent / f".{path.name}.lock"):
        clear_partials(path)
        partial = _beside(path)
        partial.mkdir()
        try:
            yield partial
            if path.exists():
                replaced = partial.with_name(partial.name + _REPLACED)
                path.rename(replaced)
                partial.rename(path)
                shutil.rmtree(replaced)
            else:
                partial.rename(path)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def clear_partials(path: Path) -> None:
    """Remove what killed writers of a folder left beside its place.

    A folder that was just put aside, and not yet replaced, is brought back first. To be called
    by whoever holds the folder's lock.
    """
    left = f".{path.name}{_PARTIAL}*"
    for aside in path.parent.glob(left + _REPLACED):
        if not path.exists():
            aside.rename(path)
    for partial in path.parent.glob(left):
        shutil.rmtree(partial)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{_PARTIAL}{os.getpid()}")
