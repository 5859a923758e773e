"""PNG: chunks. The decoder gets the header, palette, transparency and pixels, nothing else."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from raredx.cohorts.containers.base import (
    BROKEN_ICC,
    MOST_ICC,
    MOST_PIECES,
    Container,
    check_tail,
)
from raredx.cohorts.containers.exif import UNREADABLE, read_exif
from raredx.cohorts.refusals import Refused

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = (b"IHDR", b"PLTE", b"tRNS", b"IDAT")
_ANIMATION = (b"acTL", b"fcTL", b"fdAT")
_TECHNICAL = (b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"bKGD", b"hIST", b"IEND")
_METADATA = {
    b"eXIf": "EXIF",
    b"iCCP": "ICC",
    b"tEXt": "comment",
    b"zTXt": "comment",
    b"tIME": "date",
}
_XMP = b"XML:com.adobe.xmp\0"


class _Chunk(NamedTuple):
    name: bytes
    body: memoryview
    whole: memoryview
    end: int


def read(data: bytes) -> Container:
    """Take a PNG apart."""
    header: tuple[int, ...] = ()
    bodies: dict[bytes, list[memoryview]] = {name: [] for name in (*_PICTURE, *_ANIMATION)}
    in_order: list[memoryview] = []
    removed: set[str] = set()
    icc, exif, end = None, None, 0
    for chunk in _chunks(data):
        if not header:
            header = _read_header(chunk)
        if chunk.name in bodies:
            _check_sum(chunk)
            bodies[chunk.name].append(chunk.body)
            in_order.append(chunk.whole)
        elif chunk.name == b"iTXt":
            removed.add("XMP" if bytes(chunk.body[: len(_XMP)]) == _XMP else "comment")
        elif chunk.name not in _TECHNICAL:
            if chunk.name[:1].isupper():
                raise Refused("unsupported-encoding", format="PNG", what="an unknown chunk")
            removed.add(_METADATA.get(chunk.name, "application data"))
            icc = _profile(chunk.body) if chunk.name == b"iCCP" else icc
            exif = read_exif(bytes(chunk.body)) if chunk.name == b"eXIf" else exif
        end = chunk.end
    if not bodies[b"IDAT"]:
        raise Refused("truncated", format="PNG")
    if any(len(bodies[name]) > 1 for name in (b"IHDR", b"PLTE", b"tRNS")):
        raise Refused("damaged", format="PNG")
    width, height, bits = header
    if exif and exif[1]:
        removed.add("GPS")
    frames = max(1, _frames(bodies))
    if frames > 1:
        picture = b"".join([SIGNATURE, *in_order, chunk_of(b"IEND")])
    else:
        still = [chunk_of(name, b"".join(bodies[name])) for name in _PICTURE if bodies[name]]
        picture = b"".join([SIGNATURE, *still, chunk_of(b"IEND")])
    return Container(
        format="PNG",
        width=width,
        height=height,
        picture=picture,
        frames=frames,
        bits=bits,
        orientation=exif[0] if exif else 1,
        icc=icc,
        removed=frozenset(removed),
        notes=check_tail(data, end, format="PNG"),
        warnings=(UNREADABLE,) if "EXIF" in removed and not exif else (),
        demanding=frames > 1,
    )


def chunk_of(name: bytes, body: bytes = b"") -> bytes:
    """A chunk as it is written: length, name, body, check sum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _chunks(data: bytes) -> Iterator[_Chunk]:
    view = memoryview(data)
    start = len(SIGNATURE)
    for _ in range(MOST_PIECES):
        if start + 12 > len(data):
            raise Refused("truncated", format="PNG")
        (length,) = struct.unpack_from(">I", data, start)
        name, end = data[start + 4 : start + 8], start + 12 + length
        if not name.isalpha():
            raise Refused("damaged", format="PNG")
        if end > len(data):
            raise Refused("truncated", format="PNG")
        yield _Chunk(name, view[start + 8 : end - 4], view[start:end], end)
        if name == b"IEND":
            return
        start = end
    raise Refused("too-complex", format="PNG")


def _read_header(chunk: _Chunk) -> tuple[int, int, int]:
    if chunk.name == b"CgBI":
        raise Refused("unsupported-encoding", format="PNG", what="made for iPhone programs")
    if chunk.name != b"IHDR" or len(chunk.body) != 13:
        raise Refused("damaged", format="PNG")
    width, height, bits = struct.unpack_from(">IIB", chunk.body)
    if not width or not height:
        raise Refused("damaged", format="PNG")
    return width, height, bits


def _check_sum(chunk: _Chunk) -> None:
    if zlib.crc32(chunk.whole[4:-4]) != int.from_bytes(chunk.whole[-4:]):
        raise Refused("damaged", format="PNG")


def _frames(bodies: dict[bytes, list[memoryview]]) -> int:
    declared = bodies[b"acTL"]
    if not declared:
        return 1
    if len(declared) > 1 or len(declared[0]) != 8:
        raise Refused("damaged", format="PNG")
    return int(struct.unpack_from(">I", declared[0])[0])


def _profile(body: memoryview) -> bytes:
    """The profile of an iCCP chunk, unpacked no further than it takes to see that it is huge."""
    name_end = bytes(body[:80]).find(b"\0")
    try:
        return zlib.decompressobj().decompress(body[name_end + 2 :], MOST_ICC + 1)
    except zlib.error:
        return BROKEN_ICC
