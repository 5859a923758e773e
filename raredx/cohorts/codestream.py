"""The size that a compressed DICOM frame claims for itself, read before a decoder believes it."""

from __future__ import annotations

import struct

_JPEG_2000 = b"\xff\x4f\xff\x51"
_WRAPPED = b"\0\0\0\x0cjP  "  # a whole JP2 file, which some writers put in
_JPEG = b"\xff\xd8"
_FRAME_MARKERS = {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}  # 0xF7: JPEG-LS


def frame_size(frame: bytes) -> tuple[int, int] | None:
    """Width and height from a JPEG, JPEG-LS or JPEG 2000 header; None if there is none.

    >>> frame_size(bytes.fromhex("ffd8 ffc0 0011 08 0040 0080 03 012200 021101 031101"))
    (128, 64)
    """
    try:
        start = frame.find(_JPEG_2000, 0, 4096) if frame.startswith(_WRAPPED) else 0
        if frame.startswith(_JPEG_2000, max(start, 0)):
            right, bottom, left, top = struct.unpack_from(">IIII", frame, start + 8)
            return right - left, bottom - top
        if frame.startswith(_JPEG):
            return _jpeg_size(frame)
    except struct.error:
        return None
    return None


def _jpeg_size(frame: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(1_000):
        mark, marker, length = struct.unpack_from(">BBH", frame, at)
        if mark != 0xFF:
            return None
        if marker in _FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", frame, at + 5)
            return width, height
        at += 2 + length if marker != 0xFF else 1
    return None
