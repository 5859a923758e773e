"""What every container reader hands over, and the rule for bytes after an image's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from raredx.cohorts.refusals import Refused
from raredx.cohorts.signatures import Foreign, recognise

MOST_PIECES = 65_536  # chunks or segments in one file; writers of 8 KB chunks reach 16,384
MOST_ICC = 4 << 20  # bytes; the profiles of printing presses have up to 3 MB
BROKEN_ICC = b"broken"  # stands for a profile that could not be put together
_FILL = b"\0\xff \t\r\n"  # what writers pad files with
_PADDING = b"\0 \t\r\n"  # the same, without what a JPEG starts with
_STRAY = 16  # bytes that a careless writer may leave; the shortest script or archive is longer
_ORDER = ("EXIF", "GPS", "ICC", "XMP", "IPTC", "comment", "date", "application data")


@dataclass(frozen=True, kw_only=True)
class Container:
    """An image file taken apart: what the decoder gets, and what it shall never see."""

    format: str
    width: int  # as stored, before turning
    height: int
    picture: bytes  # the file without its metadata
    frames: int = 1
    sequence: Literal["animated", "many-pages"] = "animated"
    places: tuple[int, ...] = ()  # where the decoder finds frame 0, 1, ... if not there
    bits: int = 8  # per channel
    white_is_zero: bool = False  # stored as a negative, where the decoder does not turn it
    orientation: int = 1  # EXIF's number, 1 to 8; 1 is upright
    icc: bytes | None = None
    removed: frozenset[str] = frozenset()  # kinds of metadata
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    demanding: bool = False  # slow to decode by design, so it is done under a time limit

    def choose(self, frame: int | None) -> int:
        """The frame to decode; a file with several asks for a choice."""
        if frame is None:
            if self.frames > 1:
                raise Refused(self.sequence, frames=self.frames)
            frame = 0
        if not 0 <= frame < self.frames:
            raise Refused("no-such-frame", frame=frame, frames=self.frames)
        return frame


def removal_note(kinds: frozenset[str]) -> tuple[str, ...]:
    """The note that names the kinds of metadata that were left behind.

    >>> removal_note(frozenset({"GPS", "EXIF"}))
    ('metadata removed: EXIF, GPS',)
    """
    return ("metadata removed: " + ", ".join(sorted(kinds, key=_ORDER.index)),) if kinds else ()


def check_tail(data: bytes, end: int, *, format: str) -> tuple[str, ...]:
    """Refuse what follows after the image, but for padding and a few stray bytes."""
    tail = data[end:].strip(_FILL)
    if len(tail) > _STRAY:
        what = f"{len(tail):,} bytes follow after its end"
        if looks := _looks_like(data[end:].lstrip(_PADDING)):
            what += f", {looks}"
        raise Refused("polyglot", format=format, what=what)
    return ("stray bytes after the end removed",) if tail else ()


def _looks_like(tail: bytes) -> str:
    kind = recognise(tail)
    if isinstance(kind, Foreign):
        return kind.name
    return f"another image ({kind})" if kind else ""
