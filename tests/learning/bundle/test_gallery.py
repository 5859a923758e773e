"""Marks of people and pictures: met again, and not to be read."""

from __future__ import annotations

import pytest

from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.learning.bundle.gallery import BOUND, FILE, Gallery, marks
from raredx.learning.bundle.store import bundle_folder, open_bundle


def test_everybody_of_the_cohort_is_known_also_those_of_the_other_parts(bench):
    here = open_cohort("here")
    shared = open_bundle("first").gallery.shared(here)
    rows = here.rows(*BOUND)
    assert shared == {name: len(rows[name].unique()) for name in BOUND}


def test_no_id_can_be_read_from_the_file(bench):
    data = (bundle_folder("first") / FILE).read_bytes()
    for subject in open_cohort("here").rows("subject_id")["subject_id"].to_pylist():
        assert subject.encode() not in data


def test_marks_of_different_people_differ():
    assert len({*marks([f"P{number}" for number in range(10_000)]).tolist()}) == 10_000


def test_a_gallery_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / FILE).write_bytes(b"nothing")
    with pytest.raises(UserError, match=r"gallery\.safetensors cannot be read"):
        Gallery.open(tmp_path, classes=2)
