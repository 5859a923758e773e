"""TIFF: odd and hostile files, each with its exact verdict, all decoded in child processes."""

from __future__ import annotations

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from tests.cohorts.hostile import GREY_128, ICC_NOTE, PLANTED, RED, SIZE, Case, ids
from tests.cohorts.making_images import (
    cmyk_profile,
    exif,
    grey16,
    picture,
    saved,
    swapped_profile,
    tiff,
    xmp,
)
from tests.cohorts.verdicts import Verdicts

PLAIN = saved(picture(), "TIFF")
DEEP = "16 bit grey reduced to 8 bit (white is 65535)"


def _pages(*pages: Image.Image, **options: object) -> bytes:
    return saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], **options)


def _colour(name: str) -> Image.Image:
    return Image.new("RGB", SIZE, name)


def _float(values: np.ndarray) -> bytes:
    return saved(Image.fromarray(values.astype(np.float32)), "TIFF")


def _tagged(**tags: object) -> bytes:
    """A TIFF with text tags, and an EXIF and a GPS directory that come after the pixels."""
    listing = TiffImagePlugin.ImageFileDirectory_v2()
    for tag in (270, 305, 315, 33432):
        listing[tag] = PLANTED
    listing[700] = xmp()
    listing[700 + 65000 - 700] = PLANTED  # a private tag
    block = Image.Exif()
    block.load(exif(1, planted=True))
    listing[34665] = block.get_ifd(0x8769)
    listing[34853] = block.get_ifd(0x8825)
    return saved(picture(), "TIFF", tiffinfo=listing)


def _chain(count: int) -> bytes:
    """Many directories, one after the other, that share their pixels."""
    data = bytearray(tiff())
    (start,) = struct.unpack_from("<I", data, 4)
    listing = bytes(data[start : start + 2 + 12 * 9])
    for _ in range(count):
        struct.pack_into("<I", data, start + len(listing), len(data))
        start = len(data)
        data += listing + bytes(4)
    return bytes(data)


def _with_preview() -> bytes:
    """A second page that says of itself that it is a smaller copy of the first."""
    data = bytearray(tiff())
    (start,) = struct.unpack_from("<I", data, 4)
    struct.pack_into("<I", data, start + 2 + 12 * 9, len(data))
    at = len(data)
    preview = tiff({254: 1, 256: 24, 257: 16, 273: 8, 278: 16, 279: 24 * 16}, rows=bytes(8))
    (listing,) = struct.unpack_from("<I", preview, 4)
    return bytes(data[:at]) + preview[listing:]


def _raw_photo() -> bytes:
    return tiff({50706: (1, 4, 0, 0)})


def _raw_photo_with_preview() -> bytes:
    return tiff({254: 1, 330: 8})


