"""Alignment: place, size and turn are taken out whatever they were, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from raredx.phenotype.shape.align import align, halves, mean_shape, mirrored, upright

angle = st.floats(-75, 75)
FACE = np.random.default_rng(0).normal(size=(478, 3))
MEAN = (FACE - FACE.mean(0)) / np.linalg.norm(FACE - FACE.mean(0))


@pytest.fixture(scope="module")
def points(known) -> np.ndarray:
    return upright(known.people.landmarks.points.astype(np.float64))


@settings(max_examples=40, deadline=None)
@given(
    angle,
    angle,
    angle,
    st.floats(1e-3, 1e4),
    st.tuples(*[st.floats(-1e3, 1e3)] * 3),
)
def test_place_size_and_turn_are_recovered(yaw, pitch, roll, size, place):
    turn = Rotation.from_euler("ZYX", [roll, yaw, pitch], degrees=True).as_matrix()
    found = align((size * MEAN @ turn.T + place)[None], MEAN)
    np.testing.assert_allclose(found.shapes[0], MEAN, atol=1e-6)
    np.testing.assert_allclose(found.angles[0], [yaw, pitch, roll], atol=1e-3)
    assert found.sizes[0] == pytest.approx(size, rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_aligned_is_around_0_of_size_1_and_stays_as_it_is(seed):
    faces = np.random.default_rng(seed).normal(3, 5, (4, 30, 3))
    mean = mean_shape(faces, symmetric=False)
    once = align(faces, mean).shapes
    np.testing.assert_allclose(once.mean(1), 0, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(once, axis=(1, 2)), 1)
    np.testing.assert_allclose(align(once, mean).shapes, once, atol=1e-9)


def test_a_face_is_turned_and_never_mirrored():
    asymmetric = FACE[:4]
    other = asymmetric * [-1, 1, 1]
    found = align(other[None], asymmetric).shapes[0]
    assert np.linalg.det(found[1:] - found[0]) * np.linalg.det(other[1:] - other[0]) > 0
    assert not np.allclose(found, align(asymmetric[None], asymmetric).shapes[0], atol=0.01)


def test_each_face_is_aligned_by_itself(points):
    mean = mean_shape(points)
    alone = align(points[3:4], mean)
    together = align(points, mean)
    np.testing.assert_allclose(alone.shapes[0], together.shapes[3], atol=1e-12)
    np.testing.assert_allclose(alone.angles[0], together.angles[3], atol=1e-9)


def test_angles_are_those_of_mediapipe_s_own_pose(known, points):
    own, given_ = align(points, mean_shape(points)).angles, known.people.landmarks.angles
    for one in range(3):
        apart = (own - given_)[:, one]
        assert np.corrcoef(own[:, one], given_[:, one])[0, 1] > 0.85
        assert apart.std() < 2.5


def test_a_symmetric_mean_is_the_same_on_both_sides_and_looks_ahead(points):
    mean = mean_shape(points)
    np.testing.assert_allclose(mirrored(mean), mean, atol=1e-12)
    assert np.linalg.norm(mean) == pytest.approx(1)
    right, left = mean[33], mean[263]
    assert right[0] == pytest.approx(-left[0])
    assert right[1:] == pytest.approx(left[1:])
    assert mean[10, 1] > mean[33, 1] > mean[4, 1] > mean[152, 1]
    assert mean[4, 2] == mean[:, 2].max()  # the tip of the nose is nearest


def test_the_order_of_faces_does_not_matter_to_their_mean(points):
    mean = mean_shape(points)
    for turn in (np.arange(len(points))[::-1], np.roll(np.arange(len(points)), 3)):
        np.testing.assert_allclose(mean_shape(points[turn]), mean, atol=1e-5)


def test_a_mirror_twice_is_no_mirror():
    np.testing.assert_array_equal(mirrored(mirrored(FACE)), FACE)


def test_halves_add_up_and_the_asymmetric_half_is_what_was_planted():
    planted = np.zeros((478, 3))
    planted[61, 1], planted[291, 1] = 0.01, -0.01  # a mouth that hangs on one side
    same, differing = halves(MEAN + mirrored(MEAN) + planted)
    np.testing.assert_allclose(same, MEAN + mirrored(MEAN), atol=1e-12)
    np.testing.assert_allclose(differing, planted, atol=1e-12)


def test_points_of_a_picture_come_upright_and_keep_their_precision():
    below, behind = np.array([[0, 5, 0]], np.float32), np.array([[0, 0, 7]], np.float32)
    assert upright(below).tolist() == [[0, -5, 0]]
    assert upright(behind).tolist() == [[0, 0, -7]]
    assert upright(below).dtype == np.float32
