"""BMP: two headers, a palette and rows. It holds no metadata but, seldom, a colour profile."""

from __future__ import annotations

import struct

from raredx.cohorts.containers.base import Container, check_tail
from raredx.cohorts.refusals import Refused

_PLAIN, _RLE8, _RLE4, _BITFIELDS = 0, 1, 2, 3
_OLD = 12  # size of the oldest header, with 16 bit measures
_HEADERS = (_OLD, 40, 52, 56, 64, 108, 124)
_WITH_PROFILE = 124
_EMBEDDED = 0x4D424544  # "MBED"


def read(data: bytes) -> Container:
    """Take a BMP apart."""
    try:
        return _read(data)
    except struct.error:
        raise Refused("truncated", format="BMP") from None


def _read(data: bytes) -> Container:
    start, header = struct.unpack_from("<II", data, 10)
    if header not in _HEADERS:
        raise Refused("damaged", format="BMP")
    if header == _OLD:
        width, height, _, bits = struct.unpack_from("<HHHH", data, 18)
        method = declared = 0
    else:
        width, height, _, bits, method, declared = struct.unpack_from("<iiHHII", data, 18)
    height = abs(height)  # negative: the rows run downwards
    if width <= 0 or height == 0 or bits not in (1, 4, 8, 16, 24, 32):
        raise Refused("damaged", format="BMP")
    if method not in (_PLAIN, _RLE8, _RLE4, _BITFIELDS):
        raise Refused("unsupported-encoding", format="BMP", what="an image of another format in it")
    packed = method in (_RLE8, _RLE4)
    rows = declared if packed else (width * bits + 31) // 32 * 4 * height
    icc, profile_end = _profile(data) if header == _WITH_PROFILE else (None, 0)
    end = max(start + rows, profile_end)
    if end > len(data) or start < 14 + header or rows == 0:
        raise Refused("truncated", format="BMP")
    return Container(
        format="BMP",
        width=width,
        height=height,
        picture=data[:end],
        icc=icc,
        removed=frozenset({"ICC"} if icc else ()),
        notes=check_tail(data, end, format="BMP"),
        demanding=packed,  # Pillow unpacks run lengths in Python, pair by pair
    )


def _profile(data: bytes) -> tuple[bytes | None, int]:
    (kind,) = struct.unpack_from("<I", data, 14 + 56)
    offset, length = struct.unpack_from("<II", data, 14 + 112)
    end = 14 + offset + length
    if kind != _EMBEDDED or end > len(data):
        return None, 0
    return data[14 + offset : end], end
