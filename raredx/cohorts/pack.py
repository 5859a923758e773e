"""Where image files lie: each for itself below images/, or all in one images.zip; read alike.

The archive is stored, not compressed: a file in it is read from its place without the others.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from raredx.cohorts.disk import read_file
from raredx.cohorts.limits import LIMITS
from raredx.cohorts.names import is_system_file, safe_name
from raredx.cohorts.refusals import Refused
from raredx.errors import UserError

IMAGES = "images"
PACKED = "images.zip"
_LOCAL = struct.Struct("<26xHH")  # an entry's header: the lengths of its name and of its extras
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same images give the same archive, byte for byte


class Images(Protocol):
    """The image files of a cohort, by their path in the manifest."""

    def read(self, path: str) -> bytes:
        """A file's bytes. Raises `Refused` where there is none."""

    def paths(self) -> Iterator[str]:
        """The paths of all files that are there, listed or not."""


@dataclass(frozen=True)
class Loose:
    """Image files that lie below images/."""

    folder: Path

    def read(self, path: str) -> bytes:
        """A file's bytes; links and paths that lead out are refused."""
        if safe_name(path) != path:
            raise Refused("unsafe-name")
        return read_file(self.folder / path, limits=LIMITS)

    def paths(self) -> Iterator[str]:
        """All files below images/, but for those that operating systems put there."""
        for file in (self.folder / IMAGES).rglob("*"):
            path = file.relative_to(self.folder).as_posix()
            if not is_system_file(path) and not file.is_dir():
                yield path


@dataclass(frozen=True)
class Packed:
    """Image files in one archive. It is opened for each, so threads and processes can share it."""

    file: Path

    def read(self, path: str) -> bytes:
        """An entry's bytes."""
        with _reading():
            entry = self._entries().get(path)
            if entry is None:
                raise Refused("missing")
            LIMITS.check_bytes(entry.file_size)
            with self.file.open("rb") as archive:
                archive.seek(entry.header_offset)
                name, extras = _LOCAL.unpack(archive.read(_LOCAL.size))
                archive.seek(name + extras, 1)
                return archive.read(entry.file_size)

    def paths(self) -> Iterator[str]:
        """All entries; none of an archive that cannot be read."""
        with suppress(Refused), _reading():
            yield from self._entries()

    def _entries(self) -> dict[str, zipfile.ZipInfo]:
        state = self.file.stat()
        return _listing(self.file, state.st_mtime_ns, state.st_size)


def images_in(folder: Path) -> Images:
    """The image files of a cohort folder."""
    packed, loose = (folder / PACKED).is_file(), (folder / IMAGES).is_dir()
    if packed and loose:
        raise UserError(
            f"{folder} has both {IMAGES}/ and {PACKED}", remedy="Remove the one that is older"
        )
    return Packed(folder / PACKED) if packed else Loose(folder)


def path_of(image_id: str, suffix: str) -> str:
    """Where an image's file lies, in a folder and in an archive alike.

    >>> path_of("c0ffee", "png")
    'images/c0/c0ffee.png'
    """
    return f"{IMAGES}/{image_id[:2]}/{image_id}.{suffix}"


class Writer(Protocol):
    """Takes image files in."""

    def __call__(self, path: str, data: bytes) -> None:
        """Write one file."""


@contextmanager
def writing(folder: Path, *, packed: bool) -> Iterator[Writer]:
    """A writer of image files into a folder that is being built, loose or packed."""
    if not packed:
        made: set[Path] = set()

        def write(path: str, data: bytes) -> None:
            file = folder / path
            if file.parent not in made:
                file.parent.mkdir(parents=True, exist_ok=True)
                made.add(file.parent)
            file.write_bytes(data)

        (folder / IMAGES).mkdir()
        yield write
        return
    with zipfile.ZipFile(folder / PACKED, "w", zipfile.ZIP_STORED) as archive:
        yield lambda path, data: archive.writestr(zipfile.ZipInfo(path, _LONG_AGO), data)


@contextmanager
def _reading() -> Iterator[None]:
    """What is wrong with an archive becomes a refusal."""
    try:
        yield
    except FileNotFoundError:
        raise Refused("missing") from None
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        raise Refused("archive-broken") from None


@lru_cache(maxsize=16)
def _listing(file: Path, changed: int, size: int) -> dict[str, zipfile.ZipInfo]:
    """An archive's entries; read again when its time or size has changed."""
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise zipfile.BadZipFile
    return {entry.filename: entry for entry in entries}
