"""Makers of image files: sound ones, odd ones, and ones with a name in every corner."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageCms

from tests.cohorts.hostile import PLANTED, SIZE


def picture(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture without symmetries, so that a wrong turn shows: red in the top left corner."""
    width, height = size
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    red, green = 255 - columns * 4, rows * 7
    pixels = np.stack([red, green, (columns + rows) * 3], axis=2).astype(np.uint8)
    pixels[:4, :6] = (250, 10, 10)
    return Image.fromarray(pixels).convert(mode)


def grey16(white: int = 65535) -> Image.Image:
    """A ramp from black to `white`, 16 bits deep."""
    ramp = np.linspace(0, white, SIZE[0] * SIZE[1]).astype(np.uint16)
    return Image.fromarray(ramp.reshape(SIZE[1], SIZE[0]))


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def exif(orientation: int | None = None, *, planted: bool = False) -> bytes:
    """An EXIF block, with a name, a place and a serial number if `planted`."""
    block = Image.Exif()
    if orientation is not None:
        block[0x0112] = orientation
    if planted:
        block[0x013B] = PLANTED  # artist
        block[0x8298] = PLANTED  # copyright
        block[0x010E] = PLANTED  # description
        block.get_ifd(0x8769).update(
            {0xA431: PLANTED, 0x9286: b"ASCII\0\0\0" + PLANTED.encode(), 0x927C: PLANTED.encode()}
        )
        block.get_ifd(0x8825).update({1: "N", 2: (50.0, 4.0, 3.0), 29: PLANTED})
    return block.tobytes()


def xmp() -> bytes:
    return f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>{PLANTED}</dc:creator>".encode()


def zeros(count: int) -> bytes:
    """A zlib stream of `count` MB of zeros, at a thousandth of the size, made in no time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    check = (count << 20) % 65521 << 16 | 1
    return b"\x78\xda" + block * count + packer.flush() + struct.pack(">I", check)


def zip_of_a_program() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("payload.exe", b"MZ")
    return file.getvalue()


def half_clear(image: Image.Image, clear: int = 0) -> Image.Image:
    """The left half made clear."""
    alpha = Image.new("L", image.size, 255)
    alpha.paste(clear, (0, 0, image.width // 2, image.height))
    image.putalpha(alpha)
    return image


def animated(format: str) -> bytes:
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "lime", "blue")]
    return saved(frames[0], format, save_all=True, append_images=frames[1:], lossless=True)


# Colour profiles


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """sRGB with its red and blue primaries exchanged: what it converts is told at a glance."""
    profile = srgb_profile()
    return profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")


def grey_profile(gamma: float = 1.0) -> bytes:
    white = struct.pack(">4sIiii", b"XYZ ", 0, 63190, 65536, 54061)
    curve = struct.pack(">4sIIH", b"curv", 0, 1, round(gamma * 256)) + b"\0\0"
    return _profile(b"GRAY", b"XYZ ", {b"wtpt": white, b"kTRC": curve})


def cmyk_profile() -> bytes:
    """A press on which every ink makes the same light grey: white paper, then L* 50."""
    inks, grid = 4, 2
    straight = bytes(range(256))
    corners = b"".join(
        bytes([255 if corner == 0 else 128, 128, 128]) for corner in range(grid**inks)
    )
    table = struct.pack(">4sIBBBB", b"mft1", 0, inks, 3, grid, 0)
    table += struct.pack(">9i", *(65536, 0, 0, 0, 65536, 0, 0, 0, 65536))
    table += straight * inks + corners + straight * 3
    white = struct.pack(">4sIiii", b"XYZ ", 0, 63190, 65536, 54061)
    return _profile(b"CMYK", b"Lab ", {b"A2B0": table, b"wtpt": white})


def _profile(space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    listing, content = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, body in tags.items():
        listing += struct.pack(">4sII", name, start + len(content), len(body))
        content += body + bytes(-len(body) % 4)
    head = struct.pack(">I4sI4s4s4s12x4s", start + len(content), b"lcms", 0x02100000, b"prtr",
                       space, connection, b"acsp")  # fmt: skip
    head = head.ljust(68, b"\0") + struct.pack(">iii", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + listing + content


# PNG


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    *,
    width: int = SIZE[0],
    height: int = SIZE[1],
    bits: int = 8,
    colours: int = 0,
    interlaced: bool = False,
    idat: bytes | None = None,
    before: Iterable[bytes] = (),
) -> bytes:
    """A PNG put together by hand, grey unless `colours` says otherwise."""
    measures = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, interlaced)
    header = chunk(b"IHDR", measures)
    if idat is None:
        channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours]
        row = b"\0" + bytes(-(-width * channels * bits // 8))
        idat = zlib.compress(row * height)
    parts = [header, *before, chunk(b"IDAT", idat), chunk(b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def with_chunk(data: bytes, name: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk after its header."""
    return data[:33] + chunk(name, body) + data[33:]


