"""Verdicts by a table: each way to choose, what comes before what, and the reasons in words."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from raredx.synthesis.curation.config import Policy, Verdict
from raredx.synthesis.curation.policy import decide, near_copies, reasons

A, B = "Apert syndrome", "Noonan syndrome"


def table(**columns):
    """Six good images, three of each condition, but for what is said."""
    rows = {
        "image_id": [f"image {number}" for number in range(6)],
        "label": [A, A, A, B, B, B],
        "face": ["one"] * 6,
        "doubts": [""] * 6,
        "sharpness": [0.8] * 6,
        "likeness": [0.9, 0.5, 0.1, 0.8, 0.4, 0.3],
        "rank": [1.0, 2, 30, 1, 5, 7],
        "five_point_cosine": [0.99, 0.999, 0.98, 0.97, 0.96, 0.95],
        **{f"distance_{space}": [3.0] * 6 for space in ("look", "structure", "shape")},
        **{f"nearest_{space}": ["someone"] * 6 for space in ("look", "structure", "shape")},
    }
    return pa.table(
        {name: pa.array(one, from_pandas=True) for name, one in (rows | columns).items()}
    )


def accepted(found, **asked):
    """The numbers of those that are accepted."""
    return [row for row, one in enumerate(decide(found, Policy(**asked))) if one == "accepted"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"keep": "absolute", "at": 0.4}, [0, 1, 3, 4]),
        ({"keep": "quantile", "at": 0.34}, [0, 3]),
        ({"keep": "quota", "at": 2}, [0, 1, 3, 4]),
        ({"keep": "top", "at": 3}, [0, 1, 3]),
        ({"keep": "top", "at": 3, "score": "five-point-cosine"}, [0, 1, 2]),
    ],
)
def test_each_way_to_choose(asked, expected):
    assert accepted(table(), **asked) == expected


def test_who_is_left_by_a_number_is_surplus_and_by_a_limit_of_the_wrong_phenotype():
    assert decide(table(), Policy(keep="quota", at=1))[1] == Verdict.SURPLUS
    assert decide(table(), Policy(keep="absolute", at=0.6))[1] == Verdict.WRONG_PHENOTYPE


def test_of_equals_those_come_first_that_show_more():
    alike = table(likeness=[0.5] * 6, evidence=[1.0, 3, 2, 1, 2, 3])
    assert accepted(alike, keep="quota", at=1) == [1, 5]
    assert accepted(alike, keep="top", at=3) == [1, 2, 5]


def test_what_was_turned_away_by_hand_leaves_its_place_to_another():
    by_hand = ("image 0", "image 4")
    assert accepted(table(), keep="quota", at=1, by_hand=by_hand) == [1, 3]
    verdicts = decide(table(), Policy(keep="absolute", at=0, by_hand=by_hand))
    assert verdicts[0] == verdicts[4] == Verdict.BY_HAND


def test_copies_come_first_then_faces_then_quality():
    found = table(
        distance_look=[0.9, 3, 3, 3, 3, 3],
        face=["none", "several", "one", "one", "one", "one"],
        sharpness=[np.nan, 0.1, 0.1, 0.8, 0.8, 0.8],
        doubts=["", "", "", "The face is tiny", "", ""],
    )
    assert decide(found, Policy(keep="absolute", at=0.0)) == [
        Verdict.NEAR_COPY,
        Verdict.NO_FACE,
        Verdict.LOW_QUALITY,
        Verdict.LOW_QUALITY,
        Verdict.ACCEPTED,
        Verdict.ACCEPTED,
    ]


def test_a_quota_is_filled_by_those_that_are_no_copies_and_no_blurs():
    found = table(distance_structure=[0.5, 3, 3, 3, 3, 3], sharpness=[0.8] * 3 + [0.1] + [0.8] * 2)
    assert accepted(found, keep="quota", at=1) == [1, 4]
    assert accepted(found, keep="quota", at=1, copies="keep", because="To show one") == [0, 4]


def test_nothing_known_of_nobody_is_no_wrong_phenotype():
    found = table(label=[None] * 6, likeness=[np.nan] * 6)
    assert accepted(found, keep="absolute", at=0.9) == [0, 1, 2, 3, 4, 5]


def test_what_cannot_be_compared_is_no_copy():
    assert not near_copies(table(distance_look=[np.nan] * 6)).any()


def test_reasons_are_words():
    found = table(distance_look=[0.42] + [3.0] * 5, rank=[1.0, np.nan, 30, 1, 5, 7])
    rows, policy = found.to_pylist(), Policy()
    assert reasons(rows[0], Verdict.NEAR_COPY, policy) == (
        "by what a network makes of it, 0.42 of the limit from someone"
    )
    assert reasons(rows[2], Verdict.WRONG_PHENOTYPE, policy) == "likeness 0.10, rank 30"
    assert reasons(rows[1], Verdict.ACCEPTED, policy) == "likeness 0.50"
    assert reasons(rows[3], Verdict.LOW_QUALITY, policy) == "80% as sharp as people's pictures"
    assert (
        reasons({**rows[3], "face": "several"}, Verdict.NO_FACE, policy) == "faces found: several"
    )
