"""One rule from z-scores to a term: fitted, tested on people it has not seen, and calibrated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.phenotype.traits.logistic import fit_weights, probability
from raredx.phenotype.traits.measures import all_measures
from raredx.statistics.areas import area
from raredx.statistics.estimate import Estimate
from raredx.words import count

Floats = npt.NDArray[Any]

CLEAR = 0.55
"""The lower end of the interval of a rule's area under the curve must lie above this."""
FEWEST = 25
"""Faces with a term, below which it has no rule."""
SPECIFICITY = 0.95
"""Of the people without a term, how many are not named at a rule's threshold."""

_FOLDS = 5
_RIDGE = 20.0
_LIMIT = 4.0  # z-scores beyond say no more


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How one term is told from measures."""

    term: str
    weights: Mapping[str, float]
    """By the name of a measure; below 0 where a low value speaks for the term."""
    intercept: float
    prevalence: float
    """Among the people that it was fitted on: not that of any clinic."""
    threshold: float
    """The confidence above which the term is named."""
    auc: Estimate
    """Out of fold."""
    people: int
    """With the term."""


def learn_rule(term: str, z: Floats, present: Floats, folds: Floats) -> Rule | str:
    """A rule, or why there is none."""
    signs = {name: one.says[term] for name, one in all_measures().items() if term in one.says}
    people = int(present.sum())
    if not signs:
        return "no measure speaks for it"
    if people < FEWEST or len(present) - people < FEWEST:
        return f"only {count(min(people, len(present) - people), 'face')} to learn it from"
    columns = [place for place, name in enumerate(all_measures()) if name in signs]
    evidence = clipped(z[:, columns]) * list(signs.values())
    unseen = np.empty(len(present))
    for fold in range(_FOLDS):
        out = folds == fold
        fitted = fit_weights(evidence[~out], present[~out], ridge=_RIDGE)
        unseen[out] = fitted[0] + evidence[out] @ fitted[1:]
    found = area(unseen, present)
    if not found.low > CLEAR:
        return (
            "the measures hardly tell who has it"
            f" (area {found.value:.2f}, {found.low:.2f} to {found.high:.2f})"
        )
    start, slope = fit_weights(unseen[:, None], present, ridge=0.0)
    intercept, *weights = fit_weights(evidence, present, ridge=_RIDGE)
    confidences = probability(start + slope * unseen)
    signed = zip(signs.items(), weights, strict=True)
    return Rule(
        term=term,
        weights={name: float(sign * weight * slope) for (name, sign), weight in signed if weight},
        intercept=float(start + slope * intercept),
        prevalence=people / len(present),
        threshold=float(np.quantile(confidences[~present], SPECIFICITY)),
        auc=found,
        people=people,
    )


def folds_of(groups: Floats) -> Floats:
    """A fold of each row; rows of one group are in one."""
    _, own = np.unique(groups, return_inverse=True)
    dealt = np.random.default_rng(0).permutation(own.max(initial=0) + 1) % _FOLDS
    return np.asarray(dealt[own])


def clipped(z: Floats) -> Floats:
    """Z-scores within the limits in which more of one says more."""
    return np.clip(z, -_LIMIT, _LIMIT)
