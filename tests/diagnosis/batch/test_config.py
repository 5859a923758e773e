"""What a batch may be asked for."""

from __future__ import annotations

import pytest

from raredx.diagnosis.batch.config import BatchConfig
from raredx.errors import UserError
from raredx.jobs import get_kind


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, "either a cohort or a path"),
        ({"cohort": "a", "path": "b"}, "either a cohort or a path"),
        ({"cohort": "a", "part": "test"}, "for a reason alone"),
        ({"cohort": "a", "part": "test", "test_because": " "}, "for a reason alone"),
        ({"cohort": "a", "coverage": 1}, "less than 1"),
    ],
)
def test_what_makes_no_sense_is_one_line(asked, says):
    with pytest.raises(UserError, match=says):
        get_kind("batch").parse({"model": "m", **asked})


def test_a_batch_has_a_name_of_its_own(tmp_path):
    long = BatchConfig(model="m" * 40, cohort="c.d" * 20, part="calibration").title
    assert len(long) <= 64
    assert long.endswith("-calibration")
    assert "." not in long
    assert BatchConfig(model="m", path=tmp_path / "My faces.zip").title == "m-on-my-faces"
    assert BatchConfig(model="m", cohort="c", name="own").title == "own"
