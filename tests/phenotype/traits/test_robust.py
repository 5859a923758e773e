"""Means and spreads that outliers do not move."""

from __future__ import annotations

import numpy as np

from raredx.phenotype.traits.robust import fit_mean, fit_spread, scale_of


def line(n: int, seed: int = 0) -> np.ndarray:
    return np.column_stack([np.ones(n), np.random.default_rng(seed).uniform(-1, 1, n)])


def test_a_tenth_of_outliers_moves_the_mean_little():
    design, rng = line(2000), np.random.default_rng(1)
    values = design @ [[1.0, 0], [2, -1]] + rng.normal(size=(2000, 2))
    values[:200] += 50
    plain = np.linalg.lstsq(design, values)[0]
    assert np.abs(plain[0] - [1, 0]).min() > 4
    np.testing.assert_allclose(fit_mean(design, values), [[1, 0], [2, -1]], atol=0.35)


def test_the_spread_follows_its_cause():
    design = line(4000)
    apart = np.random.default_rng(2).normal(size=(4000, 3)) * np.exp(design @ [[-1.0], [0.7]])
    np.testing.assert_allclose(fit_spread(design, apart, fitted=1), [[-1] * 3, [0.7] * 3], atol=0.1)


def test_a_mean_that_took_many_coefficients_widens_the_spread():
    design, apart = line(100), np.random.default_rng(3).normal(size=(100, 1))
    one, many = (fit_spread(design, apart, fitted=fitted)[0, 0] for fitted in (1, 40))
    assert np.exp(many - one) > 1.25


def test_the_scale_of_normal_numbers_is_their_standard_deviation():
    draws = np.random.default_rng(4).normal(scale=[1, 7], size=(50_000, 2))
    np.testing.assert_allclose(scale_of(draws), [1, 7], rtol=0.02)
