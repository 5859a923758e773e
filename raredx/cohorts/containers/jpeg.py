"""JPEG: segments. The decoder gets the tables and scans, and which way the colours are stored."""

from __future__ import annotations

import re
import struct

from raredx.cohorts.containers.base import (
    BROKEN_ICC,
    MOST_PIECES,
    Container,
    check_tail,
)
from raredx.cohorts.containers.exif import UNREADABLE, read_exif
from raredx.cohorts.refusals import Refused

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, 0xF7}
_TABLES = {0xC4, 0xDB, 0xDD}  # Huffman, quantisation, restart interval
_COMMENT = 0xFE
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # after a scan: not stuffing, not restart
_FILL = re.compile(rb"\xff*")
_PADDING = re.compile(rb"\0*")
_PLAIN_JFIF = b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
# Every scan of a progressive image goes over all of it: a few thousand in one file, of a few bytes
# each, would take hours. Writers make about ten.
_USUAL_SCANS = 16
_MOST_SCANS = 200
_MOST_PICTURES = 16  # that a phone may append: previews, depth and brightness maps


def read(data: bytes) -> Container:
    """Take a JPEG apart."""
    parts = _Parts(data)
    notes: list[str] = []
    end = _following_pictures(data, parts.end)
    if end > parts.end:
        notes.append("further images inside removed")
    if trailer := _phone_trailer(data, end):
        end += trailer
        notes.append("phone data after the end removed")
    exif = read_exif(parts.exif) if parts.exif is not None else None
    if exif and exif[1]:
        parts.removed.add("GPS")
    return Container(
        format="JPEG",
        width=parts.width,
        height=parts.height,
        picture=b"".join(parts.kept),
        orientation=exif[0] if exif else 1,
        icc=parts.profile(),
        removed=frozenset(parts.removed),
        notes=(*notes, *check_tail(data, end, format="JPEG")),
        warnings=(UNREADABLE,) if parts.exif is not None and not exif else (),
        demanding=parts.scans > _USUAL_SCANS,
    )


