"""The measuring rod on a few portraits: found, followed, and described without their condition."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from benchmarks.simface.__main__ import HEADINGS, SPLIT, rows, shipped
from benchmarks.simface.drawing import CALIBRATION, TEST, TRAINING, Drawing
from benchmarks.simface.following import counterparts, errors, following, found
from benchmarks.simface.mapping import candidates, projected
from benchmarks.simface.sample import Sample
from benchmarks.simface.shortcuts import circumstances, corners
from raredx.cohorts.card import About
from raredx.cohorts.simulate.head import Head
from raredx.cohorts.simulate.head.landmarks import mediapipe_vertices
from raredx.cohorts.simulate.photograph import sit
from raredx.cohorts.simulate.sittings import plan_sittings
from raredx.cohorts.simulate.taking import take_all
from raredx.cohorts.splits.plan import Plan
from raredx.cohorts.splits.run import keep_given
from raredx.phenotype.landmarks import BLENDSHAPES, POINTS, Landmarks

PLAN = plan_sittings(["ORPHA:904", "ORPHA:870"], seed=77, images=3, unaffected=1, turned=0.3)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work") / "few"
    return Sample(cohort=take_all(PLAN, folder, about=About(title="A few"), size=192))


def test_truth_and_labels_stand_in_the_order_of_the_images(sample):
    assert sample.labels == [one["condition"] for one in sample.truth]
    assert sample.labels == [sitting.condition for sitting in PLAN]
    assert len(sample.affected.labels) == 6
    assert sample.landmarks.shape == (7, len(Head.shipped().landmarks), 2)
    assert all(sample.affected.terms)


def test_faces_are_found(sample):
    shares = found(sample.points, sample.truth)
    assert shares["all"].of == 7
    assert shares["all"].value > 0.8
    assert sum(one.of for view, one in shares.items() if view != "all") == 7


@pytest.mark.slow
def test_the_parts_of_a_shipped_cohort_are_measured_and_tabled(sample, tmp_path):
    parts = ["development", "development", "test"] * 2 + ["calibration"]
    folder = tmp_path / "shipped"
    cohort = sample.cohort.write(folder)
    keep_given(cohort, SPLIT, Plan(folds=2, repeats=1), dict(zip(sample.ids, parts, strict=True)))
    lines = shipped(Namespace(cohort=folder, work=tmp_path))
    of = {line.what: line.figure.of for line in lines}
    assert of["one face is found, all"] == 7
    assert {n for name, n in of.items() if name.endswith(("first", "among five"))} == {2}
    assert {line.beside for line in lines} == {"", "chance 1.0", "chance 4.9"}
    table = rows(lines)
    assert [len(row) for row in table] == [len(HEADINGS)] * len(lines)
    assert table[0][1].endswith(")")


def test_points_follow_the_landmarks(sample):
    followed = following(errors(sample.points, sample.truth), sample.truth)
    assert followed["frontal, as it is"].median.value < 0.06
    centred = followed["frontal, without constant offsets"].median
    assert centred.value < followed["frontal, as it is"].median.value
    assert centred.low <= centred.value <= centred.high


def test_a_constant_offset_is_an_error_only_as_it_is():
    rng = np.random.default_rng(3)
    pairs = counterparts()
    truth, places = [], np.full((8, POINTS, 3), np.nan)
    for number in range(8):
        turn, size = rng.uniform(-0.4, 0.4), rng.uniform(30, 90)
        axis = size * np.array([np.cos(turn), np.sin(turn)])
        down = axis @ np.array([[0, 1], [-1, 0]])
        marks = {name: rng.uniform(60, 190, 2) for name in pairs}
        marks["exocanthion_left"] = marks["exocanthion_right"] + axis
        for name, point in pairs.items():
            places[number, point, :2] = marks[name] + 0.03 * axis + 0.04 * down
        named = [{"name": name, "x": x, "y": y, "seen": True} for name, (x, y) in marks.items()]
        truth.append({"view": "frontal", "photo": {"yaw": 2.0}, "landmarks": named})
    points = Landmarks(
        seen=np.ones(8, np.intp),
        faces=np.ones(8, np.intp),
        sizes=np.full((8, 2), 256),
        points=places,
        expressions=np.zeros((8, len(BLENDSHAPES))),
        pose=np.tile(np.eye(4), (8, 1, 1)),
    )
    followed = following(errors(points, truth), truth)
    assert followed["frontal, as it is"].farthest.value == pytest.approx(0.05)
    assert followed["frontal, without constant offsets"].farthest.value == pytest.approx(
        0, abs=1e-9
    )


def test_circumstances_are_the_same_whatever_somebody_has():
    ill, other = PLAN[0], replace(PLAN[0], condition="ORPHA:870")
    first, second, healthy = circumstances([ill, other, replace(ill, condition=None)])
    assert first == second == healthy
    assert first != circumstances([PLAN[1]])[0]
    names = set(first)
    assert {
        "identity.years",
        "look.melanin",
        "photo.light.kelvin",
        "photo.background.place",
    } < names
    assert any(name.startswith("identity.changes.") for name in names)


def test_only_the_upper_corners_count():
    picture = np.random.default_rng(1).integers(0, 255, (100, 100, 3), np.uint8)
    told = corners(Image.fromarray(picture))
    picture[10:], picture[:10, 10:90] = 0, 0
    np.testing.assert_array_equal(corners(Image.fromarray(picture)), told)
    picture[:10, :10] //= 2
    assert (corners(Image.fromarray(picture)) != told).any()


def test_vertices_are_projected_where_the_picture_shows_them():
    drawing = Drawing(seed=1, part=TRAINING, images=1, size=64)
    taken = sit(PLAN[1], scale=drawing.scale, spread=drawing.spread, size=64)
    np.testing.assert_allclose(
        projected(PLAN[1], drawing), taken.portrait.camera.project(taken.vertices), atol=1e-3
    )


def test_points_lie_on_vertices_that_are_seen_from_the_front():
    assert set(mediapipe_vertices().values()) <= set(candidates().tolist())


def test_parts_of_a_plan_share_nobody():
    people = [
        {one.seed for one in Drawing(seed=4, part=part, images=2).sittings()}
        for part in (TRAINING, CALIBRATION, TEST)
    ]
    assert [len(some) for some in people] == [206, 206, 206]
    assert len(set.union(*people)) == 618
