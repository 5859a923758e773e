"""What is alike stands side by side."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.phenotype.population.ordering import leaf_order


def test_blocks_come_out_whole():
    rng = np.random.default_rng(0)
    group = rng.permutation(np.repeat(np.arange(4), 6))
    places = 10 * np.eye(4)[group] + rng.normal(size=(24, 4))
    order = leaf_order(np.linalg.norm(places[:, None] - places, axis=2))
    assert sorted(order) == list(range(24))
    assert (np.diff(group[order]) != 0).sum() == 3


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_stay_as_they_are(count):
    assert leaf_order(np.zeros((count, count))).tolist() == list(range(count))
