"""DICOM: patients are told apart, and nobody can be told from what is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from pydicom import data as pydicom_data

from raredx.cohorts.importers.dicom_headers import HEAD, read_headers
from raredx.cohorts.importers.layout import Choices
from raredx.cohorts.importers.plan import plan
from raredx.cohorts.importers.secret import workspace_key
from raredx.cohorts.importing import about_import, import_cohort
from raredx.errors import UserError
from raredx.settings import settings
from tests.cohorts.importers.making_sources import dicom
from tests.cohorts.making_dicom import dataset, written
from tests.cohorts.test_export import everything_in

SAMPLES = Path(pydicom_data.data_manager.DATA_ROOT) / "test_files"
KEY = bytes(32)


def imported(path, tmp_path, **options):
    read = plan(path, **options)
    about = about_import(read, title="x")
    scratch = tmp_path / "scratch"
    return import_cohort(read, tmp_path / "cohort", about=about, origin="real", scratch=scratch)


def subject_of(head: bytes, key: bytes) -> str | None:
    return next(read_headers([head], key=key)).get("subject")


def test_patients_series_and_views_are_told_apart(tmp_path):
    cohort = imported(dicom(tmp_path / "given"), tmp_path).cohort
    assert cohort.card().counts["subjects"] == 2
    assert sorted(cohort.counts("series").values()) == [2, 2]
    assert cohort.counts("view") == {"AP": 4}
    assert cohort.counts("sex") == {"female": 4}
    assert cohort.counts("age") == {34.0: 2, 90.0: 2}
    assert cohort.counts("label") == {None: 4}


def test_neither_id_nor_name_is_kept_anywhere(tmp_path):
    cohort = imported(dicom(tmp_path / "given"), tmp_path).cohort
    said = everything_in(cohort.folder)
    assert "p-" in said
    assert not any(word in said for word in ("MRN", "Jane", "Example", "1.2.3.0"))


def test_the_same_patient_is_the_same_subject_only_in_this_workspace():
    head = written(dataset(np.zeros((20, 20), np.uint8), PatientID="MRN-1"))
    here, there = (subject_of(head, key) for key in (KEY, bytes(31) + b"1"))
    assert here == subject_of(head, KEY)
    assert here != there


@pytest.mark.parametrize(
    ("tags", "subject"),
    [
        ({"PatientID": "1", "IssuerOfPatientID": "A"}, True),
        ({"StudyInstanceUID": "1.2.3"}, True),
        ({"PatientID": "  "}, False),
        ({}, False),
    ],
)
def test_who_it_is_when_the_header_says_little(tags, subject):
    head = written(dataset(np.zeros((20, 20), np.uint8), **tags))
    assert (subject_of(head, KEY) is not None) is subject


def test_ids_of_two_issuers_are_two_people():
    heads = [
        written(dataset(np.zeros((20, 20), np.uint8), PatientID="1", IssuerOfPatientID=issuer))
        for issuer in "AB"
    ]
    one, two = read_headers(heads, key=KEY)
    assert one["subject"] != two["subject"]


def test_headers_of_strangers_cost_nobody_else_theirs():
    good = written(dataset(np.zeros((20, 20), np.uint8), PatientID="1"))
    headers = [*read_headers([b"", good[:HEAD], b"\0" * 200, good[:60], b"DICM" * 99], key=KEY)]
    assert [bool(header) for header in headers] == [False, True, False, False, False]


def test_folders_are_labels_only_if_that_is_asked_for(tmp_path):
    dicom(tmp_path / "given" / "Example^Jane")
    assert plan(tmp_path / "given").classes == {}
    labelled = plan(tmp_path / "given", choices=Choices(columns={"label": "folder"}))
    assert labelled.classes == {"Example^Jane": 4}


def test_the_key_is_made_once_and_for_its_owner_alone():
    key = workspace_key()
    file = settings().workspace / "cohorts" / ".subject-key"
    assert workspace_key() == key
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(b"short")
    with pytest.raises(UserError, match=r"The key in .* is damaged"):
        workspace_key()


def test_a_choice_of_pydicom_s_own_files_comes_in(tmp_path):
    names = [
        "CT_small.dcm",
        "MR_small.dcm",
        "rtplan.dcm",
        "SC_rgb_small_odd.dcm",
        "waveform_ecg.dcm",
    ]
    names += ["examples_palette.dcm", "liver_1frame.dcm", "JPEG2000.dcm"]
    (tmp_path / "given").mkdir()
    for name in names:
        shutil.copy(SAMPLES / name, tmp_path / "given")
    done = imported(tmp_path / "given", tmp_path)
    assert dict(done.refused) == {"not-a-picture": 3, "too-small": 1}
    assert len(done.cohort) == 4


@pytest.mark.slow
def test_all_of_pydicom_s_own_files_come_in_or_are_refused(tmp_path):
    done = imported(SAMPLES, tmp_path)
    listed = [path for path in SAMPLES.rglob("*") if path.is_file()]
    left_out = sum(path.suffix in (".txt", ".dump", ".json", ".icc", ".gz") for path in listed)
    assert len(done.cohort) + sum(done.refused.values()) >= len(listed) - left_out - 4
    assert len(done.cohort) > 45
    assert done.cohort.card().counts["subjects"] > 10
    assert done.cohort.verify().sound
