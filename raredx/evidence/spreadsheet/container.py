"""A stranger's file before anything of it is parsed: is it a workbook, and of a size to be read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from raredx.errors import UserError
from raredx.words import size

MOST_PACKED = 64 << 20
MOST_UNPACKED = 128 << 20
_LONGEST_NAME = 120
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # an old .xls, or any Office file behind a password
_LOCKED_PART = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class File:
    """A file's name and its bytes, read from a disk or sent by a browser.

    >>> File("a folder/table.xlsx", b"").name
    'table.xlsx'
    """

    name: str
    data: bytes = field(repr=False)

    def __post_init__(self) -> None:
        plain = "".join(letter if letter.isprintable() else " " for letter in self.name)
        object.__setattr__(self, "name", PurePath(plain).name[-_LONGEST_NAME:])


def read_file(path: Path) -> File:
    """A file from a disk, if it is one and not too large for a workbook."""
    try:
        if path.exists() and not path.is_file():
            raise refused(path.name, "is not a file")
        with path.open("rb") as opened:
            return File(path.name, opened.read(MOST_PACKED + 1))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is not valid"
        raise refused(path.name, f"cannot be read ({why})") from None


def open_workbook(file: File) -> zipfile.ZipFile:
    """The archive that a workbook is, with its parts still unread.

    Raises
    ------
    UserError
        What the file is instead, or why it is not read: a password, macros, its size.
    """
    if len(file.data) > MOST_PACKED:
        raise refused(file.name, f"is larger than {size(MOST_PACKED)}")
    if file.data.startswith(_OLD_OR_LOCKED):
        locked = _LOCKED_PART in file.data
        raise UserError(
            f"{file.name} is {'locked by a password' if locked else 'an old .xls'}",
            remedy="Open it in a spreadsheet program and save it as .xlsx without a password",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.data))
    except Exception:  # noqa: BLE001 - a stranger's file breaks in many ways
        if file.data.startswith(b"PK"):
            raise refused(file.name, "is cut off or damaged") from None
        raise refused(file.name, "is not an .xlsx workbook, whatever its name says") from None
    _check_parts(archive, file.name)
    return archive


def refused(name: str, what: str) -> UserError:
    """The error for a file that is not read."""
    return UserError(f"{name} {what}", remedy="Give the review's .xlsx as it was published")


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = [entry.filename.casefold() for entry in archive.infolist()]
    if "[content_types].xml" not in parts or not any(part.startswith("xl/") for part in parts):
        raise refused(name, "is an archive, but not an .xlsx workbook")
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise refused(name, "is locked by a password")
    if any(part.endswith("vbaproject.bin") for part in parts):
        raise UserError(
            f"{name} holds macros", remedy="Save it as .xlsx, which leaves the macros out"
        )
    if any(part.startswith("xl/externallinks/") for part in parts):
        raise UserError(
            f"{name} takes values from other workbooks",
            remedy="Break the links to other files in a spreadsheet program, and save it",
        )
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise refused(name, f"would unpack to {size(unpacked)}, more than {size(MOST_UNPACKED)}")
