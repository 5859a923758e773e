"""Where files to import lie: in a folder or in a ZIP, listed and read alike.

A source is small and can be sent to other processes; each opens it for itself.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from raredx.cohorts.disk import open_file, read_file
from raredx.cohorts.importers.listing import TABLES, Entry, Listing, in_order
from raredx.cohorts.importers.zips import Zip
from raredx.cohorts.intake import LIMITS, Admitted, admit_file
from raredx.cohorts.names import is_system_file
from raredx.errors import NotFoundError, UserError

_MOST_FILES, _DEEPEST = 2_000_000, 16


class Source(Protocol):
    """Files to import."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def table(self) -> str | None:
        """The one table that was asked for, if it was not all that lies there."""

    def listing(self) -> Listing:
        """All files."""

    def read(self, path: str, *, most: int | None = None) -> bytes:
        """A file's bytes, or the first of them. Raises `Refused`."""

    def admit(self, path: str) -> Admitted:
        """A file through the one door. Raises `Refused`."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder's files. Links are followed only where that is asked for."""

    root: Path
    table: str | None = None
    follow_links: bool = False

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.root.name

    def listing(self) -> Listing:
        """All files below the folder."""
        found: list[Entry] = []
        for top, folders, files in os.walk(self.root):  # into links it does not go
            inside = Path(top).relative_to(self.root)
            kept = [name for name in folders if not is_system_file(name)]
            folders[:] = kept if len(inside.parts) < _DEEPEST else []
            found += [
                self._entry((inside / name).as_posix())
                for name in files
                if not is_system_file(name)
            ]
            if len(found) > _MOST_FILES:
                raise UserError(
                    f"{self.root} holds more than {_MOST_FILES:,} files",
                    remedy="Give the folder in which the images lie",
                )
        return Listing(in_order(found))

    def read(self, path: str, *, most: int | None = None) -> bytes:
        """A file's bytes, or the first of them."""
        if most is None:
            return read_file(self.root / path, limits=LIMITS, follow_links=self.follow_links)
        with open_file(self.root / path, follow_links=self.follow_links) as file:
            return file.read(most)

    def admit(self, path: str) -> Admitted:
        """A file through the one door."""
        return admit_file(self.root / path, follow_links=self.follow_links)

    def _entry(self, path: str) -> Entry:
        try:
            state = (self.root / path).lstat()
        except OSError:  # it has just gone; it will be missing when it is read
            return Entry(path, 0, 0)
        return Entry(path, state.st_size, state.st_mtime_ns)


def open_source(path: Path, *, follow_links: bool = False) -> Source:
    """The source that a path means: a folder, a ZIP, or the folder in which a table lies."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        raise NotFoundError(f"There is nothing at {path}", remedy="Check the path") from None
    if stat.S_ISDIR(mode):
        return Folder(root=path, follow_links=follow_links)
    if path.suffix[1:].casefold() in TABLES:
        return Folder(root=path.parent, table=path.name, follow_links=follow_links)
    if not stat.S_ISREG(mode) or path.suffix.casefold() != ".zip":
        raise UserError(
            f"{path.name} is no folder, no ZIP and no table",
            remedy="Give a folder of images, a ZIP of one, or a CSV that names images",
        )
    source = Zip(file=path)
    source.listing()  # a hostile archive is refused before anything is done with it
    return source
