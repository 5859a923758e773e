"""Two faces beside each other: the same one is like itself, strangers are evenly spread."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.phenotype.analyse import analyse
from raredx.phenotype.looking import look_through, splits_of
from raredx.phenotype.pair import pair_of
from raredx.phenotype.reference.reference import open_reference


@pytest.fixture(scope="module")
def reference():
    return open_reference()


@pytest.fixture(scope="module")
def cohort():
    return open_cohort("simface-103")


@pytest.fixture
def strangers(cohort, reference, request):
    """People of different conditions whom the reference has not seen: two, or as many as asked."""
    (split,) = splits_of(cohort)
    rows = cohort.select(image_id=list(split.calibration)).rows("image_id", "label").to_pylist()
    first = {row["label"]: row["image_id"] for row in rows if row["label"] != "unaffected"}
    chosen = cohort.select(
        image_id=[first[label] for label in sorted(first)][: getattr(request, "param", 2)]
    )
    return [(row, one) for row, one in look_through(chosen, reference) if one.by_shape]


def pair(one, other, reference):
    people = [row for row, _ in (one, other)]
    return pair_of(
        one[1],
        other[1],
        reference,
        years=[row["age"] for row in people],
        sexes=[row["sex"] for row in people],
    )


def test_a_face_is_like_itself_in_every_region(strangers, reference):
    same = pair(strangers[0], strangers[0], reference)
    assert same.distance == pytest.approx(0, abs=1e-12)
    assert same.likeness[0].region == "face"
    assert all(each.cosine == pytest.approx(1) for each in same.likeness)
    assert all(each.quantile > 0.99 for each in same.likeness)
    assert {each.apart for each in same.differences} == {0.0}


@pytest.mark.parametrize("strangers", [8], indirect=True)
def test_strangers_of_different_conditions_are_evenly_spread(strangers, reference):
    found = [
        pair(one, other, reference).likeness[0].quantile
        for one, other in combinations(strangers, 2)
    ]
    assert len(found) == 28
    assert np.mean(found) == pytest.approx(0.5, abs=0.2)
    assert min(found) < 0.25
    assert max(found) > 0.75


def test_the_order_does_not_matter_but_for_signs(strangers, reference):
    there, back = (pair(one, other, reference) for one, other in (strangers[:2], strangers[1::-1]))
    assert there.distance == pytest.approx(back.distance)
    assert [one.quantile for one in there.likeness] == [one.quantile for one in back.likeness]
    assert [one.apart for one in there.differences] == [-one.apart for one in back.differences]
    told = there.as_dict()
    assert abs(told["differences"][0]["apart"]) >= abs(told["differences"][-1]["apart"])


def test_without_scores_of_both_nothing_is_said_of_likeness(strangers, cohort, reference):
    row, one = strangers[0]
    other = analyse(cohort.image(row["image_id"]), reference, origin="real")
    found = pair_of(one, other, reference)
    assert found.likeness == ()
    assert found.distance < 1e-6
    assert {each.apart for each in found.differences} == {None}


def test_without_a_face_there_is_nothing_to_compare(strangers, reference):
    none = analyse(Image.new("RGB", (64, 64)), reference)
    with pytest.raises(UserError, match="no face was found"):
        pair_of(strangers[0][1], none, reference)
