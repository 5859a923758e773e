"""Some of the people: small numbers said, what is not known called so."""

from __future__ import annotations

import pyarrow as pa
import pytest

from raredx.cohorts.store import open_cohort
from raredx.learning.external.slices import known_of, slices
from raredx.learning.predictions import example
from tests.cohorts.making_cohorts import make


@pytest.fixture
def answers():
    return example([[0.8, 0.2], [0.4, 0.6]] * 15, [0, 1] * 15)


def test_each_slice_has_its_number_and_small_ones_say_so(answers):
    known = {"sex": {f"i{n + 1}": "female" if n < 21 else "male" for n in range(30)}}
    female, male = slices(answers, known)
    assert (female.images, female.people, female.note) == (21, 21, "")
    assert female.scores[0]["value"] == 1
    assert female.scores[0]["value_low"] > 0.8
    assert (male.people, male.scores) == (9, ())
    assert male.note == "too few: 9 people, and 10 are needed"


def test_people_are_counted_not_their_images(answers):
    twice = example([[0.8, 0.2], [0.4, 0.6]] * 8, [0, 1] * 8, [f"p{n // 2}" for n in range(16)])
    (only,) = slices(twice, {"sex": dict.fromkeys(twice.images.tolist(), "male")})
    assert (only.images, only.people) == (16, 8)
    assert only.note


def test_what_is_not_known_is_a_slice_of_its_own_and_the_last(answers):
    known = {"age": {"i1": "18 and over", "i2": "under 2 years", "i3": "6 to 11"}}
    values = [one.value for one in slices(answers, known)]
    assert values == ["under 2 years", "6 to 11", "18 and over", "not known"]
    assert sum(one.images for one in slices(answers, known)) == len(answers)


def test_a_simulated_cohort_knows_the_skin_tone_of_its_people(bench):
    there = open_cohort("there")
    known = known_of(there)
    ids = there.rows("image_id")["image_id"].to_pylist()
    melanin = dict(
        zip(
            there.side("truth")["image_id"].to_pylist(),
            [look["melanin"] for look in there.side("truth")["look"].to_pylist()],
            strict=True,
        )
    )
    assert {*known} == {"origin", "source", "site", "sex", "age", "skin tone"}
    assert {*known["site"].values()} == {"A", "B"}
    for image in ids:
        tone = known["skin tone"][image]
        assert (melanin[image] < 1 / 3) == (tone == "light")
        assert (melanin[image] >= 2 / 3) == (tone == "dark")


def test_a_column_of_skin_tones_is_taken_as_it_is(tmp_path):
    cohort = make(tmp_path / "noise", range(4)).derive(
        fitzpatrick=pa.array(["I", "VI", None, "III"])
    )
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    assert known_of(cohort)["skin tone"] == {ids[0]: "I", ids[1]: "VI", ids[3]: "III"}


def test_a_cohort_that_does_not_know_skin_tones_has_no_such_slice(tmp_path):
    assert "skin tone" not in known_of(make(tmp_path / "noise", range(4)))
