"""DICOM: files that mean harm, each refused for its own reason."""

from __future__ import annotations

import struct
import sys

import numpy as np
import pytest
from pydicom import uid

from raredx.cohorts.intake import Limits, admit
from raredx.cohorts.refusals import Refused
from tests.cohorts.hostile import Case, ids
from tests.cohorts.making_dicom import (
    compressed,
    deflated,
    dicom,
    nested,
)
from tests.cohorts.making_images import picture, saved
from tests.cohorts.verdicts import Verdicts

CASES = [
    Case(
        name="jpeg-that-is-larger-inside",
        make=lambda: compressed([saved(picture("L", (400, 400)), "JPEG")], uid.JPEGBaseline8Bit),
        code="damaged",
    ),
    Case(
        name="jpeg-that-is-noise",
        make=lambda: compressed([b"\xff\xd8" + bytes(999)], uid.JPEGBaseline8Bit),
        code="damaged",
    ),
    Case(
        name="jpeg-2000-that-declares-4-billion",
        make=lambda: compressed(
            [b"\xff\x4f\xff\x51\0\x29\0\0" + b"\xff" * 8 + bytes(99)], uid.JPEG2000Lossless
        ),
        code="damaged",
    ),
    Case(
        name="rle-that-points-outside",
        make=lambda: compressed([struct.pack("<16I", 1, *[2**31] * 15) + b"\0"], uid.RLELossless),
        code="damaged",
    ),
    Case(name="no-frames", make=lambda: compressed([], uid.JPEGBaseline8Bit), code="damaged"),
    Case(
        name="deflate-bomb",
        make=lambda: deflated(bytes(40 << 20)),
        limits=Limits(file_bytes=20 << 20),
        code="too-large",
    ),
    Case(name="deflated-twice", make=lambda: deflated(deflated(b"x")), code="damaged"),
    Case(name="deflated-noise", make=lambda: deflated(b"x" * 99), code="no-pixels"),
    Case(name="10000-nested-sequences", make=lambda: nested(10_000), code="damaged"),
    Case(name="header-alone", make=lambda: bytes(128) + b"DICM", code="no-pixels"),
    Case(
        name="program-in-the-preamble",
        make=lambda: b"MZ" + dicom()[2:],
        code="polyglot",
        says="starts as a Windows program",
    ),
    Case(
        name="script-in-the-preamble",
        make=lambda: b"#!/bin/sh\n" + dicom()[10:],
        code="polyglot",
        says="starts as a script",
    ),
    Case(name="pdf-in-the-preamble", make=lambda: b"%PDF-1.4\n" + dicom()[9:], code="polyglot"),
    Case(
        name="then-html",
        make=lambda: dicom() + b"<html><script>alert(1)</script>",
        code="polyglot",
        says="after its pixels",
    ),
]


@pytest.fixture(scope="module")
def verdicts():
    return Verdicts(CASES)


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, verdicts: Verdicts):
    assert case.seen(verdicts[case]) == case.expected()


def test_a_slow_decoder_is_stopped():
    with pytest.raises(Refused, match=r"took longer than 0\.05 seconds") as caught:
        admit(dicom(), limits=Limits(decoder_seconds=0.05))
    assert caught.value.code == "decoder-failed"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux bounds the memory")
def test_a_swelling_decoder_is_stopped():
    large = dicom(np.zeros((5000, 5000), np.uint16), RescaleSlope=2, RescaleIntercept=1)
    with pytest.raises(Refused, match="needed too much memory") as caught:
        admit(large, limits=Limits(decoder_memory=400 << 20))
    assert caught.value.code == "decoder-failed"
