"""Chance levels are what random scores give on average, for few images too."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import all_metrics
from tests.learning.metrics.sample import predictions_of

DRAWS = 400
COUNTS = (2, 3, 4, 5, 10, 16)


@pytest.fixture(scope="module")
def random_scores():
    """The values of each metric for scores that hardly differ and know nothing."""
    rng = np.random.default_rng(0)
    truth = np.repeat(np.arange(len(COUNTS)), COUNTS)
    ones = np.ones((1, len(truth)))
    found = {name: np.empty(DRAWS) for name in all_metrics()}
    for draw in range(DRAWS):
        scores = rng.normal(size=(len(truth), len(COUNTS))) * 1e-3
        prepared = prepare(predictions_of(scores, truth))
        for name, metric in all_metrics().items():
            found[name][draw] = metric.values(prepared, ones)[0]
    return prepared.sizes, found


@pytest.mark.parametrize("name", [name for name, one in all_metrics().items() if one.chance])
def test_random_scores_get_what_chance_gives(name, random_scores):
    sizes, found = random_scores
    error = found[name].std() / np.sqrt(DRAWS)
    chance = all_metrics()[name].chance(sizes)
    assert found[name].mean() == pytest.approx(chance, abs=4 * error + 1e-5)


def test_prevalence_alone_would_be_too_low_for_few_images(random_scores):
    sizes, found = random_scores
    assert found["average-precision"].mean() > 1.3 * sizes.shares.mean()
