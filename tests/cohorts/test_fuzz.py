"""Random and spoilt bytes are admitted or refused; there is no third thing."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raredx.cohorts.archive import admit_archive
from raredx.cohorts.dicom import render_dicom
from raredx.cohorts.intake import LIMITS, Admitted, Refused, admit
from raredx.cohorts.refusals import REASONS
from raredx.cohorts.render import Rendered
from tests.cohorts.making_dicom import dicom, enhanced, palette, planted, written
from tests.cohorts.making_images import (
    exif,
    jpeg,
    picture,
    saved,
    srgb_profile,
    swapped_profile,
    tiff,
)
from tests.cohorts.test_archive import packed

IMAGES = [
    saved(picture(), "PNG", exif=exif(6), icc_profile=srgb_profile()),
    saved(picture("P"), "PNG", transparency=3),
    jpeg(exif=exif(3), icc_profile=swapped_profile()),
    jpeg("CMYK", progressive=True),
    saved(picture("RGBA"), "WEBP", lossless=True, exif=exif(8)),
    saved(picture(), "WEBP"),
    saved(picture(), "BMP"),
]
NATIVE = [dicom(), written(planted()), palette(), enhanced()]
APART = [
    saved(picture(), "TIFF", compression="tiff_lzw", exif=exif(6)),
    saved(picture(), "TIFF", compression="jpeg"),
    tiff(),
    dicom(),
]
ARCHIVES = [packed([("a/1.png", IMAGES[0]), ("a/2.jpg", IMAGES[2]), ("b/", b"")])]

SIGNATURES = [image[:16] for image in [*IMAGES, *APART]] + [bytes(128) + b"DICM\x02\0\0\0UL\4\0"]


@st.composite
def spoilt(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """A sound file with bytes changed, taken out, put in twice, or cut off."""
    data = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        # Headers are short and hold what matters, so that half of the blows go there.
        at = at % 64 if draw(st.booleans()) else at
        match draw(st.sampled_from(["change", "insert", "remove", "repeat", "cut"])):
            case "change":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "insert":
                data[at:at] = draw(st.binary(max_size=8))
            case "remove":
                del data[at : at + draw(st.integers(1, 64))]
            case "repeat":
                data[at:at] = data[at : at + draw(st.integers(1, 64))]
            case "cut":
                del data[max(at, 16) :]
    return bytes(data)


def verdict(work: Callable[[], Any]) -> Any:
    """What comes of some work, or the refusal; anything else that is raised fails the test."""
    try:
        return work()
    except Refused as refused:
        return refused


def check(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = verdict(lambda: admit(data))
    if isinstance(got, Admitted):
        assert got.image.size == (got.width, got.height)
        assert got.width * got.height <= LIMITS.pixels
    else:
        assert got.code in REASONS


def often(count: int) -> settings:
    return settings(
        max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )


@often(150)
@given(st.binary(max_size=400), st.sampled_from([b"", *SIGNATURES[: len(IMAGES)]]))
def test_random_bytes(data: bytes, signature: bytes):
    check(signature + data)


@often(400)
@given(spoilt(IMAGES))
def test_spoilt_images(data: bytes):
    check(data)


@often(100)
@given(spoilt(NATIVE))
def test_spoilt_dicom_without_compiled_decoders(data: bytes):
    """Rendered here: what Python code makes of it, with pydicom's warnings left aside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        got = verdict(lambda: render_dicom(data, frame=None, limits=LIMITS))
    if isinstance(got, Rendered):
        assert len(got.pixels) == 3 * got.width * got.height
    else:
        assert got.code in REASONS


@often(12)
@given(spoilt(APART))
def test_spoilt_files_that_are_decoded_apart(data: bytes):
    check(data)


@often(100)
@given(spoilt(ARCHIVES))
def test_spoilt_archives(data: bytes):
    got = verdict(lambda: list(admit_archive(data)))
    if isinstance(got, list):
        assert all(isinstance(entry.outcome, Admitted | Refused) for entry in got)
    else:
        assert got.code in REASONS