CASES = [
    Case(name="rgb", make=lambda: PLAIN, size=SIZE, pixels=(RED,)),
    Case(name="big-endian", make=lambda: tiff(order=">"), pixels=(GREY_128,)),
    *(
        Case(
            name=f"packed-by-{method}",
            make=lambda method=method: saved(picture(), "TIFF", compression=method),
            pixels=(RED,),
        )
        for method in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "zstd")
    ),
    Case(name="jpeg-inside", make=lambda: saved(picture(), "TIFF", compression="jpeg"), size=SIZE),
    Case(name="fax", make=lambda: saved(picture("1"), "TIFF", compression="group4"), size=SIZE),
    Case(name="palette", make=lambda: saved(picture("P"), "TIFF"), size=SIZE),
    Case(
        name="alpha",
        make=lambda: saved(Image.new("RGBA", SIZE, (0, 0, 0, 0)), "TIFF"),
        notes=("transparency laid on white",),
        warnings=("the image is transparent all over: nothing can be seen",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="cmyk",
        make=lambda: saved(Image.new("CMYK", SIZE, (0, 0, 0, 255)), "TIFF"),
        notes=("CMYK converted without a colour profile",),
        pixels=(((0, 0), (0, 0, 0)),),
    ),
    Case(
        name="cmyk-with-profile",
        make=lambda: saved(
            Image.new("CMYK", SIZE, (0, 0, 0, 255)), "TIFF", icc_profile=cmyk_profile()
        ),
        notes=("CMYK converted by its colour profile", ICC_NOTE),
        pixels=(((0, 0), (119, 119, 119)),),
    ),
    Case(
        name="other-profile",
        make=lambda: saved(picture(), "TIFF", icc_profile=swapped_profile()),
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((0, 0), (10, 10, 250)),),
    ),
    Case(
        name="profile-beyond-the-end",
        make=lambda: tiff({34675: bytes(500)})[:-400],
        notes=("colour profile ignored: not valid", ICC_NOTE),
    ),
    Case(
        name="16-bit-grey",
        make=lambda: saved(grey16(), "TIFF"),
        notes=(DEEP,),
        pixels=(((0, 0), (0, 0, 0)), ((47, 31), (255, 255, 255))),
    ),
    Case(
        name="16-bit-grey-big-endian",
        make=lambda: tiff({258: 16}, rows=b"\x80\x80" * (SIZE[0] * SIZE[1]), order=">"),
        notes=(DEEP,),
        pixels=(GREY_128,),
    ),
    Case(
        name="16-bit-grey-where-0-is-white",
        make=lambda: tiff({258: 16, 262: 0}, rows=b"\xff\x3f" * (SIZE[0] * SIZE[1])),
        notes=(DEEP, "negative inverted"),
        pixels=(((0, 0), (191, 191, 191)),),
    ),
    Case(
        name="8-bit-grey-where-0-is-white",
        make=lambda: tiff({262: 0}, rows=bytes(SIZE[0] * SIZE[1])),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="16-bit-colour",
        make=lambda: tiff(
            {258: (16, 16, 16), 262: 2, 277: 3}, rows=b"\x80\x80" * (SIZE[0] * SIZE[1] * 3)
        ),
        notes=("16 bit colour reduced to 8 bit",),
        pixels=(GREY_128,),
    ),
    Case(
        name="32-bit-integers",
        make=lambda: saved(Image.fromarray(np.full(SIZE[::-1], 70_000, np.int32)), "TIFF"),
        notes=("32 bit grey reduced to 8 bit (from its darkest to its brightest pixel)",),
    ),
    Case(
        name="float-0-to-1",
        make=lambda: _float(np.linspace(0, 1, 48 * 32).reshape(32, 48)),
        notes=("floating point grey reduced to 8 bit (white is 1)",),
        pixels=(((47, 31), (255, 255, 255)),),
    ),
    Case(
        name="float-of-any-size",
        make=lambda: _float(np.linspace(-1e30, 1e30, 48 * 32).reshape(32, 48)),
        notes=("floating point grey reduced to 8 bit (from its darkest to its brightest pixel)",),
        pixels=(((0, 0), (0, 0, 0)), ((47, 31), (255, 255, 255))),
    ),
    Case(
        name="float-not-numbers",
        make=lambda: _float(np.full((32, 48), np.nan)),
        notes=("floating point grey reduced to 8 bit (white is 1)",),
        warnings=("pixels without a number are shown as the darkest",),
        pixels=(((0, 0), (0, 0, 0)),),
    ),
    Case(
        name="float-infinite",
        make=lambda: _float(np.where(np.eye(32, 48) > 0, np.inf, 0.5)),
        notes=("floating point grey reduced to 8 bit (white is 1)",),
        warnings=("pixels without a number are shown as the darkest",),
        pixels=(((5, 0), (128, 128, 128)),),
    ),
    *(
        Case(
            name=f"orientation-{number}-{method}",
            make=lambda number=number, method=method: saved(
                picture(), "TIFF", tiffinfo={274: number}, compression=method
            ),
            notes=("turned by its EXIF orientation",),
            size=SIZE if number < 5 else SIZE[::-1],
            pixels=(({3: (47, 31), 6: (31, 0), 7: (31, 47)}[number], (250, 10, 10)),),
        )
        for number, method in ((3, "raw"), (6, "raw"), (6, "tiff_lzw"), (7, "tiff_adobe_deflate"))
    ),
    Case(
        name="everything-planted",
        make=_tagged,
        notes=("metadata removed: EXIF, GPS, XMP, comment, application data",),
        pixels=(RED,),
    ),
    Case(
        name="looping-exif-directory",
        make=lambda: tiff({34665: 8 + SIZE[0] * SIZE[1]}),
        code="too-complex",
    ),
    Case(
        name="exif-directory-beyond-the-end",
        make=lambda: tiff({34665: 2**31}),
        notes=("metadata removed: EXIF",),
    ),
    Case(name="preview-page", make=_with_preview, pixels=(GREY_128,)),
    Case(
        name="page",
        make=lambda: _pages(_colour("red"), _colour("lime")),
        frame=1,
        notes=("frame 1 of 2 taken",),
        pixels=(((0, 0), (0, 255, 0)),),
    ),
    Case(
        name="pages",
        make=lambda: _pages(_colour("red"), _colour("lime")),
        code="many-pages",
        says="holds 2 pages. Choose one",
    ),
    Case(
        name="page-beyond",
        make=lambda: _pages(_colour("red"), _colour("lime")),
        frame=2,
        code="no-such-frame",
    ),
    Case(
        name="5000-pages", make=lambda: _chain(5000), code="too-many-frames", says="more than 4000"
    ),
    Case(name="looping-pages", make=lambda: tiff(following=8 + SIZE[0] * SIZE[1]), code="damaged"),
    Case(name="no-pages", make=lambda: b"II*\0\0\0\0\0", code="damaged"),
    Case(name="directory-beyond-the-end", make=lambda: b"II*\0\xff\xff\0\0", code="truncated"),
    Case(name="header-alone", make=lambda: b"II*\0", code="truncated"),
    Case(name="cut", make=lambda: PLAIN[:-500], code="truncated"),
    Case(name="cut-in-the-directory", make=lambda: tiff()[:-20], code="truncated"),
    Case(
        name="declares-60000-x-60000",
        make=lambda: tiff({256: 60_000, 257: 60_000, 259: 5}),
        code="too-many-pixels",
    ),
    Case(
        name="declares-4-billion",
        make=lambda: tiff({256: 2**32 - 1, 259: 8}),
        code="too-many-pixels",
    ),
    Case(name="declares-more-than-it-holds", make=lambda: tiff({257: 33}), code="truncated"),
    Case(
        name="width-told-twice",  # by a signed number first, which Pillow takes and we do not
        make=lambda: tiff({255: 24}).replace(b"\xff\0\4\0", b"\0\1\x09\0", 1),
        code="damaged",
    ),
    Case(name="no-width", make=lambda: tiff({256: None}), code="damaged"),
    Case(name="strip-lies-about-its-place", make=lambda: tiff({273: 2**31}), code="truncated"),
    Case(name="strip-lies-about-its-length", make=lambda: tiff({279: 2**31}), code="truncated"),
    Case(name="strip-too-short", make=lambda: tiff({279: 10}), code="truncated"),
    Case(name="strips-without-lengths", make=lambda: tiff({279: None}), code="damaged"),
    Case(name="no-strips", make=lambda: tiff({273: None, 279: None}), code="damaged"),
    Case(
        name="packed-noise",
        make=lambda: tiff({259: 5}, rows=bytes(range(256))),
        code="damaged",
    ),
    Case(
        name="zlib-noise",
        make=lambda: tiff({259: 8}, rows=bytes(range(256))),
        code="damaged",
    ),
    Case(
        name="million-samples",
        make=lambda: tiff({277: 1_000_000, 259: 5}),
        code="unsupported-encoding",
    ),
    Case(name="unknown-compression", make=lambda: tiff({259: 9999}), code="unsupported-encoding"),
    Case(
        name="cielab",
        make=lambda: saved(picture().convert("LAB"), "TIFF"),
        code="unsupported-encoding",
        says="colour space",
    ),
    Case(name="5-bit", make=lambda: tiff({258: 5}), code="unsupported-encoding"),
    Case(name="bigtiff", make=lambda: b"II+\0\x08\0\0\0" + bytes(40), code="unsupported-encoding"),
    Case(name="raw-photo", make=_raw_photo, code="unsupported-encoding", says="raw photo"),
    Case(
        name="raw-photo-with-preview",
        make=_raw_photo_with_preview,
        code="unsupported-encoding",
        says="raw photo",
    ),
    Case(
        name="2000-tags",
        make=lambda: tiff(dict.fromkeys(range(40_000, 42_000), 1)),
        code="too-complex",
    ),
    Case(
        name="then-html",
        make=lambda: PLAIN + b"<html><script>alert(1)</script>",
        code="polyglot",
        says="web page",
    ),
    Case(
        name="then-program",
        make=lambda: PLAIN + b"MZ" + bytes(99) + b"x",
        code="polyglot",
        says="Windows program",
    ),
]


@pytest.fixture(scope="module")
def verdicts():
    return Verdicts(CASES)


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, verdicts: Verdicts):
    assert case.seen(verdicts[case]) == case.expected()


def test_pillow_itself_reads_what_is_made_by_hand():
    with Image.open(BytesIO(tiff())) as image:
        assert image.size == SIZE
        assert image.getpixel((0, 0)) == 128
