"""BMP: odd and hostile files, each with its exact verdict."""

from __future__ import annotations

import struct

import pytest

from tests.cohorts.hostile import GREY_128, HTML, ICC_NOTE, RED, SIZE, Case, ids
from tests.cohorts.making_images import bmp, picture, saved, swapped_profile, zip_of_a_program

BMP = saved(picture(), "BMP")


def _bmp_with_profile() -> bytes:
    profile = swapped_profile()
    rows = bytes([0, 0, 200]) * (SIZE[0] * SIZE[1])
    head = struct.pack("<IiiHHIIiiII", 124, *SIZE, 1, 24, 0, len(rows), 0, 0, 0, 0)
    head += bytes(16) + struct.pack("<I", 0x4D424544) + bytes(48)
    head += struct.pack("<IIII", 0, 124 + len(rows), len(profile), 0)
    return struct.pack("<2sIII", b"BM", 138 + len(rows), 0, 138) + head + rows + profile


CASES = [
    Case(name="24-bit", make=lambda: BMP, pixels=(RED,)),
    Case(name="8-bit", make=lambda: bmp(bits=8), pixels=(GREY_128,)),
    Case(name="upside-down", make=lambda: bmp(height=-SIZE[1]), size=SIZE),
    Case(
        name="run-lengths",
        make=lambda: bmp(bits=8, method=1, rows=b"\x30\x80\0\0" * SIZE[1] + b"\0\x01"),
        pixels=(GREY_128,),
    ),
    Case(
        name="other-profile",
        make=_bmp_with_profile,
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((0, 0), (0, 0, 200)),),
    ),
    Case(name="cut", make=lambda: BMP[:-100], code="truncated"),
    Case(name="header-alone", make=lambda: BMP[:20], code="truncated"),
    Case(name="odd-header", make=lambda: BMP[:14] + b"\x29" + BMP[15:], code="damaged"),
    Case(name="7-bit", make=lambda: bmp(bits=7), code="damaged"),
    Case(name="holds-a-jpeg", make=lambda: bmp(method=4), code="unsupported-encoding"),
    Case(
        name="declares-2-billion",
        make=lambda: bmp(width=2**31 - 1, height=2**31 - 1, rows=b""),
        code="truncated",
    ),
    Case(
        name="runs-declare-20000-x-20000",
        make=lambda: bmp(width=20_000, height=20_000, bits=8, method=1, rows=b"\0\x01"),
        code="too-many-pixels",
    ),
    Case(name="then-zip", make=lambda: BMP + zip_of_a_program(), code="polyglot", says="ZIP"),
    Case(name="then-html", make=lambda: BMP + HTML, code="polyglot"),
]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, recwarn: pytest.WarningsRecorder):
    assert case.seen(case.verdict()) == case.expected()
    assert not recwarn.list
