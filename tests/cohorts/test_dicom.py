"""DICOM: odd files made here, each with its exact rendering or refusal."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from raredx.cohorts.dicom import render_dicom
from raredx.cohorts.intake import admit
from raredx.cohorts.refusals import Refused
from raredx.cohorts.render import Rendered
from tests.cohorts.dicom_notes import (
    CAPTURE,
    HEADER,
    NO_USE,
    NO_WINDOW,
    PRIVATE,
    TABLE,
    WINDOW,
    YBR,
)
from tests.cohorts.hostile import SIZE, Case, ids
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
    palette,
    planted,
    table,
    written,
)

CORNER, MIDDLE = (0, 0), (24, 16)


def _frames(count: int) -> np.ndarray:
    return np.stack([np.full((32, 48), 10 * i, np.uint8) for i in range(count)])


def _with(ds: Dataset, tag: int, kind: str, value: object) -> Dataset:
    ds.add_new(tag, kind, value)
    return ds


CASES = [
    Case(name="grey", make=lambda: dicom(), notes=(HEADER,), pixels=((MIDDLE, (133,) * 3),)),
    Case(
        name="colour",
        make=lambda: dicom(colour()),
        notes=(HEADER,),
        pixels=((CORNER, (250, 10, 10)),),
    ),
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
        name="palette-that-ends-early",
        make=lambda: palette(np.full((32, 48), 256, np.uint16), entries=2, bits=8),
        notes=("palette expanded", HEADER),
        pixels=((CORNER, (0, 0, 255)),),
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
        name="brightness-table-that-ends-early",  # beyond it its last entry holds
        make=lambda: dicom(
            np.full((32, 48), 4096, np.uint16),
            RescaleSlope=16,
            RescaleIntercept=0,
            VOILUTSequence=table([0, 255], first=0, bits=8),
        ),
        notes=(TABLE, HEADER),
        pixels=((CORNER, (255,) * 3),),
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
    ),
    Case(
        name="second-of-these",
        make=enhanced,
        notes=("frame 1 of 2 taken, the middle one", WINDOW, HEADER),
        pixels=((CORNER, (0,) * 3),),
    ),
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
        ),
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
    ),
    Case(
        name="asked-frame",
        make=lambda: dicom(_frames(5)),
        frame=4,
        notes=("frame 4 of 5 taken", HEADER),
        pixels=((CORNER, (40,) * 3),),
    ),
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
    ),
    Case(name="no-text-burned-in", make=lambda: dicom(BurnedInAnnotation="NO"), notes=(HEADER,)),
    Case(
        name="class-of-captures",
        make=lambda: dicom(SOPClassUID=SC),
        notes=(HEADER,),
        warnings=CAPTURE,
    ),
    # Settings that are no use
    *(
        Case(
            name=f"no-use-{name}",
            make=lambda tags=tags: dicom(DEEP, **tags),
            notes=(NO_WINDOW, HEADER),
            warnings=(NO_USE,),
        )
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
            name=f"syntax-{name}",
            make=lambda syntax=syntax: compressed([bytes(8)], syntax),
            code="unsupported-encoding",
            says=says,
        )
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
    ),
    Case(
        name="negative-colours",
        make=lambda: dicom(colour(), PixelRepresentation=1),
        code="unsupported-encoding",
    ),
    Case(name="64-bit", make=lambda: dicom(GREY.astype(np.uint64)), code="unsupported-encoding"),
    Case(
        name="declares-65535-x-65535",
        make=lambda: dicom(Rows=65535, Columns=65535),
        code="too-many-pixels",
    ),
    Case(name="declares-more-than-it-holds", make=lambda: dicom(Rows=64), code="truncated"),
    Case(
        name="declares-a-million-frames",
        make=lambda: dicom(NumberOfFrames=1_000_000),
        code="too-many-frames",
    ),
    Case(name="declares-100-frames", make=lambda: dicom(NumberOfFrames=100), code="truncated"),
    Case(name="negative-frames", make=lambda: dicom(NumberOfFrames=-1), code="damaged"),
    Case(name="no-rows", make=lambda: dicom(Rows=0), code="damaged"),
    Case(name="tiny", make=lambda: dicom(GREY[:8, :8].copy()), code="too-small"),
    Case(name="frame-beyond", make=lambda: dicom(_frames(5)), frame=5, code="no-such-frame"),
    Case(name="frame-below", make=lambda: dicom(), frame=-1, code="no-such-frame"),
]


@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")
@pytest.mark.parametrize("case", CASES, ids=ids)
def test_rendering(case: Case):
    """Files that need no compiled decoder are rendered here, which is quicker."""
    assert case.seen(_rendered_here(case)) == case.expected()


def _rendered_here(case: Case) -> Rendered | Refused:
    try:
        return render_dicom(case.make(), frame=case.frame, limits=case.limits)
    except Refused as refused:
        return refused


def test_values_that_are_no_codes_are_dropped():
    admitted = admit(written(planted()))
    assert set(admitted.technical) == {
        *("SOPClassUID", "Modality", "Rows", "Columns", "BitsStored"),
        *("PhotometricInterpretation", "TransferSyntax"),
    }
