"""The promise is kept by classifiers of any worth, on answers that are drawn by known odds."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.statistics.conformal import held, limit, promised, strangeness

CLASSES, IMAGES = 20, 3000


def drawn(seed, *, wrong=1.0):
    """Probabilities (n, c) that are right, or too sure by a factor, and the truth."""
    chance = np.random.default_rng(seed)
    logits = chance.normal(size=(IMAGES, CLASSES), scale=2)
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    truth = (shares.cumsum(1) > chance.random((IMAGES, 1))).argmax(1)
    shares = shares**wrong
    return shares / shares.sum(1, keepdims=True), truth


@pytest.mark.parametrize("wrong", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
def test_the_truth_is_in_the_set_as_often_as_is_promised(wrong, coverage):
    shares, truth = drawn(1, wrong=wrong)
    known = strangeness(shares)[np.arange(IMAGES), truth]
    others, true = drawn(2, wrong=wrong)
    sets = held(others, known, coverage)
    found = sets[np.arange(IMAGES), true].mean()
    assert found == pytest.approx(coverage, abs=0.03)


def test_a_better_classifier_has_smaller_sets():
    sizes = []
    for wrong in (0.3, 1.0):
        shares, truth = drawn(1, wrong=wrong)
        known = strangeness(shares)[np.arange(IMAGES), truth]
        sizes.append(held(shares, known, 0.9).sum(1).mean())
    assert sizes[1] <= sizes[0]


def test_the_likeliest_is_always_in_it_and_wider_sets_hold_narrower_ones():
    shares, truth = drawn(3)
    known = strangeness(shares)[np.arange(IMAGES), truth]
    narrow, wide = (held(shares, known, coverage) for coverage in (0.1, 0.95))
    assert narrow[np.arange(IMAGES), shares.argmax(1)].all()
    assert not (narrow & ~wide).any()


def test_too_few_who_were_not_trained_on_promise_nothing():
    assert limit([0.1] * 18, 0.95) == np.inf
    assert held(np.array([[0.9, 0.1]]), [0.1] * 18, 0.95).all()
    low, high = promised(200, 0.9)
    assert low < 0.9 < high
