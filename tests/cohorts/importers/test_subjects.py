"""Whose image it is, from the file's name; a pattern never runs away."""

from __future__ import annotations

import pytest

from raredx.cohorts.importers import subjects
from raredx.cohorts.importers.plan import plan
from raredx.cohorts.importers.subjects import subjects_by_pattern
from raredx.errors import UserError
from tests.cohorts.importers.making_sources import class_folders


def test_a_pattern_finds_people(tmp_path):
    read = plan(class_folders(tmp_path / "given"), subject_pattern=r"/(?P<subject>p\d)_")
    assert read.subjects == 3
    assert not any("whose image" in note for note in read.notes)


def test_files_that_a_pattern_does_not_fit_are_told(tmp_path):
    read = plan(class_folders(tmp_path / "given"), subject_pattern=r"/(?P<subject>p0)_")
    assert read.subjects == 1
    assert any(note.startswith("Of 4 files it is not known whose") for note in read.notes)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(", "The pattern for subjects is none"),
        (r"p\d", "has no group 'subject'"),
        ("(?P<subject>" + "a" * 200 + ")", "or over 200 characters"),
    ],
)
def test_patterns_that_cannot_be(pattern, says):
    with pytest.raises(UserError, match=says):
        subjects_by_pattern(pattern, ["a"])


def test_a_pattern_that_would_take_years_is_stopped(monkeypatch):
    monkeypatch.setattr(subjects, "_SECONDS", 1.0)
    with pytest.raises(UserError, match=r"took longer than 1 seconds\. Give a simpler one"):
        subjects_by_pattern(r"(?P<subject>(a+)+)$", ["a" * 60 + "!"])
