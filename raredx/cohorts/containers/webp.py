"""WebP: RIFF chunks. The decoder gets the bitstreams, with the metadata's flags put down."""

from __future__ import annotations

import struct

from raredx.cohorts.containers.base import MOST_PIECES, Container, check_tail
from raredx.cohorts.containers.exif import UNREADABLE, read_exif
from raredx.cohorts.refusals import Refused

_PICTURE = (b"VP8X", b"ALPH", b"VP8 ", b"VP8L", b"ANIM", b"ANMF")
_METADATA = {b"EXIF": "EXIF", b"XMP ": "XMP", b"ICCP": "ICC"}
_METADATA_FLAGS = 0x20 | 0x08 | 0x04  # profile, EXIF, XMP


def read(data: bytes) -> Container:
    """Take a WebP apart."""
    end = 8 + struct.unpack_from("<I", data.ljust(8, b"\0"), 4)[0]
    if end > len(data):
        raise Refused("truncated", format="WebP")
    kept: list[tuple[bytes, bytes]] = []
    removed: set[str] = set()
    icc: bytes | None = None
    exif = None
    for name, body in _chunks(data, end):
        if name in _PICTURE:
            kept.append((name, _without_flags(body) if name == b"VP8X" else body))
        else:
            removed.add(_METADATA.get(name, "application data"))
            icc = body if name == b"ICCP" else icc
            exif = read_exif(body) if name == b"EXIF" else exif
    if exif and exif[1]:
        removed.add("GPS")
    width, height = _measures(kept)
    frames = max(1, sum(name == b"ANMF" for name, _ in kept))
    return Container(
        format="WebP",
        width=width,
        height=height,
        picture=_packed(kept),
        frames=frames,
        orientation=exif[0] if exif else 1,
        icc=icc,
        removed=frozenset(removed),
        notes=check_tail(data, end + end % 2, format="WebP"),
        warnings=(UNREADABLE,) if "EXIF" in removed and not exif else (),
        demanding=frames > 1,
    )


def _chunks(data: bytes, end: int) -> list[tuple[bytes, bytes]]:
    found = []
    at = 12
    while at + 8 <= end:
        name = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        if at + 8 + length > end:
            raise Refused("truncated", format="WebP")
        found.append((name, data[at + 8 : at + 8 + length]))
        if len(found) > MOST_PIECES:
            raise Refused("too-complex", format="WebP")
        at += 8 + length + length % 2
    return found


def _without_flags(body: bytes) -> bytes:
    return bytes([body[0] & ~_METADATA_FLAGS]) + body[1:] if body else body


def _measures(chunks: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """The canvas, and where a still bitstream says otherwise, a refusal."""
    canvas = bitstream = None
    try:
        for name, body in chunks:
            if name == b"VP8X":
                size = body[4:10]
                canvas = tuple(1 + int.from_bytes(part, "little") for part in (size[:3], size[3:]))
            elif name == b"VP8 ":
                wide, high = struct.unpack_from("<HH", body, 6)
                bitstream = (wide & 0x3FFF, high & 0x3FFF)
            elif name == b"VP8L":
                (packed,) = struct.unpack_from("<I", body, 1)
                bitstream = ((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
    except struct.error:
        raise Refused("damaged", format="WebP") from None
    if canvas and bitstream and canvas != bitstream:
        raise Refused("damaged", format="WebP")
    width, height = canvas or bitstream or (0, 0)
    if not width or not height:
        raise Refused("damaged", format="WebP")
    return width, height


def _packed(chunks: list[tuple[bytes, bytes]]) -> bytes:
    parts = [b"WEBP"]
    for name, body in chunks:
        parts += [name, struct.pack("<I", len(body)), body, b"\0" * (len(body) % 2)]
    content = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(content)) + content
