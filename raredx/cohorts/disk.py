"""Files of strangers on disk: opened only if they are files, and no larger than they may be."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from raredx.cohorts.limits import Limits
from raredx.cohorts.refusals import Refused

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def read_file(path: Path, *, limits: Limits, follow_links: bool = False) -> bytes:
    """The bytes of a file within the limits."""
    with open_file(path, follow_links=follow_links) as file:
        limits.check_bytes(os.fstat(file.fileno()).st_size)
        data = file.read(limits.file_bytes + 1)  # it may have grown since
    limits.check_bytes(len(data))
    return data


@contextmanager
def open_file(path: Path, *, follow_links: bool = False) -> Iterator[BinaryIO]:
    """Open a regular file, or refuse without touching what it is instead."""
    try:
        _check_kind(path.stat(follow_symlinks=follow_links).st_mode)
        # Looked at again once open, in case it was exchanged; a pipe must not block until then.
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        if not follow_links:
            flags |= getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(path, flags)
    except PermissionError:
        raise Refused("unreadable") from None
    except (OSError, ValueError):  # a name that the system does not take, too
        raise Refused("missing") from None
    with os.fdopen(descriptor, "rb") as file:
        _check_kind(os.fstat(descriptor).st_mode)
        yield file


def _check_kind(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise Refused("link")
    if not stat.S_ISREG(mode):
        raise Refused("not-a-file", what=_KINDS.get(stat.S_IFMT(mode), "something else"))
