"""Hits among the first few are those of scikit-learn, and means are over repeats too."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import top_k_accuracy_score

from raredx.learning.metrics.prepared import prepare
from raredx.learning.metrics.registry import get_metric
from tests.learning.metrics.sample import drawn, sound


@pytest.mark.parametrize("k", [1, 3, 5])
def test_hits_are_those_of_scikit_learn(k):
    predictions = sound()
    weights = drawn(len(predictions))
    expected = [
        top_k_accuracy_score(
            predictions.truth,
            predictions.scores,
            k=k,
            sample_weight=row,
            labels=np.arange(6),
        )
        for row in weights
    ]
    found = get_metric(f"top-{k}").values(prepare(predictions), weights)
    assert found == pytest.approx(expected)


def test_repeats_are_averaged_with_the_same_weights():
    both = sound(repeats=2)
    weights = drawn(150)
    found = get_metric("top-3").values(prepare(both), weights)
    each = [get_metric("top-3").values(prepare(one), weights) for one in both.repeats()]
    assert found == pytest.approx(np.mean(each, axis=0))
    assert not np.allclose(each[0], each[1])
