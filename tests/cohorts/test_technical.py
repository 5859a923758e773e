"""The allow-list keeps numbers and known words; no other text gets through."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset, FileMetaDataset

from raredx.cohorts.technical import ALLOWED, technical_tags
from tests.cohorts.hostile import PLANTED


def _kept(**tags: object) -> dict[str, object]:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    for name, value in tags.items():
        setattr(ds, name, value)
    return technical_tags(ds)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("Modality", "MR", "MR"),
        ("Manufacturer", "SIEMENS Healthineers", "Siemens"),
        ("Manufacturer", "GE MEDICAL SYSTEMS", "GE"),
        ("Manufacturer", "Dr Meier, Philips dealer", "Philips"),
        ("BodyPartExamined", "skull", "SKULL"),
        ("PhotometricInterpretation", "PALETTE COLOR", "PALETTE_COLOR"),
        ("PixelSpacing", ["0.66146801", "0.66146801"], [0.6615, 0.6615]),
        ("KVP", "120", 120.0),
        ("WindowCenter", [40, 80], 40.0),
        ("Rows", 512, 512),
        ("SOPClassUID", "1.2.840.10008.5.1.4.1.1.2", "CT Image Storage"),
    ],
)
@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")
def test_what_is_kept(name: str, value: object, kept: object):
    assert _kept(**{name: value}) == {name: kept}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Modality", "MEIER"),
        ("Manufacturer", PLANTED),
        ("BodyPartExamined", "ANNA MEIER"),
        ("ViewPosition", "BORN 1979"),
        ("PatientPosition", "MEIER"),
        ("SOPClassUID", "1.2.840.19790102.1"),
        ("SliceThickness", "19790102"),
        ("KVP", "19790102"),
        ("KVP", "nan"),
        ("EchoTime", "inf"),
        ("PixelSpacing", ["1", "19790102"]),
        ("PixelSpacing", ["1", "1", "1"]),
        ("BurnedInAnnotation", "MEIER"),
        ("Rows", 70_000),
    ],
)
@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")
def test_what_is_dropped(name: str, value: object):
    assert _kept(**{name: value}) == {}


def test_no_number_is_kept_to_more_than_four_digits():
    assert _kept(RepetitionTime="19790.102") == {"RepetitionTime": 19790.0}


def test_no_tag_about_a_person_or_a_place_is_allowed():
    """`Patient...` may only be how a body lies in the scanner."""
    people = ("Patient", "Physician", "Operator", "Institution", "Station", "Date", "Time", "ID")
    suspects = {name for name in ALLOWED if any(word in name for word in people)}
    assert suspects == {
        *("PatientPosition", "SOPClassUID"),
        *("ExposureTime", "EchoTime", "RepetitionTime"),
    }
