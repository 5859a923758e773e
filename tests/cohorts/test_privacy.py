"""A name that is planted wherever a file can hold one comes out nowhere."""

from __future__ import annotations

import dataclasses
import logging
import pickle
import re
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from raredx.cohorts.intake import Admitted, Refused, admit
from tests.cohorts.hostile import PLANTED, dicom_sample
from tests.cohorts.making_dicom import planted, written
from tests.cohorts.making_images import (
    chunk,
    exif,
    icc_segments,
    jpeg,
    picture,
    png,
    saved,
    segment,
    srgb_profile,
    with_chunk,
    xmp,
)
from tests.cohorts.test_tiff import _tagged

NAME = PLANTED.encode()
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")  # in memory: any digits, and they tell nothing
SECRETS = ("PLANTED", "planted", "19790102", "1979", PLANTED[::-1])


def _png() -> bytes:
    data = saved(picture(), "PNG", exif=exif(1, planted=True), icc_profile=srgb_profile())
    for name, body in (
        (b"tEXt", b"Author\0" + NAME),
        (b"zTXt", b"Author\0\0" + zlib.compress(NAME)),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp()),
        (b"prVt", NAME),
        (b"tIME", struct.pack(">HBBBBB", 1979, 1, 2, 3, 4, 5)),
    ):
        data = with_chunk(data, name, body)
    return data.replace(b"ICC Profile", NAME[:11])


def _jpeg() -> bytes:
    thumbnail = b"JFXX\0\x10" + NAME
    return jpeg(
        exif=exif(6, planted=True),
        comment=PLANTED,
        before=[
            segment(0xE0, thumbnail),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp()),
            segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + xmp()),
            segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + NAME),
            segment(0xE7, NAME),
            segment(0xEE, b"Adobe\0d\0\0\0\0\1" + NAME),
            *icc_segments(srgb_profile().replace(b"sRGB built-in", NAME + b" ")),
        ],
    )


def _webp() -> bytes:
    return saved(picture(), "WEBP", exif=exif(8, planted=True), xmp=xmp())


def _second_picture() -> bytes:
    return jpeg() + jpeg(comment=PLANTED)


FILES = {
    "PNG": _png,
    "JPEG": _jpeg,
    "JPEG in a JPEG": _second_picture,
    "WebP": _webp,
    "TIFF": _tagged,
    "DICOM": lambda: written(planted()),
    "DICOM, ultrasound": lambda: written(planted(Modality="US")),
    "BMP": lambda: saved(picture(), "BMP") + b"\0" * 99,
}


def everything(admitted: Admitted) -> str:
    """All that there is about an admitted image, in one text."""
    fields = {field.name: getattr(admitted, field.name) for field in dataclasses.fields(admitted)}
    image = admitted.image
    files = [admitted.png(), pickle.dumps(image), pickle.dumps(fields["technical"])]
    for format in ("JPEG", "TIFF", "WEBP"):
        file = BytesIO()
        image.save(file, format)
        files.append(file.getvalue())
    for data in list(files):
        with Image.open(BytesIO(data)) if data[:1] != b"\x80" else image.copy() as saved_again:
            files.append(repr((saved_again.info, dict(saved_again.getexif()))).encode())
    texts = [repr(admitted), repr(fields), repr(vars(image)), str(admitted.technical)]
    told = _ADDRESS.sub("", "\n".join(texts))
    return told + b"\n".join(files).decode("latin-1")


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_nothing_planted_comes_out(
    make, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    data = make()
    assert NAME in data or data[:2] == b"BM"
    caplog.set_level(logging.DEBUG)
    told = everything(admit(data))
    told += "".join(capfd.readouterr()) + caplog.text
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_nothing_planted_is_in_a_refusal(make, capfd: pytest.CaptureFixture[str]):
    """Cut and spoilt files, which decoders complain of with what they have read."""
    data = make()
    middle = len(data) // 2
    spoilt = [data[:-40], data[:middle] + bytes(12) + data[middle + 12 :], data + NAME * 9]
    for file in spoilt:
        told = _told(file) + "".join(capfd.readouterr())
        assert [secret for secret in SECRETS if secret in told] == []


def _told(file: bytes) -> str:
    try:
        return everything(admit(file))
    except Refused as refused:
        told = f"{refused} {refused!r} {refused.args} {vars(refused)} {refused.__cause__}"
        return _ADDRESS.sub("", told)


def test_pydicoms_patients_stay_unnamed():
    for name in ("CT_small.dcm", "examples_overlay.dcm"):
        told = everything(admit(dicom_sample(name)))
        assert "CompressedSamples" not in told
        assert "Anonymized" not in told


def test_kinds_are_named_and_values_are_not():
    notes = admit(_png()).notes
    assert notes == ("metadata removed: EXIF, GPS, ICC, XMP, comment, date, application data",)


def test_a_chunk_name_is_not_repeated():
    """Even a name of four letters in a chunk's name is a stranger's text."""
    with pytest.raises(Refused) as caught:
        admit(png(before=[chunk(b"Meie")]))
    assert "Meie" not in str(caught.value)
