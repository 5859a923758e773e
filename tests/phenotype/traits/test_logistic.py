"""Logistic regression with weights that are not negative."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from raredx.phenotype.traits.logistic import fit_weights, logit_of, probability


def draw(weights, n=3000, seed=0):
    rng = np.random.default_rng(seed)
    evidence = rng.normal(size=(n, len(weights)))
    return evidence, evidence @ weights + rng.logistic(size=n) > 1.5


def test_where_no_weight_would_be_negative_it_is_plain_logistic_regression():
    evidence, there = draw([1.0, 0.3, 2.0])
    plain = LogisticRegression(C=1 / 5, tol=1e-9).fit(evidence, there)
    found = fit_weights(evidence, there, ridge=5.0)
    np.testing.assert_allclose(found, [*plain.intercept_, *plain.coef_[0]], atol=1e-3)


def test_a_weight_that_would_be_negative_is_none():
    evidence, there = draw([1.0, -1.0, 0.5])
    found = fit_weights(evidence, there, ridge=5.0)
    without = fit_weights(evidence[:, [0, 2]], there, ridge=5.0)
    assert found[2] == 0
    np.testing.assert_allclose(found[[0, 1, 3]], without, atol=1e-4)


@pytest.mark.parametrize("there", [np.zeros(50, bool), np.ones(50, bool)])
def test_what_nobody_or_everybody_has_needs_no_evidence(there):
    found = fit_weights(np.random.default_rng(0).normal(size=(50, 2)), there, ridge=5.0)
    assert np.isfinite(found).all()
    assert probability(found[0]) == pytest.approx(float(there[0]), abs=0.1)


def test_logits_and_probabilities_are_each_others_inverse():
    likely = np.array([0.001, 0.3, 0.9])
    np.testing.assert_allclose(probability(logit_of(likely)), likely)
    assert np.isfinite(logit_of([0, 1])).all()
