"""PNG, JPEG, WebP and BMP: odd and hostile files, each with its exact verdict."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image

from raredx.cohorts.containers import READERS
from tests.cohorts.hostile import (
    PLANTED,
    SIZE,
    Case,
    bmp,
    chunk,
    cmyk_profile,
    dicom_sample,
    exif,
    grey16,
    grey_profile,
    icc_segments,
    ids,
    jpeg,
    picture,
    png,
    riff,
    saved,
    segment,
    srgb_profile,
    swapped_profile,
    with_chunk,
    xmp,
    zeros,
)

PNG, JPEG, WEBP, BMP = (saved(picture(), name) for name in ("PNG", "JPEG", "WEBP", "BMP"))
LOSSLESS = saved(picture(), "WEBP", lossless=True)
HTML = b"<script>alert(document.cookie)</script>"
ICC_NOTE = "metadata removed: ICC"
EXIF_NOTE = "metadata removed: EXIF"
RED = ((0, 0), (250, 10, 10))
GREY_128 = ((0, 0), (128, 128, 128))


def _zip(content: bytes = b"MZ") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("payload.exe", content)
    return file.getvalue()


def _zip_inside_png() -> bytes:
    """A ZIP in a chunk of its own, its end record's comment reaching to the end of the PNG."""
    return with_chunk(PNG, b"prVt", bytes(len(PNG))).replace(
        bytes(len(PNG)), _zip().ljust(len(PNG), b"\0"), 1
    )


def _with_alpha(image: Image.Image, clear: int = 0) -> Image.Image:
    """The left half made clear."""
    alpha = Image.new("L", image.size, 255)
    alpha.paste(clear, (0, 0, image.width // 2, image.height))
    image.putalpha(alpha)
    return image


def _animated(format: str) -> bytes:
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "lime", "blue")]
    return saved(frames[0], format, save_all=True, append_images=frames[1:], lossless=True)


def _scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = saved(picture("L"), "JPEG", progressive=True)
    last = data.rfind(b"\xff\xda")
    return data[:last] + data[last:-2] * count + b"\xff\xd9"


