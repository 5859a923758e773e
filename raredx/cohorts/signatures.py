"""What a file is, by its first bytes; its name says nothing."""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

READ = ("PNG", "JPEG", "WebP", "TIFF", "BMP", "DICOM")  # the formats that come in

_VIEWER = "Open it in an image viewer and save it as PNG or JPEG"
_PAGE = "Export the page or figure that matters as PNG"
_PHONE = "Save it as JPEG or PNG (on a phone: set the camera to Most Compatible)"
_VOLUME = "Export the slices that matter as DICOM or PNG"
_UNPACK = "Unpack it first, or import a ZIP as an archive"
_VIDEO = "Save the frame that matters as PNG"
_OTHER = "Give a PNG, JPEG, WebP, TIFF, BMP or DICOM file"


class Foreign(NamedTuple):
    """A known format that is not read: its name and what to do instead."""

    name: str
    advice: str
    archive: bool = False


_ZIP = Foreign("a ZIP archive (or an Office document)", _UNPACK, archive=True)
_SVG = Foreign("an SVG drawing", _PAGE)
_HTML = Foreign("a web page or script", _OTHER)
_XML = Foreign("an XML text", _OTHER)
_HEIC = Foreign("an HEIC photo", _PHONE)
_AVIF = Foreign("an AVIF image", _VIEWER)
_MP4 = Foreign("an MP4 or QuickTime video", _VIDEO)
_TEXT = {b"<svg": _SVG, b"<!doctype": _HTML, b"<html": _HTML, b"<script": _HTML, b"<?php": _HTML}

STARTS: tuple[tuple[bytes, str | Foreign], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0\x10\0\0\0CR", Foreign("a Canon raw photo", _VIEWER)),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),  # BigTIFF, which its reader refuses by name
    (b"MM\0+", "TIFF"),
    (b"BM", "BMP"),
    (b"GIF8", Foreign("a GIF image", _VIEWER)),
    (b"%PDF-", Foreign("a PDF document", _PAGE)),
    (b"%!PS", Foreign("a PostScript drawing", _PAGE)),
    (b"\xc5\xd0\xd3\xc6", Foreign("an EPS drawing", _PAGE)),
    (b"8BPS", Foreign("a Photoshop document", _VIEWER)),
    (b"gimp xcf", Foreign("a GIMP document", _VIEWER)),
    (b"\0\0\0\x0cjP  ", Foreign("a JPEG 2000 image", _VIEWER)),
    (b"\xff\x4f\xff\x51", Foreign("a JPEG 2000 image", _VIEWER)),
    (b"\0\0\0\x0cJXL ", Foreign("a JPEG XL image", _VIEWER)),
    (b"\xff\x0a", Foreign("a JPEG XL image", _VIEWER)),
    (b"II\xbc", Foreign("a JPEG XR image", _VIEWER)),
    (b"\0\0\1\0", Foreign("an icon", _VIEWER)),
    (b"\0\0\2\0", Foreign("a cursor", _VIEWER)),
    (b"SIMPLE  =", Foreign("a FITS image", _VIEWER)),
    (b"v/1\x01", Foreign("an OpenEXR image", _VIEWER)),
    (b"#?RADIANCE", Foreign("a Radiance image", _VIEWER)),
    (b"DDS ", Foreign("a DirectDraw image", _VIEWER)),
    (b"qoif", Foreign("a QOI image", _VIEWER)),
    (b"FUJIFILMCCD-RAW", Foreign("a Fujifilm raw photo", _VIEWER)),
    (b"IIRO", Foreign("an Olympus raw photo", _VIEWER)),
    (b"IIU\0", Foreign("a Panasonic raw photo", _VIEWER)),
    (b"NRRD", Foreign("an NRRD volume", _VOLUME)),
    (b"\x89HDF", Foreign("an HDF5 file", _VOLUME)),
    (b"MATLAB 5.0", Foreign("a MATLAB file", _VOLUME)),
    (b"\x93NUMPY", Foreign("a NumPy array", _VOLUME)),
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"\x1f\x8b", Foreign("a gzip archive (or a NIfTI volume)", _UNPACK, archive=True)),
    (b"7z\xbc\xaf\x27\x1c", Foreign("a 7-Zip archive", _UNPACK, archive=True)),
    (b"Rar!", Foreign("a RAR archive", _UNPACK, archive=True)),
    (b"BZh", Foreign("a bzip2 archive", _UNPACK, archive=True)),
    (b"\xfd7zXZ", Foreign("an XZ archive", _UNPACK, archive=True)),
    (b"\x28\xb5\x2f\xfd", Foreign("a Zstandard archive", _UNPACK, archive=True)),
    (b"\xd0\xcf\x11\xe0", Foreign("an old Office document", _PAGE)),
    (b"{\\rtf", Foreign("a text document", _PAGE)),
    (b"MZ", Foreign("a Windows program", _OTHER)),
    (b"\x7fELF", Foreign("a Linux program", _OTHER)),
    (b"\xcf\xfa\xed\xfe", Foreign("a macOS program", _OTHER)),
    (b"\xca\xfe\xba\xbe", Foreign("a macOS or Java program", _OTHER)),
    (b"#!", Foreign("a script", _OTHER)),
    (b"SQLite format 3", Foreign("a database", _OTHER)),
    (b"\x1a\x45\xdf\xa3", Foreign("a Matroska or WebM video", _VIDEO)),
    (b"\0\0\1\xba", Foreign("an MPEG video", _VIDEO)),
    (b"OggS", Foreign("an Ogg recording", _OTHER)),
    (b"ID3", Foreign("an MP3 recording", _OTHER)),
)
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), _HEIC),
    **dict.fromkeys((b"avif", b"avis"), _AVIF),
}
_VALUE_KINDS = frozenset(
    b"AE AS AT CS DA DS DT FL FD IS LO LT OB OW PN SH SL SQ SS ST TM UI UL UN US UT".split()
)
_USUAL_FIRST = frozenset({0x0000, 0x0001, 0x0005, 0x0008, 0x0012, 0x0013, 0x0016, 0x0018, 0x0020})
_END_OF_ZIP = b"PK\x05\x06"


