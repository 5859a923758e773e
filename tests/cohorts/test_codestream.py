"""The size that a compressed frame claims is read from every kind of stream that is decoded."""

from __future__ import annotations

import pytest
from pydicom import dcmread
from pydicom.encaps import get_frame

from raredx.cohorts.codestream import frame_size
from tests.cohorts.hostile import SIZE, dicom_sample
from tests.cohorts.making_images import picture, saved


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("MR_small_jp2klossless.dcm", (64, 64)),
        ("MR_small_jpeg_ls_lossless.dcm", (64, 64)),
        ("GDCMJ2K_TextGBR.dcm", (400, 400)),  # wrapped as a JP2 file
        ("SC_rgb_jpeg_gdcm.dcm", (100, 100)),  # lossless JPEG
        ("JPEG-lossy.dcm", (256, 1024)),  # 12 bit JPEG
        ("JPEG2000-embedded-sequence-delimiter.dcm", (3_722_445_056, 1024)),
    ],
)
def test_streams_of_pydicoms(name: str, size: tuple[int, int], tmp_path):
    path = tmp_path / "file.dcm"
    path.write_bytes(dicom_sample(name))
    assert frame_size(get_frame(dcmread(path).PixelData, 0, number_of_frames=1)) == size


def test_streams_of_pillows():
    assert frame_size(saved(picture(), "JPEG", progressive=True)) == SIZE
    assert frame_size(saved(picture(), "JPEG2000", no_jp2=True)) == SIZE
    assert frame_size(saved(picture(), "JPEG2000")) == SIZE


@pytest.mark.parametrize(
    "stream",
    [
        *(b"", b"\xff\xd8", b"\xff\xd8" + bytes(99), b"\xff\x4f\xff\x51", saved(picture(), "PNG")),
        *(b"\xff\xd8" + b"\xff\xfe\0\2" * 2000, b"\0\0\0\x0cjP  " + bytes(99)),
    ],
)
def test_streams_without_a_size(stream: bytes):
    assert frame_size(stream) is None