def _with_flag(data: bytes, flag: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A lossless WebP made an extended one, with further chunks."""
    head = bytes([flag, 0, 0, 0]) + b"".join((side - 1).to_bytes(3, "little") for side in SIZE)
    return riff([(b"VP8X", head), (b"VP8L", data[20:]), *chunks])


def _phone_jpeg() -> bytes:
    """As Samsung phones write them: a block and its listing after the image."""
    block = b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1700000000000"
    listing = b"SEFH" + struct.pack("<IIHHII", 106, 1, 0, 0x0A01, len(block), len(block))
    return JPEG + block + listing + struct.pack("<I", len(listing)) + b"SEFT"


def _bmp_with_profile() -> bytes:
    profile = swapped_profile()
    rows = bytes([0, 0, 200]) * (SIZE[0] * SIZE[1])
    head = struct.pack("<IiiHHIIiiII", 124, *SIZE, 1, 24, 0, len(rows), 0, 0, 0, 0)
    head += bytes(16) + struct.pack("<I", 0x4D424544) + bytes(48)
    head += struct.pack("<IIII", 0, 124 + len(rows), len(profile), 0)
    return struct.pack("<2sIII", b"BM", 138 + len(rows), 0, 138) + head + rows + profile


CASES = [
    # PNG: what comes in
    Case(name="png-rgb", make=lambda: PNG, size=SIZE, pixels=(RED,)),
    Case(name="png-grey", make=lambda: saved(picture("L"), "PNG")),
    Case(name="png-1-bit", make=lambda: saved(picture("1"), "PNG")),
    Case(name="png-palette", make=lambda: saved(picture("P"), "PNG")),
    Case(
        name="png-palette-clear",
        make=lambda: saved(Image.new("P", SIZE), "PNG", transparency=0),
        notes=("transparency laid on white",),
        warnings=("the image is transparent all over: nothing can be seen",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="png-rgb-with-clear-colour",
        make=lambda: saved(picture(), "PNG", transparency=(250, 10, 10)),
        notes=("transparency laid on white",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="png-alpha",
        make=lambda: saved(_with_alpha(picture()), "PNG"),
        notes=("transparency laid on white",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="png-half-clear-grey",
        make=lambda: saved(_with_alpha(Image.new("L", SIZE, 0), 128), "PNG"),
        notes=("transparency laid on white",),
        pixels=(((0, 0), (127, 127, 127)), ((47, 0), (0, 0, 0))),
    ),
    Case(name="png-opaque-alpha", make=lambda: saved(picture("RGBA"), "PNG"), pixels=(RED,)),
    Case(
        name="png-16-bit-grey",
        make=lambda: saved(grey16(), "PNG"),
        notes=("16 bit grey reduced to 8 bit (white is 65535)",),
        pixels=(((0, 0), (0, 0, 0)), ((47, 31), (255, 255, 255))),
    ),
    Case(
        name="png-12-bit-in-16",
        make=lambda: saved(grey16(4000), "PNG"),
        notes=("16 bit grey reduced to 8 bit (white is 4095)",),
        pixels=(((47, 31), (249, 249, 249)),),
    ),
    Case(
        name="png-8-bit-in-16",
        make=lambda: saved(grey16(200), "PNG"),
        notes=("16 bit grey reduced to 8 bit (white is 255)",),
        pixels=(((47, 31), (200, 200, 200)),),
    ),
    Case(
        name="png-16-bit-colour",
        make=lambda: png(bits=16, colours=2),
        notes=("16 bit colour reduced to 8 bit",),
    ),
    Case(
        name="png-exif-turn",
        make=lambda: saved(picture(), "PNG", exif=exif(6)),
        notes=("turned by its EXIF orientation", EXIF_NOTE),
        size=SIZE[::-1],
        pixels=(((31, 0), (250, 10, 10)),),
    ),
    Case(
        name="png-texts",
        make=lambda: with_chunk(
            with_chunk(PNG, b"tEXt", b"Author\0" + PLANTED.encode()),
            b"iTXt",
            b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(),
        ),  # fmt: skip
        notes=("metadata removed: XMP, comment",),
    ),
    Case(
        name="png-time",
        make=lambda: with_chunk(PNG, b"tIME", struct.pack(">HBBBBB", 1979, 1, 2, 3, 4, 5)),
        notes=("metadata removed: date",),
    ),
    Case(
        name="png-private-chunk",
        make=lambda: with_chunk(PNG, b"prVt", HTML),
        notes=("metadata removed: application data",),
    ),
    Case(
        name="png-srgb-profile",
        make=lambda: saved(picture(), "PNG", icc_profile=srgb_profile()),
        notes=(ICC_NOTE,),
        pixels=(RED,),
    ),
    Case(
        name="png-other-profile",
        make=lambda: saved(picture(), "PNG", icc_profile=swapped_profile()),
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((0, 0), (10, 10, 250)),),
    ),
    Case(
        name="png-grey-profile",
        make=lambda: saved(Image.new("L", SIZE, 55), "PNG", icc_profile=grey_profile()),
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(GREY_128,),
    ),
    Case(
        name="png-profile-of-another-kind",
        make=lambda: saved(picture(), "PNG", icc_profile=grey_profile()),
        notes=("colour profile ignored: made for another kind of image", ICC_NOTE),
        pixels=(RED,),
    ),
    Case(
        name="png-broken-profile",
        make=lambda: saved(picture(), "PNG", icc_profile=b"\0" * 400),
        notes=("colour profile ignored: not valid", ICC_NOTE),
        pixels=(RED,),
    ),
    Case(
        name="png-profile-not-packed",
        make=lambda: with_chunk(PNG, b"iCCP", b"name\0\0not zlib"),
        notes=("colour profile ignored: not valid", ICC_NOTE),
    ),
    Case(
        name="png-cut-profile",
        make=lambda: saved(picture(), "PNG", icc_profile=swapped_profile()[:300]),
        notes=("colour profile ignored: not valid", ICC_NOTE),
    ),
    Case(
        name="png-profile-bomb",
        make=lambda: with_chunk(PNG, b"iCCP", b"name\0\0" + zeros(1000)),
        notes=("colour profile ignored: too large", ICC_NOTE),
    ),
    Case(
        name="png-text-bomb",
        make=lambda: with_chunk(PNG, b"zTXt", b"key\0\0" + zeros(1000)),
        notes=("metadata removed: comment",),
    ),
    Case(
        name="png-stream-of-too-few-rows",  # a whole stream, so nothing was cut: the rest is black
        make=lambda: png(idat=zlib.compress((b"\0" + b"\x80" * 48) * 10)),
        pixels=(GREY_128, ((0, 31), (0, 0, 0))),
    ),
    Case(name="png-pixel-bomb", make=lambda: png(idat=zeros(1000)), size=SIZE),
    Case(
        name="png-broken-exif",
        make=lambda: with_chunk(PNG, b"eXIf", b"II*\0\xff\xff\xff\x7f"),
        notes=(EXIF_NOTE,),
        warnings=("its EXIF block cannot be read: check that the image stands upright",),
    ),
    Case(
        name="png-huge-exif",
        make=lambda: with_chunk(PNG, b"eXIf", exif(3) + bytes(20 << 20)),
        notes=("turned by its EXIF orientation", EXIF_NOTE),
    ),
    Case(
        name="png-exif-of-65535-entries",
        make=lambda: with_chunk(PNG, b"eXIf", b"II*\0\x08\0\0\0\xff\xff" + bytes(12 * 65535)),
        notes=(EXIF_NOTE,),
        warnings=("its EXIF block cannot be read: check that the image stands upright",),
    ),
    Case(
        name="png-stray-bytes",
        make=lambda: PNG + b"\0\0stray\n\n",
        notes=("stray bytes after the end removed",),
    ),
    Case(name="png-padded", make=lambda: PNG + bytes(5000)),
    Case(
        name="png-interlaced",
        make=lambda: png(colours=2, idat=zlib.compress(bytes(49 * 32 * 3))),
    ),
    Case(
        name="png-animation-of-one",
        make=lambda: with_chunk(PNG, b"acTL", struct.pack(">II", 1, 0)),
        pixels=(RED,),
    ),
    Case(
        name="png-animation-frame",
        make=lambda: _animated("PNG"),
        frame=1,
        notes=("frame 1 of 3 taken",),
        pixels=(((0, 0), (0, 255, 0)),),
    ),
    # PNG: what does not
    Case(
        name="png-animation",
        make=lambda: _animated("PNG"),
        code="animated",
        says="animation of 3 frames. Choose one of them by its number, from 0",
    ),
    Case(name="png-frame-beyond", make=lambda: _animated("PNG"), frame=3, code="no-such-frame"),
    Case(name="png-frame-below", make=lambda: PNG, frame=-1, code="no-such-frame"),
    Case(
        name="png-million-frames",
        make=lambda: with_chunk(PNG, b"acTL", struct.pack(">II", 1_000_000, 0)),
        code="too-many-frames",
    ),
    Case(
        name="png-animation-without-frames",
        make=lambda: with_chunk(PNG, b"acTL", struct.pack(">II", 5, 0)),
        frame=4,
        code="damaged",
    ),
    Case(
        name="png-declares-20000-x-20000",
        make=lambda: png(width=20_000, height=20_000, idat=zeros(1)),
        code="too-many-pixels",
    ),
    Case(
        name="png-declares-the-most",
        make=lambda: png(width=2**31 - 1, height=2**31 - 1, idat=b""),
        code="too-many-pixels",
    ),
    Case(name="png-strip", make=lambda: png(width=30_000, height=20), code="side-too-long"),
    Case(name="png-tiny", make=lambda: png(width=15, height=400), code="too-small"),
    Case(name="png-zero-width", make=lambda: png(width=0, idat=b""), code="damaged"),
    Case(name="png-cut-in-half", make=lambda: PNG[: len(PNG) // 2], code="truncated"),
    Case(name="png-without-its-end", make=lambda: PNG[:-12], code="truncated"),
    Case(name="png-signature-alone", make=lambda: PNG[:8], code="truncated"),
    Case(name="png-no-pixels", make=lambda: PNG[:33] + chunk(b"IEND"), code="truncated"),
    Case(
        name="png-wrong-check-sum",
        make=lambda: PNG.replace(PNG[60:64], bytes(b ^ 1 for b in PNG[60:64]), 1),
        code="damaged",
    ),
    Case(name="png-pixels-not-packed", make=lambda: png(idat=b"not zlib"), code="damaged"),
    Case(name="png-two-headers", make=lambda: PNG[:33] + PNG[8:], code="damaged"),
    Case(name="png-odd-depth", make=lambda: png(bits=7), code="damaged"),
    Case(
        name="png-unknown-critical-chunk",
        make=lambda: with_chunk(PNG, b"NEEd", b""),
        code="unsupported-encoding",
    ),
    Case(
        name="png-for-iphone-programs",
        make=lambda: PNG[:8] + chunk(b"CgBI", bytes(4)) + PNG[8:],
        code="unsupported-encoding",
    ),
    Case(
        name="png-100000-chunks",
        make=lambda: png(before=[chunk(b"prVt")] * 100_000),
        code="too-complex",
    ),
    Case(name="png-then-zip", make=lambda: PNG + _zip(), code="polyglot", says="ZIP"),
    Case(name="png-zip-in-a-chunk", make=_zip_inside_png, code="polyglot", says="ZIP"),
    Case(
        name="png-then-html",
        make=lambda: PNG + HTML,
        code="polyglot",
        says="39 bytes follow after its end, a web page or script",
    ),
    Case(name="png-then-jpeg", make=lambda: PNG + JPEG, code="polyglot", says="image (JPEG)"),
    Case(
        name="png-with-pdf-in-a-chunk",
        make=lambda: with_chunk(PNG, b"prVt", b"%PDF-1.7"),
        code="polyglot",
        says="PDF",
    ),
    Case(name="html-then-png", make=lambda: b"<html>" + PNG, code="other-format"),
    Case(name="zip-then-png", make=lambda: _zip() + PNG, code="other-format"),
    # JPEG: what comes in
    Case(name="jpeg-rgb", make=lambda: jpeg(), size=SIZE),
    Case(name="jpeg-grey", make=lambda: jpeg("L")),
    Case(name="jpeg-progressive", make=lambda: jpeg(progressive=True)),
    Case(
        name="jpeg-cmyk",
        make=lambda: jpeg("CMYK"),
        notes=("CMYK converted without a colour profile",),
    ),
    Case(
        name="jpeg-cmyk-with-profile",
        make=lambda: saved(
            Image.new("CMYK", SIZE, (255, 0, 0, 0)), "JPEG", icc_profile=cmyk_profile()
        ),  # fmt: skip
        notes=("CMYK converted by its colour profile", ICC_NOTE),
        pixels=(((9, 9), (119, 119, 119)),),  # L* 50
    ),
    Case(
        name="jpeg-cmyk-with-rgb-profile",
        make=lambda: jpeg("CMYK", icc_profile=srgb_profile()),
        notes=(
            "CMYK converted without a colour profile",
            "colour profile ignored: made for another kind of image",
            ICC_NOTE,
        ),
    ),
    Case(
        name="jpeg-other-profile",
        make=lambda: saved(
            Image.new("RGB", SIZE, (200, 0, 0)), "JPEG", icc_profile=swapped_profile()
        ),  # fmt: skip
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((9, 9), (0, 0, 200)),),
    ),
    Case(
        name="jpeg-pydicoms-crayons-profile",
        make=lambda: jpeg(icc_profile=dicom_sample("crayons.icc")),
        notes=(ICC_NOTE,),  # sRGB in other words
    ),
    Case(
        name="jpeg-profile-with-a-piece-missing",
        make=lambda: jpeg(before=icc_segments(swapped_profile() + bytes(70_000))[:1]),
        notes=("colour profile ignored: not valid", ICC_NOTE),
    ),
    Case(
        name="jpeg-profile-of-8-MB",
        make=lambda: jpeg(before=icc_segments(bytes(8_000_000))),
        notes=("colour profile ignored: too large", ICC_NOTE),
    ),
    *(
        Case(
            name=f"jpeg-orientation-{number}",
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
    Case(name="jpeg-orientation-9", make=lambda: jpeg(exif=exif(9)), notes=(EXIF_NOTE,), size=SIZE),
    Case(
        name="jpeg-everything-planted",
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
        name="jpeg-broken-exif",
        make=lambda: jpeg(before=[segment(0xE1, b"Exif\0\0garbage")]),
        notes=(EXIF_NOTE,),
        warnings=("its EXIF block cannot be read: check that the image stands upright",),
    ),
    Case(
        name="jpeg-with-second-image",
        make=lambda: jpeg() + bytes(100) + jpeg("L"),
        notes=("further images inside removed",),
    ),
    Case(
        name="jpeg-from-a-samsung-phone",
        make=_phone_jpeg,
        notes=("phone data after the end removed",),
    ),
    Case(name="jpeg-fill-bytes", make=lambda: JPEG[:2] + b"\xff" * 500 + JPEG[2:]),
    Case(name="jpeg-100-scans", make=lambda: _scans(100)),
    # JPEG: what does not
    Case(name="jpeg-5000-scans", make=lambda: _scans(5000), code="too-complex"),
    Case(
        name="jpeg-100000-segments",
        make=lambda: jpeg(before=[segment(0xFE, b"")] * 100_000),
        code="too-complex",
    ),
    Case(name="jpeg-cut-in-half", make=lambda: JPEG[: len(JPEG) // 2], code="truncated"),
    Case(name="jpeg-without-its-end", make=lambda: JPEG[:-2], code="truncated"),
    Case(name="jpeg-start-alone", make=lambda: b"\xff\xd8\xff", code="truncated"),
    Case(name="jpeg-fill-bytes-alone", make=lambda: b"\xff\xd8" + b"\xff" * 99, code="truncated"),
    Case(name="jpeg-no-scan", make=lambda: b"\xff\xd8\xff\xd9", code="truncated"),
    Case(
        name="jpeg-scan-first",
        make=lambda: b"\xff\xd8" + segment(0xDA, bytes(6)) + JPEG[2:],
        code="damaged",
    ),  # fmt: skip
    Case(
        name="jpeg-noise-between-segments",
        make=lambda: JPEG[:2] + b"\xff\xfe\0\x02x" + JPEG[2:],
        code="damaged",
    ),  # fmt: skip
    Case(
        name="jpeg-segment-of-no-length",
        make=lambda: b"\xff\xd8\xff\xe0\0\0" + JPEG[2:],
        code="damaged",
    ),  # fmt: skip
    Case(
        name="jpeg-declares-65000-x-65000",
        make=lambda: _declared(JPEG, 65_000, 65_000),
        code="too-many-pixels",
    ),
    Case(name="jpeg-declares-no-height", make=lambda: _declared(JPEG, 48, 0), code="damaged"),
    Case(
        name="jpeg-12-bit",
        make=lambda: _declared(JPEG, *SIZE, bits=12),
        code="unsupported-encoding",
        says="12 bit, 3 channels",
    ),
    Case(
        name="jpeg-lossless",
        make=lambda: JPEG.replace(b"\xff\xc0", b"\xff\xc3", 1),
        code="unsupported-encoding",
    ),
    Case(
        name="jpeg-arithmetic",
        make=lambda: JPEG.replace(b"\xff\xc0", b"\xff\xc9", 1),
        code="unsupported-encoding",
    ),
    Case(name="jpeg-without-tables", make=lambda: _without(JPEG, 0xDB), code="damaged"),
    Case(name="jpeg-then-zip", make=lambda: JPEG + _zip(), code="polyglot", says="ZIP"),
    Case(
        name="jpeg-then-php",
        make=lambda: JPEG + b"<?php system($_GET['c']); ?>",
        code="polyglot",
        says="script",
    ),  # fmt: skip
    Case(
        name="jpeg-then-mp4",
        make=lambda: JPEG + b"\0\0\0\x18ftypmp42" + bytes(99) + b"x",
        code="polyglot",
    ),  # fmt: skip
    Case(name="jpeg-half-a-phone-block", make=lambda: JPEG + b"x" * 99 + b"SEFT", code="polyglot"),
    Case(
        name="jpeg-zip-in-a-comment",
        make=lambda: jpeg(before=[segment(0xFE, _zip())]),
        code="polyglot",
        says="ZIP",
    ),
    Case(name="pdf-then-jpeg", make=lambda: b"%PDF-1.4\n" + JPEG, code="other-format"),
    # WebP
    Case(name="webp-lossy", make=lambda: WEBP, size=SIZE),
    Case(name="webp-lossless", make=lambda: LOSSLESS, pixels=(RED,)),
    Case(
        name="webp-alpha",
        make=lambda: saved(_with_alpha(picture()), "WEBP", lossless=True),
        notes=("transparency laid on white",),
        pixels=(((0, 0), (255, 255, 255)),),
    ),
    Case(
        name="webp-exif-turn-and-xmp",
        make=lambda: saved(picture(), "WEBP", exif=exif(8, planted=True), xmp=xmp()),
        notes=("turned by its EXIF orientation", "metadata removed: EXIF, GPS, XMP"),
        size=SIZE[::-1],
    ),
    Case(
        name="webp-other-profile",
        make=lambda: saved(picture(), "WEBP", lossless=True, icc_profile=swapped_profile()),
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((0, 0), (10, 10, 250)),),
    ),
    Case(
        name="webp-broken-exif",
        make=lambda: _with_flag(LOSSLESS, 0x08, (b"EXIF", b"garbage")),
        notes=(EXIF_NOTE,),
        warnings=("its EXIF block cannot be read: check that the image stands upright",),
    ),
    Case(
        name="webp-unknown-chunk",
        make=lambda: _with_flag(LOSSLESS, 0, (b"evil", HTML)),
        notes=("metadata removed: application data",),
    ),
    Case(name="webp-animation", make=lambda: _animated("WEBP"), code="animated"),
    Case(
        name="webp-animation-frame",
        make=lambda: _animated("WEBP"),
        frame=2,
        notes=("frame 2 of 3 taken",),
        pixels=(((0, 0), (0, 0, 255)),),
    ),
    Case(
        name="webp-declares-16384-x-16384",
        make=lambda: riff([(b"VP8X", bytes(4) + b"\xff\x3f\0" * 2), (b"VP8L", LOSSLESS[20:])]),
        code="damaged",
    ),
    Case(
        name="webp-stream-declares-16384-x-16384",
        make=lambda: riff([(b"VP8L", b"\x2f" + struct.pack("<I", (1 << 28) - 1) + bytes(9))]),
        code="too-many-pixels",
    ),
    Case(
        name="webp-canvas-declares-16-million-squared",
        make=lambda: riff([(b"VP8X", bytes([2, 0, 0, 0]) + b"\xff" * 6), (b"ANMF", bytes(16))]),
        code="too-many-pixels",
    ),
    Case(name="webp-cut-in-half", make=lambda: WEBP[: len(WEBP) // 2], code="truncated"),
    Case(name="webp-12-bytes", make=lambda: WEBP[:12], code="truncated"),
    Case(name="webp-empty", make=lambda: riff([]), code="damaged"),
    Case(name="webp-short-stream", make=lambda: riff([(b"VP8 ", b"\0")]), code="damaged"),
    Case(
        name="webp-noise",
        make=lambda: riff([(b"VP8L", LOSSLESS[20:30] + bytes(99))]),
        code="damaged",
    ),  # fmt: skip
    Case(
        name="webp-chunk-beyond-the-end",
        make=lambda: riff([(b"VP8L", LOSSLESS[20:])])[:-60].replace(
            struct.pack("<I", len(LOSSLESS) - 8), struct.pack("<I", len(LOSSLESS) - 68), 1
        ),
        code="truncated",
    ),  # fmt: skip
    Case(
        name="webp-100000-chunks",
        make=lambda: riff([(b"VP8L", LOSSLESS[20:]), *[(b"evil", b"")] * 100_000]),
        code="too-complex",
    ),
    Case(name="webp-then-zip", make=lambda: WEBP + _zip(), code="polyglot", says="ZIP"),
    Case(name="webp-then-html", make=lambda: WEBP + HTML, code="polyglot"),
    # BMP
    Case(name="bmp-24-bit", make=lambda: BMP, pixels=(RED,)),
    Case(name="bmp-8-bit", make=lambda: bmp(bits=8), pixels=(GREY_128,)),
    Case(name="bmp-upside-down", make=lambda: bmp(height=-SIZE[1]), size=SIZE),
    Case(
        name="bmp-run-lengths",
        make=lambda: bmp(bits=8, method=1, rows=b"\x30\x80\0\0" * SIZE[1] + b"\0\x01"),
        pixels=(GREY_128,),
    ),
    Case(
        name="bmp-other-profile",
        make=_bmp_with_profile,
        notes=("converted to sRGB by its colour profile", ICC_NOTE),
        pixels=(((0, 0), (0, 0, 200)),),
    ),
    Case(name="bmp-cut", make=lambda: BMP[:-100], code="truncated"),
    Case(name="bmp-header-alone", make=lambda: BMP[:20], code="truncated"),
    Case(name="bmp-odd-header", make=lambda: BMP[:14] + b"\x29" + BMP[15:], code="damaged"),
    Case(name="bmp-7-bit", make=lambda: bmp(bits=7), code="damaged"),
    Case(name="bmp-holds-a-jpeg", make=lambda: bmp(method=4), code="unsupported-encoding"),
    Case(
        name="bmp-declares-2-billion",
        make=lambda: bmp(width=2**31 - 1, height=2**31 - 1, rows=b""),
        code="truncated",
    ),
    Case(
        name="bmp-runs-declare-20000-x-20000",
        make=lambda: bmp(width=20_000, height=20_000, bits=8, method=1, rows=b"\0\x01"),
        code="too-many-pixels",
    ),
    Case(name="bmp-then-zip", make=lambda: BMP + _zip(), code="polyglot", says="ZIP"),
    Case(name="bmp-then-html", make=lambda: BMP + HTML, code="polyglot"),
]


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


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, recwarn: pytest.WarningsRecorder):
    assert case.seen(case.verdict()) == case.expected()
    assert not recwarn.list


def test_names_of_cases_are_unique():
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("format", READERS)
def test_the_decoder_gets_no_metadata(format: str):
    options = {"exif": exif(1, planted=True), "xmp": xmp(), "comment": PLANTED}
    planted = saved(picture(), format, icc_profile=srgb_profile(), **options)
    assert PLANTED.encode() in planted or format == "BMP"
    container = READERS[format](planted)
    assert PLANTED.encode() not in container.picture
    with Image.open(BytesIO(container.picture)) as image:
        assert not {"exif", "xmp", "comment", "icc_profile", "Author"} & set(image.info)
