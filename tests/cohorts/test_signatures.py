"""Formats are told by their first bytes, and foreign ones refused by name with what to do."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from io import BytesIO

import pytest

from raredx.cohorts.intake import Refused, admit
from raredx.cohorts.signatures import READ, STARTS, recognise
from tests.cohorts.hostile import dicom_sample
from tests.cohorts.making_images import picture, saved


def _zip() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "a")
    return file.getvalue()


def _tar() -> bytes:
    file = BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    return file.getvalue()


FOREIGN = {
    "GIF": (saved(picture("P"), "GIF"), "a GIF image"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
    "SVG after an XML line": (b"<?xml version='1.0'?>\n<!-- x -->\n<svg/>", "an SVG drawing"),
    "SVG after a byte order mark": (b"\xef\xbb\xbf <SVG>", "an SVG drawing"),
    "XML": (b"<?xml version='1.0'?><patient/>", "an XML text"),
    "HTML": (b"<!DOCTYPE html><script>alert(1)</script>", "a web page or script"),
    "script tag": (b"\n <script>alert(1)</script>", "a web page or script"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "an HEIC photo"),
    "AVIF": (saved(picture(), "AVIF"), "an AVIF image"),
    "MP4": (b"\0\0\0\x18ftypisom\0\0\x02\0", "an MP4 or QuickTime video"),
    "PDF": (saved(picture(), "PDF"), "a PDF document"),
    "EPS": (saved(picture(), "EPS"), "a PostScript drawing"),
    "EPS with a DOS header": (b"\xc5\xd0\xd3\xc6" + bytes(26), "an EPS drawing"),
    "PSD": (b"8BPS\0\x01" + bytes(20), "a Photoshop document"),
    "JPEG 2000": (saved(picture(), "JPEG2000"), "a JPEG 2000 image"),
    "JPEG 2000 stream": (saved(picture(), "JPEG2000", no_jp2=True), "a JPEG 2000 image"),
    "JPEG XL": (b"\xff\x0a" + bytes(20), "a JPEG XL image"),
    "icon": (saved(picture(), "ICO"), "an icon"),
    "PNM": (saved(picture(), "PPM"), "a PNM image"),
    "FITS": (b"SIMPLE  =                    T", "a FITS image"),
    "Canon raw": (b"II*\0\x10\0\0\0CR\x02\0", "a Canon raw photo"),
    "NIfTI": (bytes(344) + b"n+1\0", "a NIfTI volume"),
    "NRRD": (b"NRRD0004\n", "an NRRD volume"),
    "ZIP": (_zip(), "a ZIP archive"),
    "gzip": (gzip.compress(b"x"), "a gzip archive"),
    "pydicom's gzip": (dicom_sample("zipMR.gz"), "a gzip archive"),
    "tar": (_tar(), "a tar archive"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(20), "a 7-Zip archive"),
    "RAR": (b"Rar!\x1a\x07\x01\0", "a RAR archive"),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "an old Office document"),
    "Windows program": (b"MZ\x90\0" + bytes(60), "a Windows program"),
    "Linux program": (b"\x7fELF\x02\x01\x01" + bytes(60), "a Linux program"),
    "script": (b"#!/bin/sh\nrm -rf ~\n", "a script"),
    "WAV": (b"RIFF\x24\0\0\0WAVEfmt ", "a video or sound recording"),
    "database": (b"SQLite format 3\0" + bytes(84), "a database"),
}


@pytest.mark.parametrize(("data", "name"), FOREIGN.values(), ids=FOREIGN)
def test_foreign_formats_are_refused_by_name(data: bytes, name: str):
    with pytest.raises(Refused, match=name) as caught:
        admit(data)
    assert caught.value.code == "other-format"
    assert caught.value.remedy


@pytest.mark.parametrize(("start", "kind"), STARTS)
def test_no_signature_hides_another(start: bytes, kind: object):
    assert recognise(start + bytes(200)) == kind


NOTHING = {
    "one byte": b"\0",
    "text": b"Dear colleague, the image is attached.",
    "JSON": b'{"image": 1}',
    "half a signature": b"\x89PN",
    "zeros": bytes(4096),
    "pydicom's README": dicom_sample("README.txt"),
    "DICOM dump": dicom_sample("rtplan.dump"),
    "colour profile": dicom_sample("crayons.icc"),
}


@pytest.mark.parametrize("data", NOTHING.values(), ids=NOTHING)
def test_what_is_nothing_known_is_not_an_image(data: bytes):
    with pytest.raises(Refused) as caught:
        admit(data)
    assert caught.value.code == "not-an-image"


def test_every_format_that_is_read_is_told_by_content():
    files = {
        "PNG": saved(picture(), "PNG"),
        "JPEG": saved(picture(), "JPEG"),
        "WebP": saved(picture(), "WEBP"),
        "TIFF": saved(picture(), "TIFF"),
        "BMP": saved(picture(), "BMP"),
        "DICOM": dicom_sample("CT_small.dcm"),
    }
    assert {format: recognise(data) for format, data in files.items()} == {
        format: format for format in READ
    }


@pytest.mark.parametrize(
    "name", ["ExplVR_LitEndNoMeta.dcm", "ExplVR_BigEndNoMeta.dcm", "rtstruct.dcm"]
)
def test_dicom_without_a_preamble_is_told_too(name: str):
    assert recognise(dicom_sample(name)) == "DICOM"
