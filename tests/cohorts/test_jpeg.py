"""JPEG: odd and hostile files, each with its exact verdict."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image

from tests.cohorts.hostile import EXIF_NOTE, ICC_NOTE, PLANTED, SIZE, Case, dicom_sample, ids
from tests.cohorts.making_images import (
    cmyk_profile,
    exif,
    icc_segments,
    jpeg,
    picture,
    saved,
    segment,
    srgb_profile,
    swapped_profile,
    xmp,
    zip_of_a_program,
)

JPEG = saved(picture(), "JPEG")


def _scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = saved(picture("L"), "JPEG", progressive=True)
    last = data.rfind(b"\xff\xda")
    return data[:last] + data[last:-2] * count + b"\xff\xd9"


def _phone_jpeg() -> bytes:
    """As Samsung phones write them: a block and its listing after the image."""
    block = b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1700000000000"
    listing = b"SEFH" + struct.pack("<IIHHII", 106, 1, 0, 0x0A01, len(block), len(block))
    return JPEG + block + listing + struct.pack("<I", len(listing)) + b"SEFT"


def _declared(data: bytes, width: int, height: int, *, bits: int = 8) -> bytes:
    """A JPEG whose frame header says something else."""
    at = data.index(b"\xff\xc0") + 4
    return data[:at] + struct.pack(">BHH", bits, height, width) + data[at + 5 :]


def _without(data: bytes, marker: int) -> bytes:
    """A JPEG without the segments of one kind."""
    while (at := data.find(bytes([0xFF, marker]))) >= 0:
        (length,) = struct.unpack_from(">H", data, at + 2)
        data = data[:at] + data[at + 2 + length :]
    return data


CASES = [
    # What comes in
    Case(name="rgb", make=lambda: jpeg(), size=SIZE),
    Case(name="grey", make=lambda: jpeg("L")),
    Case(name="progressive", make=lambda: jpeg(progressive=True)),
    Case(
        name="stored-as-rgb",  # which only its Adobe segment tells
        make=lambda: saved(Image.new("RGB", SIZE, (200, 0, 0)), "JPEG", keep_rgb=True),
        notes=(),
        pixels=(((9, 9), (200, 0, 0)),),
    ),
    Case(
        name="cmyk",
        make=lambda: jpeg("CMYK"),
        notes=("CMYK converted without a colour profile",),
    ),
    Case(
        name="cmyk-with-profile",
        make=lambda: saved(
            Image.new("CMYK", SIZE, (255, 0, 0, 0)), "JPEG", icc_profile=cmyk_profile()
        ),
        notes=("CMYK converted by its colour profile", ICC_NOTE),
        pixels=(((9, 9), (119, 119, 119)),),  # L* 50
    ),
    Case(
        name="cmyk-with-rgb-profile",
        make=lambda: jpeg("CMYK", icc_profile=srgb_profile()),
        notes=(
            "CMYK converted without a colour profile",
            "colour profile ignored: made for another kind of image",
            ICC_NOTE,
        ),
    ),
    Case(
        name="other-profile",
        make=lambda: saved(
            Image.new("RGB", SIZE, (200, 0, 0)), "JPEG", icc_profile=swapped_profile()
        ),
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((9, 9), (0, 0, 200)),),
    ),
    Case(
        name="pydicoms-crayons-profile",
        make=lambda: jpeg(icc_profile=dicom_sample("crayons.icc")),
        notes=(ICC_NOTE,),  # sRGB in other words
    ),
    Case(
        name="profile-with-a-piece-missing",
        make=lambda: jpeg(before=icc_segments(swapped_profile() + bytes(70_000))[:1]),
        notes=("colour profile ignored: not valid", ICC_NOTE),
    ),
    Case(
        name="profile-of-8-MB",
        make=lambda: jpeg(before=icc_segments(bytes(8_000_000))),
        notes=("colour profile ignored: too large", ICC_NOTE),
    ),
    *(
        Case(
            name=f"orientation-{number}",
            make=lambda number=number: jpeg(exif=exif(number)),
            notes=(("turned by its EXIF orientation",) if number > 1 else ()) + (EXIF_NOTE,),
            size=SIZE if number < 5 else SIZE[::-1],
            # Where the red corner goes: the corners of the upright picture, by EXIF's definition.
            pixels=(
                (
                    {1: (1, 1), 2: (46, 1), 3: (46, 30), 4: (1, 30)}.get(number)
                    or {5: (1, 1), 6: (30, 1), 7: (30, 46), 8: (1, 46)}[number],
                    jpeg_corner,
                ),
            ),
        )
        for jpeg_corner in [Image.open(BytesIO(jpeg())).getpixel((1, 1))]
        for number in range(1, 9)
    ),
    Case(name="orientation-9", make=lambda: jpeg(exif=exif(9)), notes=(EXIF_NOTE,), size=SIZE),
    Case(
        name="everything-planted",
        make=lambda: jpeg(
            exif=exif(1, planted=True),
            before=[
                segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp()),
                segment(0xED, b"Photoshop 3.0\0" + PLANTED.encode()),
                segment(0xE7, PLANTED.encode()),
            ],
            comment=PLANTED,
            icc_profile=srgb_profile(),
        ),
        notes=("metadata removed: EXIF, GPS, ICC, XMP, IPTC, comment, application data",),
    ),
    Case(
        name="broken-exif",
        make=lambda: jpeg(before=[segment(0xE1, b"Exif\0\0garbage")]),
        notes=(EXIF_NOTE,),
        warnings=("its EXIF block cannot be read: check that the image stands upright",),
    ),
    Case(
        name="with-second-image",
        make=lambda: jpeg() + bytes(100) + jpeg("L"),
        notes=("further images inside removed",),
    ),
    Case(
        name="from-a-samsung-phone",
        make=_phone_jpeg,
        notes=("phone data after the end removed",),
    ),
    Case(name="fill-bytes", make=lambda: JPEG[:2] + b"\xff" * 500 + JPEG[2:]),
    Case(name="100-scans", make=lambda: _scans(100)),
    # What does not
    Case(name="5000-scans", make=lambda: _scans(5000), code="too-complex"),
    Case(
        name="100000-segments",
        make=lambda: jpeg(before=[segment(0xFE, b"")] * 100_000),
        code="too-complex",
    ),
    Case(name="cut-in-half", make=lambda: JPEG[: len(JPEG) // 2], code="truncated"),
    Case(name="without-its-end", make=lambda: JPEG[:-2], code="truncated"),
    Case(name="start-alone", make=lambda: b"\xff\xd8\xff", code="truncated"),
    Case(name="fill-bytes-alone", make=lambda: b"\xff\xd8" + b"\xff" * 99, code="truncated"),
    Case(name="no-scan", make=lambda: b"\xff\xd8\xff\xd9", code="truncated"),
    Case(
        name="scan-first",
        make=lambda: b"\xff\xd8" + segment(0xDA, bytes(6)) + JPEG[2:],
        code="damaged",
    ),
    Case(
        name="noise-between-segments",
        make=lambda: JPEG[:2] + b"\xff\xfe\0\x02x" + JPEG[2:],
        code="damaged",
    ),
    Case(
        name="segment-of-no-length",
        make=lambda: b"\xff\xd8\xff\xe0\0\0" + JPEG[2:],
        code="damaged",
    ),
    Case(
        name="declares-65000-x-65000",
        make=lambda: _declared(JPEG, 65_000, 65_000),
        code="too-many-pixels",
    ),
    Case(name="declares-no-height", make=lambda: _declared(JPEG, 48, 0), code="damaged"),
    Case(
        name="12-bit",
        make=lambda: _declared(JPEG, *SIZE, bits=12),
        code="unsupported-encoding",
        says="12 bit, 3 channels",
    ),
    Case(
        name="lossless",
        make=lambda: JPEG.replace(b"\xff\xc0", b"\xff\xc3", 1),
        code="unsupported-encoding",
    ),
    Case(
        name="arithmetic",
        make=lambda: JPEG.replace(b"\xff\xc0", b"\xff\xc9", 1),
        code="unsupported-encoding",
    ),
    Case(name="without-tables", make=lambda: _without(JPEG, 0xDB), code="damaged"),
    Case(name="then-zip", make=lambda: JPEG + zip_of_a_program(), code="polyglot", says="ZIP"),
    Case(
        name="then-php",
        make=lambda: JPEG + b"<?php system($_GET['c']); ?>",
        code="polyglot",
        says="script",
    ),
    Case(
        name="then-mp4",
        make=lambda: JPEG + b"\0\0\0\x18ftypmp42" + bytes(99) + b"x",
        code="polyglot",
    ),
    Case(name="half-a-phone-block", make=lambda: JPEG + b"x" * 99 + b"SEFT", code="polyglot"),
    Case(
        name="zip-in-a-comment",
        make=lambda: jpeg(before=[segment(0xFE, zip_of_a_program())]),
        code="polyglot",
        says="ZIP",
    ),
    Case(name="pdf-then-jpeg", make=lambda: b"%PDF-1.4\n" + JPEG, code="other-format"),
]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, recwarn: pytest.WarningsRecorder):
    assert case.seen(case.verdict()) == case.expected()
    assert not recwarn.list
