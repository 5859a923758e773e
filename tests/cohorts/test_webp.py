"""WebP: odd and hostile files, each with its exact verdict."""

from __future__ import annotations

import struct

import pytest

from tests.cohorts.hostile import EXIF_NOTE, HTML, ICC_NOTE, RED, SIZE, Case, ids
from tests.cohorts.making_images import (
    animated,
    exif,
    half_clear,
    picture,
    riff,
    saved,
    swapped_profile,
    xmp,
    zip_of_a_program,
)

WEBP = saved(picture(), "WEBP")
LOSSLESS = saved(picture(), "WEBP", lossless=True)


def _with_flag(data: bytes, flag: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A lossless WebP made an extended one, with further chunks."""
    head = bytes([flag, 0, 0, 0]) + b"".join((side - 1).to_bytes(3, "little") for side in SIZE)
    return riff([(b"VP8X", head), (b"VP8L", data[20:]), *chunks])


CASES = [
    Case(name="lossy", make=lambda: WEBP, size=SIZE),
    Case(name="lossless", make=lambda: LOSSLESS, pixels=(RED,)),
    Case(
        name="alpha",
        make=lambda: saved(half_clear(picture()), "WEBP", lossless=True),
        notes=("transparency laid on white",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="exif-turn-and-xmp",
        make=lambda: saved(picture(), "WEBP", exif=exif(8, planted=True), xmp=xmp()),
        notes=("turned by its EXIF orientation", "metadata removed: EXIF, GPS, XMP"),
        size=SIZE[::-1],
    ),
    Case(
        name="other-profile",
        make=lambda: saved(picture(), "WEBP", lossless=True, icc_profile=swapped_profile()),
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((0, 0), (10, 10, 250)),),
    ),
    Case(
        name="broken-exif",
        make=lambda: _with_flag(LOSSLESS, 0x08, (b"EXIF", b"garbage")),
        notes=(EXIF_NOTE,),
        warnings=("its EXIF block cannot be read: check that the image stands upright",),
    ),
    Case(
        name="unknown-chunk",
        make=lambda: _with_flag(LOSSLESS, 0, (b"evil", HTML)),
        notes=("metadata removed: application data",),
    ),
    Case(name="animation", make=lambda: animated("WEBP"), code="animated"),
    Case(
        name="animation-frame",
        make=lambda: animated("WEBP"),
        frame=2,
        notes=("frame 2 of 3 taken",),
        pixels=(((0, 0), (0, 0, 255)),),
    ),
    Case(
        name="declares-16384-x-16384",
        make=lambda: riff([(b"VP8X", bytes(4) + b"\xff\x3f\0" * 2), (b"VP8L", LOSSLESS[20:])]),
        code="damaged",
    ),
    Case(
        name="stream-declares-16384-x-16384",
        make=lambda: riff([(b"VP8L", b"\x2f" + struct.pack("<I", (1 << 28) - 1) + bytes(9))]),
        code="too-many-pixels",
    ),
    Case(
        name="canvas-declares-16-million-squared",
        make=lambda: riff([(b"VP8X", bytes([2, 0, 0, 0]) + b"\xff" * 6), (b"ANMF", bytes(16))]),
        code="too-many-pixels",
    ),
    Case(name="cut-in-half", make=lambda: WEBP[: len(WEBP) // 2], code="truncated"),
    Case(name="12-bytes", make=lambda: WEBP[:12], code="truncated"),
    Case(name="empty", make=lambda: riff([]), code="damaged"),
    Case(name="short-stream", make=lambda: riff([(b"VP8 ", b"\0")]), code="damaged"),
    Case(
        name="noise",
        make=lambda: riff([(b"VP8L", LOSSLESS[20:30] + bytes(99))]),
        code="damaged",
    ),
    Case(
        name="chunk-beyond-the-end",
        make=lambda: riff([(b"VP8L", LOSSLESS[20:])])[:-60].replace(
            struct.pack("<I", len(LOSSLESS) - 8), struct.pack("<I", len(LOSSLESS) - 68), 1
        ),
        code="truncated",
    ),
    Case(
        name="100000-chunks",
        make=lambda: riff([(b"VP8L", LOSSLESS[20:]), *[(b"evil", b"")] * 100_000]),
        code="too-complex",
    ),
    Case(name="then-zip", make=lambda: WEBP + zip_of_a_program(), code="polyglot", says="ZIP"),
    Case(name="then-html", make=lambda: WEBP + HTML, code="polyglot"),
]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, recwarn: pytest.WarningsRecorder):
    assert case.seen(case.verdict()) == case.expected()
    assert not recwarn.list
