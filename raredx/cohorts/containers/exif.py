"""The two things that an EXIF block may tell: which way is up, and whether it held a place."""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_GPS = 0x8825
_SHORT = 3
_MOST_ENTRIES = 1_000
_MOST_BYTES = 1 << 20
UNREADABLE = "its EXIF block cannot be read: check that the image stands upright"


def read_exif(block: bytes) -> tuple[int, bool] | None:
    """Orientation (1 to 8) and whether there is a GPS part; None for a block that is broken.

    Only the first directory is looked at, entry by entry, so a huge or looping block costs nothing.
    """
    block = block[:_MOST_BYTES].removeprefix(b"Exif\0\0")  # as JPEG has it, and some others copy
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, start)
        if count > _MOST_ENTRIES:
            return None
        orientation, gps = 1, False
        for i in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", block, start + 2 + 12 * i)
            if tag == _ORIENTATION and kind == _SHORT and 1 <= value <= 8:
                orientation = value
            gps = gps or tag == _GPS
    except struct.error:
        return None
    return orientation, gps
