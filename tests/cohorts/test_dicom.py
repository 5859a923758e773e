"""DICOM: pydicom's own test files and files made here, each with its exact verdict."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from raredx.cohorts.intake import Admitted, Limits, admit
from raredx.cohorts.refusals import Refused
from tests.cohorts.hostile import SIZE, SMALL, Case, dicom_sample, ids, picture, saved
from tests.cohorts.making_dicom import (
    DEEP,
    GREY,
    SC,
    bare,
    colour,
    compressed,
    dataset,
    deflated,
    dicom,
    enhanced,
    nested,
    palette,
    planted,
    table,
    written,
)
from tests.cohorts.verdicts import Verdicts

HEADER = "metadata removed: DICOM header"
PRIVATE = f"{HEADER}, private tags"
WINDOW = "the file's window applied"
TABLE = "the file's brightness table applied"
NO_WINDOW = "no window in the file: brightness spread over the middle 99 percent of the pixels"
NO_USE = "the brightness settings in the file are no use and were left out"
YBR = "YBR converted to RGB"
CORNER, MIDDLE = (0, 0), (24, 16)


def talk(source: str) -> tuple[str, ...]:
    return (f"images from {source} often carry burned-in text: look for names, crop or cover them",)


CAPTURE, ULTRASOUND = talk("screen captures and scans"), talk("ultrasound")


def sample(name: str, **expected: object) -> Case:
    """A file of pydicom's, admitted."""
    return Case(name=name, make=lambda: dicom_sample(name), limits=SMALL, **expected)


def refused(name: str, code: str, says: str = "") -> Case:
    """A file of pydicom's, refused."""
    return Case(name=name, make=lambda: dicom_sample(name), limits=SMALL, code=code, says=says)


SAMPLES = [
    sample("CT_small.dcm", notes=(NO_WINDOW, PRIVATE), size=(128, 128)),
    sample("MR_small.dcm", notes=(WINDOW, HEADER), size=(64, 64)),
    *(
        sample(f"MR_small_{kind}.dcm", notes=(WINDOW, HEADER))
        for kind in ("RLE", "bigendian", "implicit", "jp2klossless", "jpeg_ls_lossless", "padded")
    ),
    sample("693_J2KI.dcm", notes=(WINDOW, HEADER), size=(512, 512)),
    sample("J2K_pixelrep_mismatch.dcm", notes=(WINDOW, PRIVATE)),
    sample("JPEG2000.dcm", notes=(NO_WINDOW, PRIVATE), warnings=CAPTURE),
    sample("JPEGLSNearLossless_16.dcm", notes=(NO_WINDOW, HEADER), warnings=CAPTURE),
    sample("SC_rgb_jls_lossy_line.dcm", notes=(HEADER,), warnings=CAPTURE),
    sample("SC_rgb_gdcm_KY.dcm", notes=(HEADER,), warnings=CAPTURE),
    sample("GDCMJ2K_TextGBR.dcm", notes=(YBR, HEADER), warnings=CAPTURE, size=(400, 400)),
    sample("SC_rgb_jpeg_gdcm.dcm", notes=(HEADER,), warnings=CAPTURE),
    sample("SC_rgb_dcmtk_+eb+cy+np.dcm", notes=(YBR, HEADER), warnings=CAPTURE),
    sample("SC_ybr_full_422_uncompressed.dcm", notes=(YBR, HEADER), warnings=CAPTURE),
    sample(
        "SC_rgb_rle_16bit.dcm",
        notes=("16 bit colour reduced to 8 bit", HEADER),
        warnings=CAPTURE,
        pixels=(((50, 5), (255, 0, 0)),),
    ),
    sample(
        "SC_rgb_rle_32bit_2frame.dcm",
        notes=(
            "frame 1 of 2 taken, the middle one",
            "32 bit colour reduced to 8 bit",
            HEADER,
        ),
        warnings=CAPTURE,
        pixels=(((50, 5), (0, 255, 255)),),
    ),
    sample("SC_rgb_small_odd.dcm", notes=(HEADER,), warnings=CAPTURE, size=(3, 3)),
    sample(
        "examples_ybr_color.dcm",
        notes=("frame 15 of 30 taken, the middle one", YBR, PRIVATE),
        warnings=ULTRASOUND,
    ),
    sample("examples_palette.dcm", notes=("palette expanded", HEADER), warnings=ULTRASOUND),
    sample("examples_overlay.dcm", notes=(WINDOW, f"{PRIVATE}, overlays")),
    sample("ExplVR_BigEnd.dcm", notes=(HEADER,), warnings=ULTRASOUND),
    sample("image_dfl.dcm", notes=(HEADER,), warnings=CAPTURE, size=(512, 512)),
    sample("dicomdirtests/77654033/CR1/6154", notes=(WINDOW, "MONOCHROME1 inverted", PRIVATE)),
    refused("dicomdirtests/DICOMDIR", "dicom-directory", "lie beside it"),
    refused("dicomdirtests/DICOMDIR-bigEnd", "dicom-directory"),
    refused("test-SR.dcm", "not-a-picture", "a structured report"),
    refused("reportsi.dcm", "not-a-picture", "a structured report"),
    refused("rtplan.dcm", "not-a-picture", "radiotherapy data"),
    refused("rtstruct.dcm", "not-a-picture", "radiotherapy data"),
    refused("rtdose.dcm", "not-a-picture", "radiotherapy data"),
    refused("ExplVR_BigEndNoMeta.dcm", "not-a-picture", "radiotherapy data"),
    refused("liver_1frame.dcm", "not-a-picture", "a segmentation"),
    refused("waveform_ecg.dcm", "not-a-picture", "a waveform"),
    refused("empty_charset_LEI.dcm", "no-pixels"),
    refused("priv_SQ.dcm", "no-pixels"),
    refused("JPEG-lossy.dcm", "unsupported-encoding", "12 bit JPEG"),
    refused("MR_truncated.dcm", "truncated"),
    refused("meta_missing_tsyntax.dcm", "damaged"),
    # Its stream declares 3,722,445,056 columns.
    refused("JPEG2000-embedded-sequence-delimiter.dcm", "damaged"),
]

