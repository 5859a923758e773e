"""Intervals that hold for other classes, and one that does not."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.learning.episodes.intervals import over_classes
from raredx.learning.episodes.judge import evaluate
from tests.learning.episodes.people import drawn, faces


@pytest.mark.parametrize("ways", [5, 15])
def test_the_interval_over_classes_holds_for_other_classes_and_that_over_episodes_does_not(ways):
    rng = np.random.default_rng(0)
    many = drawn(400, ways=ways, episodes=2000)
    true = np.mean([evaluate(faces(many, 400, rng), many).accuracy.value for _ in range(3)])
    held = []
    for seed in range(200):
        episodes = drawn(20, ways=ways, episodes=100, seed=seed)
        found = evaluate(faces(episodes, 20, rng), episodes)
        held.append([part.low <= true <= part.high for part in (found.accuracy, found.on_these)])
    honest, other = np.mean(held, axis=0)
    assert 0.90 <= honest <= 0.99
    assert other < 0.75


def test_who_takes_the_patients_of_others_widens_the_interval():
    told = np.array([0.5, 0.6, 0.7])
    plain = over_classes(told, np.zeros(3), ways=5)
    taking = over_classes(told, np.array([0.1, 0.05, 0.0]), ways=5)
    assert taking.value == plain.value == pytest.approx(0.6)
    assert taking.high - taking.low > 2 * (plain.high - plain.low)


def test_one_class_fewer_than_two_says_nothing_of_others():
    assert np.isnan(over_classes(np.array([0.5]), np.array([0.1]), ways=2).low)
