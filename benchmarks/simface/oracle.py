"""The ceiling: naive Bayes that is told which terms a patient has, and how often each should be."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.simface.scores import Ranks, ranks
from raredx.cohorts.simulate.knowledge.conditions import Condition
from raredx.cohorts.simulate.knowledge.patient import SPORADIC
from raredx.cohorts.simulate.knowledge.terms import all_terms

Floats = npt.NDArray[np.float64]

_SURE = 0.999  # a term annotated in all patients can give way to one that contradicts it


def told(
    conditions: Sequence[Condition], present: Sequence[Collection[str]], truth: Sequence[str]
) -> Ranks:
    """The place of the true condition for patients of whom the present terms are known."""
    there = np.array([[term in terms for term in all_terms()] for terms in present])  # (n, terms)
    likely = np.stack([frequencies(one) for one in conditions])  # (conditions, terms)
    scores = there @ np.log(likely).T + ~there @ np.log1p(-likely).T  # (n, conditions)
    return ranks(scores, [one.id for one in conditions], truth)


def frequencies(condition: Condition) -> Floats:
    """How often a patient has each term, by the condition or by chance: (terms,)."""
    own = np.array([condition.frequencies.get(term, 0.0) for term in all_terms()])
    return np.asarray(np.minimum(1 - (1 - own) * (1 - SPORADIC), _SURE))
