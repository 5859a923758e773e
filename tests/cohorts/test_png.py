"""PNG: odd and hostile files, each with its exact verdict."""

from __future__ import annotations

import struct
import zlib

import pytest
from PIL import Image

from tests.cohorts.hostile import EXIF_NOTE, GREY_128, HTML, ICC_NOTE, PLANTED, RED, SIZE, Case, ids
from tests.cohorts.making_images import (
    animated,
    chunk,
    exif,
    grey16,
    grey_profile,
    half_clear,
    picture,
    png,
    saved,
    srgb_profile,
    swapped_profile,
    with_chunk,
    xmp,
    zeros,
    zip_of_a_program,
)

PNG = saved(picture(), "PNG")
TURN = "turned by its EXIF orientation"

CASES = [
    # What comes in
    Case(name="rgb", make=lambda: PNG, size=SIZE, pixels=(RED,)),
    Case(name="grey", make=lambda: saved(picture("L"), "PNG")),
    Case(name="1-bit", make=lambda: saved(picture("1"), "PNG")),
    Case(name="palette", make=lambda: saved(picture("P"), "PNG")),
    Case(
        name="palette-clear",
        make=lambda: saved(Image.new("P", SIZE), "PNG", transparency=0),
        notes=("transparency laid on white",),
        warnings=("the image is transparent all over: nothing can be seen",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="rgb-with-clear-colour",
        make=lambda: saved(picture(), "PNG", transparency=(250, 10, 10)),
        notes=("transparency laid on white",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="alpha",
        make=lambda: saved(half_clear(picture()), "PNG"),
        notes=("transparency laid on white",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="half-clear-grey",
        make=lambda: saved(half_clear(Image.new("L", SIZE, 0), 128), "PNG"),
        notes=("transparency laid on white",),
        pixels=(((0, 0), (127, 127, 127)), ((47, 0), (0, 0, 0))),
    ),
    Case(name="opaque-alpha", make=lambda: saved(picture("RGBA"), "PNG"), pixels=(RED,)),
    Case(
        name="16-bit-grey",
        make=lambda: saved(grey16(), "PNG"),
        notes=("16 bit grey reduced to 8 bit (white is 65535)",),
        pixels=(((0, 0), (0, 0, 0)), ((47, 31), (255, 255, 255))),
    ),
    Case(
        name="12-bit-in-16",
        make=lambda: saved(grey16(4000), "PNG"),
        notes=("16 bit grey reduced to 8 bit (white is 4095)",),
        pixels=(((47, 31), (249, 249, 249)),),
    ),
    Case(
        name="8-bit-in-16",
        make=lambda: saved(grey16(200), "PNG"),
        notes=("16 bit grey reduced to 8 bit (white is 255)",),
        pixels=(((47, 31), (200, 200, 200)),),
    ),
    Case(
        name="16-bit-colour",
        make=lambda: png(bits=16, colours=2),
        notes=("16 bit colour reduced to 8 bit",),
    ),
    Case(
        name="exif-turn",
        make=lambda: saved(picture(), "PNG", exif=exif(6)),
        notes=(TURN, EXIF_NOTE),
        size=SIZE[::-1],
        pixels=(((31, 0), (250, 10, 10)),),
    ),
    Case(
        name="texts",
        make=lambda: with_chunk(
            with_chunk(PNG, b"tEXt", b"Author\0" + PLANTED.encode()),
            b"iTXt",
            b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(),
        ),
        notes=("metadata removed: XMP, comment",),
    ),
    Case(
        name="time",
        make=lambda: with_chunk(PNG, b"tIME", struct.pack(">HBBBBB", 1979, 1, 2, 3, 4, 5)),
        notes=("metadata removed: date",),
    ),
    Case(
        name="private-chunk",
        make=lambda: with_chunk(PNG, b"prVt", HTML),
        notes=("metadata removed: application data",),
    ),
    Case(
        name="srgb-profile",
        make=lambda: saved(picture(), "PNG", icc_profile=srgb_profile()),
        notes=(ICC_NOTE,),
        pixels=(RED,),
    ),
    Case(
        name="other-profile",
        make=lambda: saved(picture(), "PNG", icc_profile=swapped_profile()),
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((0, 0), (10, 10, 250)),),
    ),
    Case(
        name="grey-profile",
        make=lambda: saved(Image.new("L", SIZE, 55), "PNG", icc_profile=grey_profile()),
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(GREY_128,),
    ),
    Case(
        name="profile-of-another-kind",
        make=lambda: saved(picture(), "PNG", icc_profile=grey_profile()),
        notes=("colour profile ignored: made for another kind of image", ICC_NOTE),
        pixels=(RED,),
    ),
    Case(
        name="broken-profile",
        make=lambda: saved(picture(), "PNG", icc_profile=b"\0" * 400),
        notes=("colour profile ignored: not valid", ICC_NOTE),
        pixels=(RED,),
    ),
    Case(
        name="profile-not-packed",
        make=lambda: with_chunk(PNG, b"iCCP", b"name\0\0not zlib"),
        notes=("colour profile ignored: not valid", ICC_NOTE),
    ),
    Case(
        name="cut-profile",
        make=lambda: saved(picture(), "PNG", icc_profile=swapped_profile()[:300]),
        notes=("colour profile ignored: not valid", ICC_NOTE),
    ),
    Case(
        name="profile-bomb",
        make=lambda: with_chunk(PNG, b"iCCP", b"name\0\0" + zeros(1000)),
        notes=("colour profile ignored: too large", ICC_NOTE),
    ),
    Case(
        name="text-bomb",
        make=lambda: with_chunk(PNG, b"zTXt", b"key\0\0" + zeros(1000)),
        notes=("metadata removed: comment",),
    ),
    Case(
        name="stream-of-too-few-rows",  # a whole stream, so nothing was cut: the rest is black
        make=lambda: png(idat=zlib.compress((b"\0" + b"\x80" * 48) * 10)),
        pixels=(GREY_128, ((0, 31), (0, 0, 0))),
    ),
    Case(name="pixel-bomb", make=lambda: png(idat=zeros(1000)), size=SIZE),
    Case(
        name="broken-exif",
        make=lambda: with_chunk(PNG, b"eXIf", b"II*\0\xff\xff\xff\x7f"),
        notes=(EXIF_NOTE,),
        warnings=("its EXIF block cannot be read: check that the image stands upright",),
    ),
    Case(
        name="huge-exif",
        make=lambda: with_chunk(PNG, b"eXIf", exif(3) + bytes(20 << 20)),
        notes=(TURN, EXIF_NOTE),
    ),
    Case(
        name="exif-of-65535-entries",
        make=lambda: with_chunk(PNG, b"eXIf", b"II*\0\x08\0\0\0\xff\xff" + bytes(12 * 65535)),
        notes=(EXIF_NOTE,),
        warnings=("its EXIF block cannot be read: check that the image stands upright",),
    ),
    Case(
        name="stray-bytes",
        make=lambda: PNG + b"\0\0stray\n\n",
        notes=("stray bytes after the end removed",),
    ),
    Case(name="padded", make=lambda: PNG + bytes(5000)),
    Case(
        name="interlaced",  # seven passes over 48 x 32 grey pixels, a filter byte before each row
        make=lambda: png(
            interlaced=True,
            idat=zlib.compress(
                b"".join(
                    (b"\0" + b"\x80" * columns) * rows
                    for columns, rows in (
                        (6, 4),
                        (6, 4),
                        (12, 4),
                        (12, 8),
                        (24, 8),
                        (24, 16),
                        (48, 16),
                    )
                )
            ),
        ),
        pixels=(GREY_128, ((47, 31), (128, 128, 128))),
    ),
    Case(
        name="animation-of-one",
        make=lambda: with_chunk(PNG, b"acTL", struct.pack(">II", 1, 0)),
        pixels=(RED,),
    ),
    Case(
        name="animation-frame",
        make=lambda: animated("PNG"),
        frame=1,
        notes=("frame 1 of 3 taken",),
        pixels=(((0, 0), (0, 255, 0)),),
    ),
    # What does not
    Case(
        name="animation",
        make=lambda: animated("PNG"),
        code="animated",
        says="animation of 3 frames. Choose one of them by its number, from 0",
    ),
    Case(name="frame-beyond", make=lambda: animated("PNG"), frame=3, code="no-such-frame"),
    Case(name="frame-below", make=lambda: PNG, frame=-1, code="no-such-frame"),
    Case(
        name="million-frames",
        make=lambda: with_chunk(PNG, b"acTL", struct.pack(">II", 1_000_000, 0)),
        code="too-many-frames",
    ),
    Case(
        name="animation-without-frames",
        make=lambda: with_chunk(PNG, b"acTL", struct.pack(">II", 5, 0)),
        frame=4,
        code="damaged",
    ),
    Case(
        name="declares-20000-x-20000",
        make=lambda: png(width=20_000, height=20_000, idat=zeros(1)),
        code="too-many-pixels",
    ),
    Case(
        name="declares-the-most",
        make=lambda: png(width=2**31 - 1, height=2**31 - 1, idat=b""),
        code="too-many-pixels",
    ),
    Case(name="strip", make=lambda: png(width=30_000, height=20), code="side-too-long"),
    Case(name="tiny", make=lambda: png(width=15, height=400), code="too-small"),
    Case(name="zero-width", make=lambda: png(width=0, idat=b""), code="damaged"),
    Case(name="cut-in-half", make=lambda: PNG[: len(PNG) // 2], code="truncated"),
    Case(name="without-its-end", make=lambda: PNG[:-12], code="truncated"),
    Case(name="signature-alone", make=lambda: PNG[:8], code="truncated"),
    Case(name="no-pixels", make=lambda: PNG[:33] + chunk(b"IEND"), code="truncated"),
    Case(
        name="wrong-check-sum",
        make=lambda: PNG[:-16] + b"\0\0\0\0" + PNG[-12:],
        code="damaged",
    ),
    Case(name="pixels-not-packed", make=lambda: png(idat=b"not zlib"), code="damaged"),
    Case(name="two-headers", make=lambda: PNG[:33] + PNG[8:], code="damaged"),
    Case(name="odd-depth", make=lambda: png(bits=7), code="damaged"),
    Case(
        name="unknown-critical-chunk",
        make=lambda: with_chunk(PNG, b"NEEd", b""),
        code="unsupported-encoding",
    ),
    Case(
        name="for-iphone-programs",
        make=lambda: PNG[:8] + chunk(b"CgBI", bytes(4)) + PNG[8:],
        code="unsupported-encoding",
    ),
    Case(
        name="100000-chunks",
        make=lambda: png(before=[chunk(b"prVt")] * 100_000),
        code="too-complex",
    ),
    Case(name="then-zip", make=lambda: PNG + zip_of_a_program(), code="polyglot", says="ZIP"),
    Case(
        name="zip-in-a-chunk",
        make=lambda: with_chunk(PNG, b"prVt", zip_of_a_program()),
        code="polyglot",
        says="ZIP",
    ),
    Case(
        name="then-html",
        make=lambda: PNG + HTML,
        code="polyglot",
        says="39 bytes follow after its end, a web page or script",
    ),
    Case(
        name="then-jpeg",
        make=lambda: PNG + saved(picture(), "JPEG"),
        code="polyglot",
        says="image (JPEG)",
    ),
    Case(
        name="with-pdf-in-a-chunk",
        make=lambda: with_chunk(PNG, b"prVt", b"%PDF-1.7"),
        code="polyglot",
        says="PDF",
    ),
    Case(name="html-then-png", make=lambda: b"<html>" + PNG, code="other-format"),
    Case(name="zip-then-png", make=lambda: zip_of_a_program() + PNG, code="other-format"),
]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, recwarn: pytest.WarningsRecorder):
    assert case.seen(case.verdict()) == case.expected()
    assert not recwarn.list
