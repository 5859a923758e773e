"""Which DICOM objects are images, and from which of them a warning of burned-in text comes."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset, FileMetaDataset

from raredx.cohorts.dicom_kinds import burned_in_warning, refuse_other_objects
from raredx.cohorts.refusals import Refused

STORAGE = "1.2.840.10008.5.1.4.1.1."


def _object(kind: str = "", modality: str = "", **tags: str) -> Dataset:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.SOPClassUID = kind and STORAGE + kind
    ds.Modality = modality
    for name, value in tags.items():
        setattr(ds, name, value)
    return ds


@pytest.mark.parametrize(
    ("kind", "modality", "what"),
    [
        ("88.11", "", "a structured report"),
        ("88.33", "SR", "a structured report"),
        ("104.1", "", "a document"),
        ("11.1", "", "a presentation state"),
        ("481.1", "", "radiotherapy data"),
        ("481.2", "RTDOSE", "radiotherapy data"),
        ("30", "", "measured values"),
        ("66", "", "a segmentation"),
        ("66.4", "", "a segmentation"),
        ("67", "", "a table"),
        ("68.1", "", "a surface"),
        ("4.2", "MR", "a spectrum"),
        ("77.1.6", "SM", "a whole-slide image"),
        ("78.2", "", "a measurement of the eye"),
        ("9.1.1", "", "a waveform"),
        ("", "SR", "a structured report"),
        ("", "KO", "a structured report"),
        ("", "PR", "a presentation state"),
        ("", "SEG", "a segmentation"),
        ("", "RTSTRUCT", "radiotherapy data"),
        ("", "ECG", "a waveform"),
        ("", "DOC", "a document"),
    ],
)
def test_other_objects_are_refused(kind: str, modality: str, what: str):
    with pytest.raises(Refused, match=what) as caught:
        refuse_other_objects(_object(kind, modality))
    assert caught.value.code == "not-a-picture"


@pytest.mark.parametrize(
    "kind", ["1", "1.1.1", "2", "2.1", "4", "4.1", "7", "7.4", "77.1.4", "12.1"]
)
def test_images_are_not_refused(kind: str):
    for modality in ("OT", "EPS"):  # where the class is known, the modality does not decide
        assert refuse_other_objects(_object(kind, modality)) is None


@pytest.mark.parametrize(
    ("kind", "modality", "source"),
    [
        ("", "US", "ultrasound"),
        ("3.1", "", "ultrasound"),
        ("6.1", "", "ultrasound"),
        ("7", "CT", "screen captures and scans"),
        ("7.4", "", "screen captures and scans"),
        ("", "OT", "screen captures and scans"),
        ("", "XC", "photography"),
        ("77.1.4", "", "photography"),
        ("77.1.1", "", "endoscopy"),
        ("", "ES", "endoscopy"),
        ("77.1.5.1", "", "eye examinations"),
        ("", "BMD", "bone densitometry"),
    ],
)
def test_kinds_that_often_carry_text_are_warned_of(kind: str, modality: str, source: str):
    (warning,) = burned_in_warning(_object(kind, modality))
    assert warning.startswith(f"images from {source} often carry burned-in text")


@pytest.mark.parametrize(("kind", "modality"), [("2", "CT"), ("4", "MR"), ("1.1", "DX"), ("", "")])
def test_other_kinds_are_not(kind: str, modality: str):
    assert burned_in_warning(_object(kind, modality)) == ()


def test_a_file_that_says_so_is_warned_of_whatever_it_is():
    (warning,) = burned_in_warning(_object("2", "CT", BurnedInAnnotation="YES"))
    assert warning.startswith("text is burned into the picture")


def test_a_file_that_denies_it_is_not_believed():
    assert burned_in_warning(_object("", "US", BurnedInAnnotation="NO"))
