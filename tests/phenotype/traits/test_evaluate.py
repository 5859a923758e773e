"""The evaluation of rules, on faces whose terms are known."""

from __future__ import annotations

import numpy as np
import pytest

from raredx.errors import UserError
from raredx.phenotype.traits.evaluate import evaluate
from raredx.phenotype.traits.rules import Rules
from tests.phenotype.traits.test_rules import TERMS, draw


@pytest.fixture(scope="module")
def rules() -> Rules:
    z, present = draw()
    return Rules.fit(z, present, terms=TERMS, groups=[str(row) for row in range(len(z))])


def test_rows_are_a_table_with_intervals(rules):
    z, present = draw(seed=1)
    told = evaluate(rules, z, present[:, :3])
    rows = told.rows()
    assert [row["term"] for row in rows] == list(rules.terms)
    for row in rows:
        for name in ("auc", "sensitivity", "specificity"):
            assert row[f"{name}_low"] < row[name] < row[f"{name}_high"]
    assert told.faces == len(z)
    assert sum(one.cases for one in told.reliability) == present[:, :3].size


def test_the_prevalence_of_a_clinic_repairs_calibration_and_moves_no_area(rules):
    z, present = draw(seed=2, n=8000)
    rng = np.random.default_rng(0)
    clinic = present[:, 0] | (rng.random(8000) < 0.2)
    own = present[clinic][:, :3]
    prevalence = dict(zip(rules.terms, own.mean(0), strict=True))
    plain = evaluate(rules, z[clinic], own)
    shifted = evaluate(rules, z[clinic], own, prevalence=prevalence)
    assert shifted.terms[0].calibration_error < plain.terms[0].calibration_error / 2
    assert [one.auc for one in shifted.terms] == [one.auc for one in plain.terms]
    assert [one.sensitivity for one in shifted.terms] == [one.sensitivity for one in plain.terms]


def test_a_term_that_nobody_has_gets_no_area(rules):
    z, present = draw(seed=3, n=200)
    told = evaluate(rules, z, present[:, :3] & [False, True, True])
    assert told.terms[0].cases == 0
    assert np.isnan(told.terms[0].auc.value)
    assert np.isnan(told.terms[0].sensitivity.value)
    assert told.terms[0].specificity.value > 0.8


def test_columns_must_be_those_of_the_rules(rules):
    z, present = draw(n=200)
    with pytest.raises(UserError, match="Give a column for each of the 3 terms"):
        evaluate(rules, z, present)
