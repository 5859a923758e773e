"""A ZIP as a source of files: nothing is unpacked to disk, each entry is checked as it is read."""

from __future__ import annotations

import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from raredx.cohorts import archive
from raredx.cohorts.importers.listing import TABLES, Entry, Listing, in_order
from raredx.cohorts.intake import LIMITS, Admitted
from raredx.cohorts.names import is_system_file, safe_name
from raredx.cohorts.refusals import Refused

_MEANING = frozenset({"train", "test", "validation", "valid", "val", "raw", "refined", "rd_images"})


@dataclass(frozen=True, kw_only=True)
class Zip:
    """A ZIP's files. Nothing is unpacked to disk, and each entry is checked when it is read."""

    file: Path
    table: str | None = None

    @property
    def name(self) -> str:
        """The archive's name."""
        return self.file.stem

    def listing(self) -> Listing:
        """All entries; those without a name of their own are refused."""
        opened = self._opened()
        entries = (Entry(path, one.file_size, one.CRC) for path, one in opened.entries.items())
        return Listing(in_order(entries), opened.refused)

    def read(self, path: str, *, most: int | None = None) -> bytes:
        """An entry's bytes, or the first of them."""
        opened = self._opened()
        entry = opened.entry(path)
        archive.check_entry(entry, LIMITS)
        return archive.unpacked(opened.archive, entry, LIMITS)[:most]

    def admit(self, path: str) -> Admitted:
        """An entry through the one door."""
        opened = self._opened()
        outcome = archive.outcome(opened.archive, opened.entry(path), path, set(), LIMITS)
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    def _opened(self) -> _OpenZip:
        return _open_zip(self.file, self.file.stat().st_mtime_ns)


class _OpenZip:
    """An archive that stays open while its entries are read, and which entry each path means."""

    def __init__(self, file: Path) -> None:
        self._open = ExitStack()
        self.archive = archive.listed(
            self._open.enter_context(archive.opened(file, LIMITS)), LIMITS
        )
        self.entries: dict[str, zipfile.ZipInfo] = {}
        refused: list[tuple[str, str]] = []
        seen: set[str] = set()
        for number, entry in enumerate(self.archive.infolist(), start=1):
            path = safe_name(entry.orig_filename)
            if entry.orig_filename.endswith(("/", "\\")) or (path and is_system_file(path)):
                continue
            if not path:
                refused.append((f"entry {number}", "unsafe-name"))
            elif path.casefold() in seen:
                refused.append((path, "duplicate-name"))
            else:
                seen.add(path.casefold())
                self.entries[path] = entry
        self.refused = tuple(refused)
        outer = _wrapping(list(self.entries))
        self.entries = {path.removeprefix(outer): one for path, one in self.entries.items()}

    def entry(self, path: str) -> zipfile.ZipInfo:
        """The entry of that path."""
        if path not in self.entries:
            raise Refused("missing")
        return self.entries[path]


@lru_cache(maxsize=2)
def _open_zip(file: Path, changed: int) -> _OpenZip:
    return _OpenZip(file)


def _wrapping(paths: list[str]) -> str:
    """The folders around everything, as `zip -r faces.zip faces` leaves them; with "/" behind.

    >>> _wrapping(["faces/a/1.png", "faces/b/2.png"]), _wrapping(["a/1.png", "a/2.png"])
    ('faces/', '')
    """
    outer = ""
    while paths:
        tops = {PurePosixPath(path.removeprefix(outer)).parts[0] for path in paths}
        inside = [path.removeprefix(outer).partition("/")[2] for path in paths]
        deeper = any("/" in path or path.endswith(tuple(TABLES)) for path in inside)
        if len(tops) > 1 or not deeper or tops & _MEANING:
            break
        outer += f"{tops.pop()}/"
    return outer