class _Parts:
    """One walk from the start of an image to its end."""

    def __init__(self, data: bytes, start: int = 0) -> None:
        self.width = self.height = self.scans = 0
        self.kept: list[bytes | memoryview] = [data[start : start + 2]]
        self.removed: set[str] = set()
        self.exif: bytes | None = None
        self._icc: list[tuple[int, int, bytes]] = []  # number, how many, piece
        self.end = self._walk(data, start + 2)

    def _walk(self, data: bytes, at: int) -> int:
        view = memoryview(data)
        for _ in range(MOST_PIECES):
            marker, body = _marker_at(data, at)
            if marker == _END:
                if not self.scans:
                    raise Refused("truncated", format="JPEG")
                self.kept.append(view[body - 2 : body])
                return body
            if body + 2 > len(data):
                raise Refused("truncated", format="JPEG")
            (length,) = struct.unpack_from(">H", data, body)
            following = body + length
            if length < 2:
                raise Refused("damaged", format="JPEG")
            if following > len(data):
                raise Refused("truncated", format="JPEG")
            if marker == _SCAN:
                following = self._end_of_scan(data, following)
            self._sort(marker, view[body + 2 : following], view[body - 2 : following])
            at = following
        raise Refused("too-complex", format="JPEG")

    def _end_of_scan(self, data: bytes, at: int) -> int:
        self.scans += 1
        if not self.width:
            raise Refused("damaged", format="JPEG")
        if self.scans > _MOST_SCANS:
            raise Refused("too-complex", format="JPEG")
        found = _NEXT_MARKER.search(data, at)
        if not found:
            raise Refused("truncated", format="JPEG")
        return found.start()

    def _sort(self, marker: int, body: memoryview, whole: memoryview) -> None:
        if marker in _FRAMES:
            self._read_frame(body)
            self.kept.append(whole)
        elif marker in _TABLES or marker == _SCAN:
            self.kept.append(whole)
        elif marker in _OTHER_FRAMES:
            raise Refused(
                "unsupported-encoding", format="JPEG", what="lossless or arithmetic coding"
            )
        elif marker == _COMMENT:
            self.removed.add("comment")
        elif 0xE0 <= marker <= 0xEF:
            self._read_application(marker & 15, body.tobytes())
        elif marker != 0xDC:  # the number of lines, again
            raise Refused("damaged", format="JPEG")

    def _read_frame(self, body: memoryview) -> None:
        if self.width or len(body) < 6:
            raise Refused("damaged", format="JPEG")
        bits, self.height, self.width, channels = struct.unpack_from(">BHHB", body)
        if bits != 8 or channels not in (1, 3, 4):
            what = f"{bits} bit, {channels} channels"
            raise Refused("unsupported-encoding", format="JPEG", what=what)
        if not self.width or not self.height:
            raise Refused("damaged", format="JPEG")

    def _read_application(self, number: int, body: bytes) -> None:
        if number == 0 and body.startswith(b"JFIF\0"):
            self.kept.append(_PLAIN_JFIF)  # says how colours are stored; its thumbnail goes
        elif number == 14 and body.startswith(b"Adobe") and len(body) >= 12:
            self.kept.append(b"\xff\xee\0\x0e" + body[:12])  # the same, for CMYK too
        elif number == 1 and body.startswith(b"Exif\0"):
            self.exif = body if self.exif is None else self.exif
            self.removed.add("EXIF")
        elif number == 1 and body.startswith(b"http://ns.adobe.com/x"):
            self.removed.add("XMP")
        elif number == 2 and body.startswith(b"ICC_PROFILE\0") and len(body) >= 14:
            self._icc.append((body[12], body[13], body[14:]))
            self.removed.add("ICC")
        elif number == 13 and body.startswith(b"Photoshop 3.0\0"):
            self.removed.add("IPTC")
        else:
            self.removed.add("application data")

    def profile(self) -> bytes | None:
        """The colour profile, put together from its pieces."""
        if not self._icc:
            return None
        pieces = sorted(self._icc)
        complete = [(number, count) for number, count, _ in pieces]
        if complete != [(i + 1, len(pieces)) for i in range(len(pieces))]:
            return BROKEN_ICC
        return b"".join(piece for *_, piece in pieces)


def _marker_at(data: bytes, at: int) -> tuple[int, int]:
    """The marker at a place, fill bytes skipped, and where its body starts."""
    if at < len(data) and data[at] != 0xFF:
        raise Refused("damaged", format="JPEG")
    filled = _FILL.match(data, at)
    after = filled.end() if filled else at
    if after >= len(data):
        raise Refused("truncated", format="JPEG")
    return data[after], after + 1


def _following_pictures(data: bytes, end: int) -> int:
    """Where the last of the pictures ends that phones append to the first one."""
    for _ in range(_MOST_PICTURES):
        padding = _PADDING.match(data, end)
        start = padding.end() if padding else end
        if not data.startswith(b"\xff\xd8\xff", start):
            return end
        try:
            end = _Parts(data, start).end
        except Refused:
            return end
    return end


def _phone_trailer(data: bytes, end: int) -> int:
    """The length of the block that Samsung phones append to most photos; 0 if there is none.

    Blocks, then SEFH, version, count, (type, distance, size) of each, the list's length, SEFT.
    """
    if not data.endswith(b"SEFT") or len(data) - end < 20:
        return 0
    (length,) = struct.unpack_from("<I", data, len(data) - 8)
    listing = len(data) - 8 - length
    if listing < end or not data.startswith(b"SEFH", listing) or length < 12:
        return 0
    (count,) = struct.unpack_from("<I", data, listing + 8)
    if length != 12 + 12 * count or count == 0:
        return 0
    farthest = max(
        struct.unpack_from("<I", data, listing + 16 + 12 * i)[0] for i in range(min(count, 1_000))
    )
    return len(data) - end if listing - farthest == end else 0