# JPEG


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(mode: str = "RGB", *, before: Iterable[bytes] = (), **options: Any) -> bytes:
    """A JPEG with further segments after its start."""
    data = saved(picture(mode), "JPEG", **{"quality": 95, **options})
    return data[:2] + b"".join(before) + data[2:]


def icc_segments(profile: bytes) -> list[bytes]:
    pieces = [profile[i : i + 65000] for i in range(0, len(profile), 65000)]
    head = b"ICC_PROFILE\0"
    return [
        segment(0xE2, head + bytes([i + 1, len(pieces)]) + piece) for i, piece in enumerate(pieces)
    ]


# WebP and BMP


def riff(chunks: Iterable[tuple[bytes, bytes]]) -> bytes:
    packed = [
        name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2) for name, body in chunks
    ]
    content = b"WEBP" + b"".join(packed)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def bmp(
    *,
    width: int = SIZE[0],
    height: int = SIZE[1],
    bits: int = 24,
    method: int = 0,
    rows: bytes | None = None,
) -> bytes:
    """A BMP put together by hand, grey all over."""
    if rows is None:
        rows = b"\x80" * ((width * bits + 31) // 32 * 4 * abs(height))
    palette = b"".join(bytes([i, i, i, 0]) for i in range(256)) if bits == 8 else b""
    start = 54 + len(palette)
    head = struct.pack("<2sIII", b"BM", start + len(rows), 0, start)
    head += struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, method, len(rows), 0, 0, 0, 0)
    return head + palette + rows


# TIFF


def tiff(
    tags: dict[int, int | bytes | tuple[int, ...]] | None = None,
    *,
    rows: bytes = b"\x80" * (SIZE[0] * SIZE[1]),
    following: int = 0,
    order: str = "<",
) -> bytes:
    """A TIFF put together by hand: pixels, then one directory. Grey, unless `tags` say otherwise.

    A whole number is written as LONG, several as SHORTs, bytes as they are.
    """
    usual = {256: SIZE[0], 257: SIZE[1], 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: SIZE[1]}
    entries = {**usual, 279: len(rows), **(tags or {})}
    entries = {tag: value for tag, value in entries.items() if value is not None}
    start = 8 + len(rows) + len(rows) % 2
    listing, extra = struct.pack(f"{order}H", len(entries)), b""
    beyond = start + 2 + 12 * len(entries) + 4
    for tag, value in sorted(entries.items()):
        if isinstance(value, int):
            kind, count, body = 4, 1, struct.pack(f"{order}I", value)
        elif isinstance(value, tuple):
            kind, count, body = 3, len(value), struct.pack(f"{order}{len(value)}H", *value)
        else:
            kind, count, body = 7, len(value), value
        if len(body) > 4:
            place = beyond + len(extra)
            extra += body + bytes(len(body) % 2)
            body = struct.pack(f"{order}I", place)
        listing += struct.pack(f"{order}HHI", tag, kind, count) + body.ljust(4, b"\0")
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", start)
    body = rows + bytes(len(rows) % 2)
    return head + body + listing + struct.pack(f"{order}I", following) + extra
