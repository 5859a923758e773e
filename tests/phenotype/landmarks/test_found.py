"""Landmarks as a value: in words, with doubts, and some of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from raredx.phenotype.landmarks import BLENDSHAPES, POINTS, Landmarks, Seen
from raredx.phenotype.landmarks.found import WIDTH, unpacked


def posed(one: Landmarks, *, yaw: float = 0, pitch: float = 0, roll: float = 0) -> Landmarks:
    """The same face with the head turned, as its pose says."""
    pose = one.pose.copy()
    pose[0, :3, :3] = Rotation.from_euler("ZYX", [roll, yaw, pitch], degrees=True).as_matrix()
    return replace(one, pose=pose)


@pytest.mark.parametrize("turn", [{"yaw": 25}, {"pitch": -30}, {"roll": 12}])
def test_angles_are_those_of_the_pose(known, turn):
    found = posed(known.people.landmarks.take([0]), **turn).angles[0]
    given = {"yaw": 0, "pitch": 0, "roll": 0} | turn
    np.testing.assert_allclose(found, list(given.values()), atol=1e-3)


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ({"yaw": -55}, r"The head is turned by 55°, nearly a profile: the far side"),
        ({"pitch": 48}, r"The head is turned by 48°, nearly a profile"),
        ({"roll": 61}, r"The head leans by 61°: turn the picture upright"),
    ],
)
def test_a_turned_head_is_doubted(known, turn, said):
    one = known.people.landmarks.take([0])
    (line,) = posed(one, **turn).doubts(0)
    assert line.startswith(said)
    assert posed(one, yaw=35, roll=40).doubts(0) == []


def test_doubts_come_together(known):
    one = posed(known.people.landmarks.take([0]), yaw=50, roll=70)
    assert len(replace(one, points=one.points / 10).doubts(0)) == 3


def test_a_row_comes_apart_into_its_parts():
    row = np.arange(2 * WIDTH, dtype=np.float32).reshape(2, WIDTH)
    row[:, 0] = [Seen.ONE, Seen.SEVERAL]
    found = unpacked(row)
    assert len(found) == 2
    assert found.usable.tolist() == [True, False]
    assert found.points.shape == (2, POINTS, 3)
    assert found.expressions.shape == (2, len(BLENDSHAPES))
    assert found.pose.shape == (2, 4, 4)
    assert found.points[0, 0].tolist() == [4, 5, 6]
    assert found.pose[1, 3, 3] == 2 * WIDTH - 1


def test_some_of_them_by_number_or_mask(known):
    every = known.people.landmarks
    mask = np.zeros(len(every), bool)
    mask[[1, 4]] = True
    assert every.take([1, 4]).points.tobytes() == every.take(mask).points.tobytes()
    assert every.take([]).usable.shape == (0,)


def test_every_end_has_a_word_of_its_own():
    rows = np.full((len(Seen), WIDTH), np.nan, np.float32)
    rows[:, :2] = [[one, 1] for one in Seen]
    found = unpacked(rows)
    assert len({found.says(number) for number in range(len(Seen))}) == len(Seen)