def recognise(data: bytes) -> str | Foreign | None:
    """One of `READ`, a known format that is not read, or None.

    >>> recognise(b"GIF89a...").name
    'a GIF image'
    """
    if data[128:132] == b"DICM" or _is_bare_dicom(data):
        return "DICOM"
    for start, kind in STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return "WebP" if data[8:12] == b"WEBP" else Foreign("a video or sound recording", _VIDEO)
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], _MP4)
    if data[257:262] == b"ustar":
        return Foreign("a tar archive", _UNPACK, archive=True)
    if data[344:347] in (b"n+1", b"ni1"):
        return Foreign("a NIfTI volume", _VOLUME)
    return _recognise_text(data[:4096])


def second_nature(data: bytes) -> str:
    """What else a program could take an image for that is sound as an image; "" if nothing.

    A ZIP is read from its end and a PDF may start late, so both can hide in an image's blocks.
    """
    if b"%PDF-" in data[:1024]:
        return "a PDF document"
    tail = max(0, len(data) - 65_557)  # a ZIP's end record lies within these last bytes
    at = data.find(_END_OF_ZIP, tail)
    while at >= 0:
        if at + 22 <= len(data):
            (listing,) = struct.unpack_from("<I", data, at + 12)
            if 0 < listing <= at and data.startswith(b"PK\x01\x02", at - listing):
                return _ZIP.name
        at = data.find(_END_OF_ZIP, at + 1)
    return ""


def _is_bare_dicom(data: bytes) -> bool:
    """DICOM without the preamble starts with an element of group 2 or 8."""
    if len(data) < 16:
        return False
    if data[4:6] in _VALUE_KINDS:
        return data[:2] in (b"\x02\0", b"\x08\0", b"\0\x02", b"\0\x08")
    group, element, length = struct.unpack_from("<HHI", data)
    return group in (2, 8) and element in _USUAL_FIRST and length <= 64


def _recognise_text(head: bytes) -> Foreign | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, kind in _TEXT.items():
        if text.startswith(start):
            return kind
    if text.startswith((b"<?xml", b"<!--")):
        return _SVG if b"<svg" in text else _XML
    if re.match(rb"p[1-7]\s", text):
        return Foreign("a PNM image", _VIEWER)
    return None
