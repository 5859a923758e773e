"""Reports of faces: those of the same condition say the same, and nobody is asked of strangers."""

from __future__ import annotations

import pytest

from raredx.cohorts.building import building
from raredx.cohorts.card import About
from raredx.cohorts.store import cohorts_folder, open_cohort
from raredx.synthesis.audit.reports import MOST, _some, reports
from raredx.synthesis.curation.sight import see
from tests.learning.small import SEVERAL, small_cohort


@pytest.fixture
def people():
    cohort = small_cohort()
    rows = cohort.select(label=list(SEVERAL)).rows("image_id", "label").to_pylist()
    return cohort, [row["image_id"] for row in rows], [row["label"] for row in rows]


def test_people_are_liker_to_their_own_condition_and_wrong_labels_are_not(people):
    cohort, ids, labels = people
    seen = see(ids, cohort.image)
    half = len(ids) // 2
    sides = [seen.take(range(0, len(ids), 2)), seen.take(range(1, len(ids), 2))]
    told = [labels[::2], labels[1::2]]
    found = reports(sides[0], told[0], cohort, sides[1], told[1], cohort)
    assert found.value > 0.02
    assert found.low <= found.value <= found.high
    assert found.n == {"synthetic": len(told[0]), "people": half}
    wrong = [SEVERAL[SEVERAL.index(one) - 1] for one in told[0]]
    assert reports(sides[0], wrong, cohort, sides[1], told[1], cohort).value < found.value


def test_people_of_another_origin_have_no_reference(people):
    cohort, ids, labels = people
    with building(cohorts_folder() / "strange", About(title="strange")) as new:
        new.add(cohort.image(ids[0]).rotate(90), origin="real", subject_id="one", label="A")
    seen = see(ids[:4], cohort.image)
    found = reports(seen, labels[:4], cohort, seen, labels[:4], open_cohort("strange"))
    assert "need a reference" in found.refused


def test_of_many_images_each_condition_has_as_many():
    labels = ["A"] * MOST + ["B"] * 30 + ["C"] * MOST
    chosen = [labels[row] for row in _some(labels)]
    assert len(chosen) == MOST
    assert chosen.count("B") == 30
    assert chosen.count("A") == chosen.count("C") == (MOST - 30) // 2
