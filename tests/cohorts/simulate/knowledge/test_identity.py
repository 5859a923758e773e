"""Identities: children and grown-ups of every shape, measured in millimetres."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.cohorts.simulate.head import Head, measure
from raredx.cohorts.simulate.head.head import SKIN
from raredx.cohorts.simulate.knowledge.identity import (
    FEMALE,
    MALE,
    draw_identity,
    slider_spread,
)

HEAD = Head.shipped()


def drawn(number, **fixed):
    return draw_identity(np.random.default_rng(number), **fixed)


@pytest.fixture(scope="module")
def many():
    return [drawn(number) for number in range(600)]


def test_seven_of_ten_are_children_and_both_sexes_are_as_frequent(many):
    assert np.mean([one.years < 18 for one in many]) == pytest.approx(0.7, abs=0.06)
    assert np.mean([one.sex == MALE for one in many]) == pytest.approx(0.5, abs=0.06)
    assert min(one.years for one in many) < 2
    assert 65 < max(one.years for one in many) <= 80


def test_shapes_are_not_of_three_kinds_but_mixtures(many):
    largest = np.array([max(one.ancestry) for one in many])
    assert all(sum(one.ancestry) == pytest.approx(1) for one in many)
    assert 0.2 < (largest < 0.7).mean() < 0.8


def test_age_and_sex_can_be_given_and_the_rest_stays():
    free, fixed = drawn(5), drawn(5, years=30.0, sex=FEMALE)
    assert (fixed.years, fixed.sex) == (30, FEMALE)
    assert fixed.changes == free.changes
    assert fixed.ancestry == free.ancestry


def test_without_spread_all_of_an_age_have_one_face():
    assert set(drawn(5, spread=0).changes.values()) <= {0.0, -0.0}


def test_sliders_are_drawn_in_millimetres_not_in_their_own_units():
    skin = HEAD.vertices_of(SKIN)
    spread = slider_spread()
    for name, millimetres in (("nose-scale-vert-incr", 1.0), ("forehead-nubian-incr", 3.0)):
        moved = [
            HEAD.moved(HEAD.canonical, {name: sign * spread[name]}) - HEAD.canonical
            for sign in (1, -1)
        ]
        reach = max(np.linalg.norm(shift[skin], axis=1).max() for shift in moved)
        assert reach * 1000 == pytest.approx(millimetres, rel=0.01)


def test_faces_differ_by_millimetres_and_their_sides_by_less():
    faces = [drawn(number, years=10.0, sex=FEMALE) for number in range(40)]
    points = [HEAD.points(HEAD.shape(one.build, one.changes)) for one in faces]
    noses, sides = (
        np.array([measure(name, face) for face in points])
        for name in ("nose_width", "face_asymmetry")
    )
    assert 1 < noses.std() < 6
    assert 0.2 < sides.mean() < 2
