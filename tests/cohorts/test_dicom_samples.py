"""DICOM: the test files that come with pydicom, each with its exact verdict."""

from __future__ import annotations

import pytest

from raredx.cohorts.intake import Admitted
from tests.cohorts.dicom_notes import (
    CAPTURE,
    HEADER,
    NO_WINDOW,
    PRIVATE,
    ULTRASOUND,
    WINDOW,
    YBR,
)
from tests.cohorts.hostile import SMALL, Case, dicom_sample, ids
from tests.cohorts.verdicts import Verdicts


def sample(name: str, **expected: object) -> Case:
    """A file of pydicom's, admitted."""
    return Case(name=name, make=lambda: dicom_sample(name), limits=SMALL, **expected)


def refused(name: str, code: str, says: str = "") -> Case:
    """A file of pydicom's, refused."""
    return Case(name=name, make=lambda: dicom_sample(name), limits=SMALL, code=code, says=says)


CASES = [
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


@pytest.fixture(scope="module")
def verdicts():
    return Verdicts(CASES)


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_verdict(case: Case, verdicts: Verdicts):
    assert case.seen(verdicts[case]) == case.expected()


def test_technical_tags_are_kept(verdicts: Verdicts):
    verdict = verdicts[CASES[0]]
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
    scans = [verdicts[case] for case in CASES if case.name.startswith("MR_small")]
    assert len(scans) == 7
    assert len({scan.image_id for scan in scans}) == 1
