"""Values of single images, as scikit-learn has their means."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss, top_k_accuracy_score

from raredx.errors import UserError
from raredx.learning.compare.measures import measure_of
from raredx.learning.predictions import example
from tests.learning.compare.planted import planted


@pytest.mark.parametrize("k", [1, 2, 3])
def test_hits_are_those_of_scikit_learn(k):
    said = planted(1.0)
    found = measure_of(f"top-{k}").values(said)
    assert found.mean() == pytest.approx(top_k_accuracy_score(said.truth, said.scores, k=k))
    assert set(found.tolist()) == {0, 1}


def test_the_loss_is_that_of_scikit_learn():
    said = planted(1.0)
    probabilities = said.probabilities
    expected = log_loss(said.truth, probabilities / probabilities.sum(1, keepdims=True))
    assert measure_of("log-loss").values(said).mean() == pytest.approx(expected, rel=1e-5)


def test_the_probability_of_the_true_class():
    found = measure_of("own-probability").values(example())
    assert found == pytest.approx([0.8, 0.4, 0.9, 0.7])


def test_a_class_that_was_not_trained_costs_much_and_not_infinitely_much():
    with np.errstate(divide="ignore"):
        said = example([[0.0, 1.0]], truth=(0,))
    assert measure_of("log-loss").values(said) == pytest.approx(36.04, abs=0.01)
    assert measure_of("own-probability").values(said) == [0]


def test_chance():
    assert measure_of("top-3").chance(100) == 0.03
    assert measure_of("top-10").chance(4) == 1
    assert measure_of("log-loss").chance(8) == pytest.approx(np.log(8))


def test_small_values_below_0_are_written_without_a_sign():
    assert measure_of("top-1").words(-0.0001) == "0.0"


@pytest.mark.parametrize("name", ["top-0", "top-1.5", "macro F1", "top"])
def test_another_measure_is_refused(name):
    with pytest.raises(UserError, match="Choose top-1"):
        measure_of(name)
