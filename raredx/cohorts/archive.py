"""ZIP archives of images: every entry goes through the one door, and nothing is unpacked to disk.

>>> from io import BytesIO
>>> file = BytesIO()
>>> with zipfile.ZipFile(file, "w") as archive:
...     archive.writestr("patient/notes.txt", "hello")
>>> [(entry.name, entry.outcome.code) for entry in admit_archive(file.getvalue())]
[('patient/notes.txt', 'not-an-image')]
"""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from raredx.cohorts.disk import open_file
from raredx.cohorts.intake import Admitted, admit
from raredx.cohorts.limits import LIMITS, MEGABYTE, Limits
from raredx.cohorts.names import is_system_file, safe_name
from raredx.cohorts.refusals import Refused
from raredx.cohorts.signatures import Foreign, recognise

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")  # a first entry, or the end of an empty archive
_END = b"PK\x05\x06"
_LOCATOR_64, _END_64 = b"PK\x06\x07", b"PK\x06\x06"  # right before it, of 20 and 56 bytes
_LISTED, _LOCAL = 46, 30  # bytes of an entry in the listing and before its data, names apart
_LONGEST_LISTED = 400  # bytes in the listing for one entry, name and extras, on average
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # bits of its flags
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of an archive and what became of it."""

    name: str
    """Relative path with "/" and nothing to lead out; "entry 7" where it has no safe name.

    For labels and for people. It can hold a patient's name, as any file name can.
    """
    outcome: Admitted | Refused


def admit_archive(source: Path | str | bytes, *, limits: Limits = LIMITS) -> Iterator[Entry]:
    """Check and decode the images of a ZIP archive, one by one, in its own order.

    An entry that does not come in has a `Refused` as its outcome, and the others go on. Folders
    and the hidden files that systems add are passed over.

    Raises
    ------
    Refused
        On the first step, for an archive that is no use as a whole: damaged, too large, a bomb.
    """
    with opened(source, limits) as file:
        archive = listed(file, limits)
        seen: set[str] = set()
        for number, entry in enumerate(archive.infolist(), start=1):
            name = safe_name(entry.orig_filename)
            if entry.orig_filename.endswith(("/", "\\")) or (name and is_system_file(name)):
                continue
            yield Entry(
                name=name or f"entry {number}",
                outcome=outcome(archive, entry, name, seen, limits),
            )


@contextmanager
def opened(source: Path | str | bytes, limits: Limits) -> Iterator[BinaryIO]:
    """The archive as a file whose listing is no longer than its entries could need."""
    if isinstance(source, bytes):
        file: BinaryIO = BytesIO(source)
        _check_listing(file, len(source), limits)
        yield file
    else:
        with open_file(Path(source)) as file:
            _check_listing(file, os.fstat(file.fileno()).st_size, limits)
            yield file


def _check_listing(file: BinaryIO, size: int, limits: Limits) -> None:
    """Refuse what would make zipfile read millions of entries before it gives the first."""
    limits.check_archive_bytes(size)
    if file.read(4) not in _STARTS:
        raise Refused("not-an-archive")
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or end + 22 > len(tail):
        raise Refused("archive-broken")
    count, listing = struct.unpack_from("<HI", tail, end + 10)
    if end >= 76 and tail.startswith(_LOCATOR_64, end - 20) and tail.startswith(_END_64, end - 76):
        count, listing = struct.unpack_from("<QQ", tail, end - 76 + 32)
    if count > limits.archive_entries or listing > limits.archive_entries * _LONGEST_LISTED:
        entries = max(count, listing // _LONGEST_LISTED)
        raise Refused("archive-too-many-entries", entries=entries, limit=limits.archive_entries)
    file.seek(0)


def listed(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The archive, its listing read and checked as a whole."""
    try:
        archive = zipfile.ZipFile(file)
        _check_whole(archive.infolist(), archive.start_dir, limits)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        raise Refused("archive-broken") from None
    except MemoryError:
        raise Refused("out-of-memory") from None
    return archive


def _check_whole(entries: list[zipfile.ZipInfo], listing: int, limits: Limits) -> None:
    """Refuse archives that count the same bytes twice or declare more than may be unpacked."""
    if len(entries) > limits.archive_entries:
        raise Refused(
            "archive-too-many-entries", entries=len(entries), limit=limits.archive_entries
        )
    places = sorted(entries, key=lambda entry: entry.header_offset)
    starts = [entry.header_offset for entry in places] + [listing]
    if starts[0] < 0:
        raise Refused("archive-broken")
    for entry, following in zip(places, starts[1:], strict=True):
        name = len(entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437"))
        if entry.header_offset + _LOCAL + name + entry.compress_size > following:
            raise Refused("archive-bomb", what="its entries overlap")
    total = sum(entry.file_size for entry in entries)
    if total > limits.archive_unpacked:
        what = f"{total // MEGABYTE:,} MB; at most {limits.archive_unpacked // MEGABYTE:,} are read"
        raise Refused("archive-bomb", what=what)


def outcome(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, seen: set[str], limits: Limits
) -> Admitted | Refused:
    """What becomes of one entry; `seen` are the names that have come before it."""
    try:
        if not name:
            raise Refused("unsafe-name")
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            raise Refused("duplicate-name")
        seen.add(key)
        check_entry(entry, limits)
        data = unpacked(archive, entry, limits)
        kind = recognise(data)
        if isinstance(kind, Foreign) and kind.archive:
            raise Refused("archive-nested")
        return admit(data, limits=limits)
    except Refused as refused:
        return refused


def check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Refuse an entry by what the listing says of it, before a byte of it is read."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise Refused("link")
    if kind not in (0, stat.S_IFREG):
        raise Refused("not-a-file", what="a device or a pipe")
    if entry.flag_bits & _ENCRYPTED:
        raise Refused("archive-encrypted")
    if entry.compress_type not in _METHODS:
        raise Refused("archive-method")
    limits.check_bytes(entry.file_size)
    if entry.file_size > MEGABYTE and entry.file_size > limits.archive_ratio * entry.compress_size:
        raise Refused("archive-bomb", what=f"over {limits.archive_ratio} bytes from one")


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> bytes:
    """An entry's bytes, counted as they come, whatever it declared."""
    data = bytearray()
    try:
        with archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                data += chunk
                limits.check_bytes(len(data))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        struct.error,
    ):
        raise Refused("damaged", format="packed") from None
    return bytes(data)
