"""How much wider chance is where folds take turns: more than nothing, less than the worst."""

from __future__ import annotations

import numpy as np

from raredx.phenotype.population.recognisable import WORST
from raredx.phenotype.population.stretch import measured
from tests.phenotype.population.planted import names
from tests.phenotype.population.scorers import nearest_mean


def test_the_stretch_is_measured_between_1_and_the_worst():
    labels = np.repeat([f"C{number}" for number in range(10)] + ["unaffected"], [8] * 10 + [60])
    conditions = np.unique(labels)[:10]
    places = np.random.default_rng(0).normal(size=(140, 10))

    def fit_of(dealt):
        return nearest_mean(places, dealt, conditions)

    found = measured(labels, names(140), fit_of, conditions=conditions, rounds=20)
    assert 1.02 < found < 1.42
    again = measured(labels, names(140), fit_of, conditions=conditions, rounds=20)
    assert found == again


def test_where_nobody_has_people_enough_the_stretch_is_the_worst():
    labels = np.repeat(["K", "N"], 3)

    def fit_of(dealt):
        return nearest_mean(np.eye(6), dealt, ["K", "N"])

    assert measured(labels, names(6), fit_of, conditions=["K", "N"], folds=3) == WORST