MADE = [
    Case(name="grey", make=lambda: dicom(), notes=(HEADER,), pixels=((MIDDLE, (133,) * 3),)),
    Case(
        name="colour",
        make=lambda: dicom(colour()),
        notes=(HEADER,),
        pixels=((CORNER, (250, 10, 10)),),
    ),  # fmt: skip
    Case(
        name="colour-by-planes",
        make=lambda: dicom(
            colour(),
            PlanarConfiguration=1,
            PixelData=np.ascontiguousarray(colour().transpose(2, 0, 1)).tobytes(),
        ),
        notes=(HEADER,),
        pixels=((CORNER, (250, 10, 10)),),
    ),
    Case(
        name="implicit-without-preamble",
        make=lambda: bare(dicom(syntax=uid.ImplicitVRLittleEndian)),
        notes=(HEADER,),
    ),
    Case(name="explicit-without-preamble", make=lambda: bare(dicom()), notes=(HEADER,)),
    Case(
        name="ybr",
        make=lambda: dicom(
            np.full((32, 48, 3), (76, 85, 255), np.uint8), PhotometricInterpretation="YBR_FULL"
        ),
        notes=(YBR, HEADER),
        pixels=((CORNER, (254, 0, 0)),),
    ),
    Case(
        name="palette",
        make=palette,
        notes=("palette expanded", HEADER),
        pixels=((CORNER, (255, 0, 0)), (MIDDLE, (0, 0, 255))),
    ),
    Case(
        name="monochrome1",
        make=lambda: dicom(PhotometricInterpretation="MONOCHROME1"),
        notes=("MONOCHROME1 inverted", HEADER),
        pixels=((CORNER, (255,) * 3),),
    ),
    Case(
        name="window",
        make=lambda: dicom(DEEP, BitsStored=12, HighBit=11, WindowCenter=2000, WindowWidth=4),
        notes=(WINDOW, HEADER),
        pixels=((CORNER, (0,) * 3), ((47, 31), (255,) * 3)),
    ),
    Case(
        name="window-after-rescale",
        make=lambda: dicom(
            np.full((32, 48), 1064, np.uint16),
            **{"RescaleSlope": 1, "RescaleIntercept": -1024, "WindowCenter": 40, "WindowWidth": 81},
        ),
        notes=(WINDOW, HEADER),
        pixels=((CORNER, (129,) * 3),),
    ),
    Case(
        name="window-in-an-s-curve",
        make=lambda: dicom(DEEP, WindowCenter=2000, WindowWidth=400, VOILUTFunction="SIGMOID"),
        notes=(WINDOW, HEADER),
        pixels=((CORNER, (0,) * 3), ((47, 31), (255,) * 3)),
    ),
    Case(
        name="two-windows",
        make=lambda: dicom(DEEP, WindowCenter=[2000, 0], WindowWidth=[4, 9]),
        notes=(WINDOW, HEADER),
        pixels=(((47, 31), (255,) * 3),),
    ),
    Case(
        name="brightness-table",
        make=lambda: dicom(DEEP, VOILUTSequence=table([0, 4095, 0], first=2000, bits=12)),
        notes=(TABLE, HEADER),
        pixels=((CORNER, (0,) * 3), ((47, 31), (0,) * 3)),
    ),
    Case(
        name="modality-table",
        make=lambda: dicom(
            GREY,
            ModalityLUTSequence=table([0] * 128 + [255] * 128, first=0, bits=8),
        ),
        notes=(HEADER,),
        pixels=((CORNER, (0,) * 3), ((47, 31), (255,) * 3)),
    ),
    Case(
        name="frames-with-windows-of-their-own",
        make=enhanced,
        frame=0,
        notes=("frame 0 of 2 taken", WINDOW, HEADER),
        pixels=((CORNER, (255,) * 3),),
    ),  # fmt: skip
    Case(
        name="second-of-these",
        make=enhanced,
        notes=("frame 1 of 2 taken, the middle one", WINDOW, HEADER),
        pixels=((CORNER, (0,) * 3),),
    ),  # fmt: skip
    Case(
        name="padding-left-out-of-the-spread",
        make=lambda: dicom(
            np.where(np.eye(32, 48) > 0, -30_000, np.linspace(0, 1000, 48).astype(np.int16)),
            PixelPaddingValue=-30_000,
        ),
        notes=(NO_WINDOW, HEADER),
        pixels=(((47, 0), (255,) * 3), ((24, 0), (130,) * 3)),
    ),
    Case(
        name="overlay-in-unused-bits",  # old devices burn text in there
        make=lambda: dicom(
            DEEP | 0x8000, BitsStored=12, HighBit=11, WindowCenter=2000, WindowWidth=4000
        ),  # fmt: skip
        notes=(WINDOW, HEADER),
        pixels=((CORNER, (0,) * 3),),
    ),
    Case(
        name="signed-8-bit",
        make=lambda: dicom(np.full((32, 48), -128, np.int8)),
        notes=(HEADER,),
        pixels=((CORNER, (0,) * 3),),
    ),
    Case(
        name="one-bit",
        make=lambda: dicom(
            GREY, BitsAllocated=1, BitsStored=1, HighBit=0, PixelData=b"\xff" * (48 * 32 // 8)
        ),
        notes=(HEADER,),
        pixels=((CORNER, (255,) * 3),),
    ),
    Case(
        name="middle-frame",
        make=lambda: dicom(_frames(5)),
        size=SIZE,
        notes=("frame 2 of 5 taken, the middle one", HEADER),
        pixels=((CORNER, (20,) * 3),),
    ),  # fmt: skip
    Case(
        name="asked-frame",
        make=lambda: dicom(_frames(5)),
        frame=4,
        notes=("frame 4 of 5 taken", HEADER),
        pixels=((CORNER, (40,) * 3),),
    ),  # fmt: skip
    Case(name="tiff-in-the-preamble", make=lambda: b"II*\0" + dicom()[4:], notes=(HEADER,)),
    Case(name="deflated", make=lambda: deflated(bare(dicom())), notes=(HEADER,)),
    Case(
        name="private-tags-after-the-pixels",
        make=lambda: written(_with(dataset(), 0x7FE10010, "LO", "X")),
        notes=(PRIVATE,),
    ),
    # Burned-in text
    Case(
        name="text-burned-in",
        make=lambda: dicom(BurnedInAnnotation="YES"),
        notes=(HEADER,),
        warnings=("text is burned into the picture: look for names, crop or cover them",),
    ),  # fmt: skip
    Case(name="no-text-burned-in", make=lambda: dicom(BurnedInAnnotation="NO"), notes=(HEADER,)),
    *(
        Case(
            name=f"modality-{modality}",
            make=lambda modality=modality: dicom(Modality=modality),
            notes=(HEADER,),
            warnings=talk(source),
        )  # fmt: skip
        for modality, source in {
            "US": "ultrasound",
            "XC": "photography",
            "ES": "endoscopy",
            "OT": "screen captures and scans",
            "OP": "eye examinations",
        }.items()
    ),
    Case(
        name="class-of-captures",
        make=lambda: dicom(SOPClassUID=SC),
        notes=(HEADER,),
        warnings=CAPTURE,
    ),  # fmt: skip
    # Settings that are no use
    *(
        Case(
            name=f"no-use-{name}",
            make=lambda tags=tags: dicom(DEEP, **tags),
            notes=(NO_WINDOW, HEADER),
            warnings=(NO_USE,),
        )  # fmt: skip
        for name, tags in {
            "width-of-zero": {"WindowCenter": 40, "WindowWidth": 0},
            "slope-alone": {"RescaleSlope": 2},
            "unknown-curve": {"WindowCenter": 4, "WindowWidth": 9, "VOILUTFunction": "ODD"},
            "empty-table": {"VOILUTSequence": Sequence([Dataset()])},
            "table-of-99-bits": {"VOILUTSequence": table([1], first=0, bits=99)},
        }.items()
    ),
    # Refused
    Case(name="no-pixels", make=lambda: dicom(None), code="no-pixels"),
    Case(name="empty-pixels", make=lambda: dicom(PixelData=b""), code="no-pixels"),
    Case(
        name="floating-point-pixels",
        make=lambda: written(_with(dataset(None), 0x7FE00008, "OF", bytes(64))),
        code="unsupported-encoding",
    ),
    *(
        Case(
            name=f"class-{what.replace(' ', '-')}",
            make=lambda suffix=suffix: dicom(SOPClassUID=f"1.2.840.10008.5.1.4.1.1.{suffix}"),
            code="not-a-picture",
            says=what,
        )  # fmt: skip
        for suffix, what in {
            "104.1": "a document",
            "88.11": "a structured report",
            "11.1": "a presentation state",
            "481.1": "radiotherapy data",
            "30": "measured values",
            "66.4": "a segmentation",
            "77.1.6": "a whole-slide image",
            "9.1.1": "a waveform",
        }.items()
    ),
    Case(
        name="modality-SR", make=lambda: dicom(Modality="SR", SOPClassUID=""), code="not-a-picture"
    ),  # fmt: skip
    *(
        Case(
            name=f"syntax-{name}",
            make=lambda syntax=syntax: compressed([bytes(8)], syntax),
            code="unsupported-encoding",
            says=says,
        )  # fmt: skip
        for name, syntax, says in (
            ("mpeg-2", uid.MPEG2MPML, "video"),
            ("mpeg-4", uid.MPEG4HP41, "video"),
            ("high-throughput", uid.HTJ2KLossless, "transfer syntax"),
            ("private", "1.2.840.113619.5.2", "transfer syntax"),
        )
    ),
    Case(
        name="cmyk",
        make=lambda: dicom(PhotometricInterpretation="CMYK"),
        code="unsupported-encoding",
        says="colours",
    ),  # fmt: skip
    Case(
        name="negative-colours",
        make=lambda: dicom(colour(), PixelRepresentation=1),
        code="unsupported-encoding",
    ),  # fmt: skip
    Case(name="64-bit", make=lambda: dicom(GREY.astype(np.uint64)), code="unsupported-encoding"),
    Case(
        name="declares-65535-x-65535",
        make=lambda: dicom(Rows=65535, Columns=65535),
        code="too-many-pixels",
    ),  # fmt: skip
    Case(name="declares-more-than-it-holds", make=lambda: dicom(Rows=64), code="truncated"),
    Case(
        name="declares-a-million-frames",
        make=lambda: dicom(NumberOfFrames=1_000_000),
        code="too-many-frames",
    ),  # fmt: skip
    Case(name="declares-100-frames", make=lambda: dicom(NumberOfFrames=100), code="truncated"),
    Case(name="negative-frames", make=lambda: dicom(NumberOfFrames=-1), code="damaged"),
    Case(name="no-rows", make=lambda: dicom(Rows=0), code="damaged"),
    Case(name="tiny", make=lambda: dicom(GREY[:8, :8].copy()), code="too-small"),
    Case(name="frame-beyond", make=lambda: dicom(_frames(5)), frame=5, code="no-such-frame"),
    Case(name="frame-below", make=lambda: dicom(), frame=-1, code="no-such-frame"),
    Case(
        name="jpeg-that-is-larger-inside",
        make=lambda: compressed([saved(picture("L", (4000, 4000)), "JPEG")], uid.JPEGBaseline8Bit),
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
    Case(name="deflate-bomb", make=lambda: deflated(bytes(300 << 20)), code="too-large"),
    Case(name="deflated-noise", make=lambda: deflated(b"x" * 99), code="no-pixels"),
    Case(name="10000-nested-sequences", make=lambda: nested(10_000), code="damaged"),
    Case(name="header-alone", make=lambda: bytes(128) + b"DICM", code="no-pixels"),
    Case(
        name="program-in-the-preamble",
        make=lambda: b"MZ" + dicom()[2:],
        code="polyglot",
        says="starts as a Windows program",
    ),  # fmt: skip
    Case(
        name="script-in-the-preamble",
        make=lambda: b"#!/bin/sh\n" + dicom()[10:],
        code="polyglot",
        says="starts as a script",
    ),  # fmt: skip
    Case(name="pdf-in-the-preamble", make=lambda: b"%PDF-1.4\n" + dicom()[9:], code="polyglot"),
    Case(
        name="then-html",
        make=lambda: dicom() + b"<html><script>alert(1)</script>",
        code="polyglot",
        says="after its pixels",
    ),  # fmt: skip
]
CASES = SAMPLES + MADE


def _frames(count: int) -> np.ndarray:
    return np.stack([np.full((32, 48), 10 * i, np.uint8) for i in range(count)])


def _with(ds: Dataset, tag: int, kind: str, value: object) -> Dataset:
    ds.add_new(tag, kind, value)
    return ds


@pytest.fixture(scope="module")
def verdicts():
    return Verdicts(CASES)


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, verdicts: Verdicts):
    assert case.seen(verdicts[case]) == case.expected()


def test_technical_tags_are_kept(verdicts: Verdicts):
    verdict = verdicts[SAMPLES[0]]
    assert isinstance(verdict, Admitted)
    assert verdict.technical == {
        "SOPClassUID": "CT Image Storage",
        "Modality": "CT",
        "Manufacturer": "GE",
        "PatientPosition": "FFS",
        "Rows": 128,
        "Columns": 128,
        "BitsStored": 16,
        "PhotometricInterpretation": "MONOCHROME2",
        "PixelSpacing": [0.6615, 0.6615],
        "SliceThickness": 5.0,
        "SpacingBetweenSlices": 5.0,
        "RescaleSlope": 1.0,
        "RescaleIntercept": -1024.0,
        "KVP": 120.0,
        "ExposureTime": 1601.0,
        "TransferSyntax": "Explicit VR Little Endian",
    }


def test_the_same_pixels_in_every_syntax(verdicts: Verdicts):
    """One scan in seven encodings: the decoders agree to the last bit."""
    scans = [verdicts[case] for case in SAMPLES if case.name.startswith("MR_small")]
    assert len(scans) == 7
    assert len({scan.image_id for scan in scans}) == 1


def test_values_that_are_no_codes_are_dropped():
    admitted = admit(written(planted()))
    assert set(admitted.technical) == {
        *("SOPClassUID", "Modality", "Rows", "Columns", "BitsStored"),
        *("PhotometricInterpretation", "TransferSyntax"),
    }


def test_a_slow_decoder_is_stopped():
    with pytest.raises(Refused, match=r"took longer than 0\.05 seconds") as caught:
        admit(dicom(), limits=Limits(decoder_seconds=0.05))
    assert caught.value.code == "decoder-failed"


def test_a_swelling_decoder_is_stopped():
    large = dicom(np.zeros((5000, 5000), np.uint16), RescaleSlope=2, RescaleIntercept=1)
    with pytest.raises(Refused, match="needed too much memory") as caught:
        admit(large, limits=Limits(decoder_memory=400 << 20))
    assert caught.value.code == "decoder-failed"
