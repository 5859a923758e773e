"""Images of a cohort are looked at one after the other, but for those that are kept for a test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from raredx.cohorts.splits.store import read_test
from raredx.cohorts.store import open_cohort
from raredx.phenotype.looking import (
    find_image,
    learned_from,
    look_through,
    record_of,
    splits_of,
    unlocked,
)
from raredx.phenotype.reference.reference import open_reference


@pytest.fixture(scope="module")
def reference():
    return open_reference()


@pytest.fixture(scope="module")
def cohort():
    return open_cohort("simface-103")


def ids_of(cohort) -> set[str]:
    return set(cohort.rows("image_id")["image_id"].to_pylist())


def test_what_is_kept_for_a_test_stays_closed(cohort):
    test = set(read_test(cohort.folder / "splits" / "standard"))
    assert ids_of(unlocked(cohort)) == ids_of(cohort) - test


def test_a_reference_says_whom_its_conditions_were_learned_from(cohort, reference):
    (split,) = splits_of(cohort)
    assert learned_from(reference, cohort) == {*split.development, *split.gallery}
    assert not learned_from(replace(reference, data="of others"), cohort)
    assert learned_from(replace(reference, data=cohort.data_hash), cohort) == ids_of(cohort)


def test_an_image_is_found_in_its_cohort(cohort):
    image_id = cohort.rows("image_id")["image_id"][7].as_py()
    name, row = find_image(image_id) or ("", {})
    assert (name, row["image_id"], row["origin"]) == ("simface-103", image_id, "simulated")
    assert find_image("0" * 32) is None


def test_each_image_comes_with_its_analysis(cohort, reference):
    (split,) = splits_of(cohort)
    few = cohort.select(image_id=list(split.calibration[:2]))
    looked = list(look_through(few, reference))
    assert {row["image_id"] for row, _ in looked} == set(split.calibration[:2])
    for row, analysis in looked:
        told = record_of(analysis, reference, image_id=row["image_id"])
        assert list(told)[:3] == ["notice", "image", "reference"]
        assert told["reference"]["data"] == reference.data
        assert len(told["measures"]) == 123
