"""Rules from z-scores to terms, with a confidence that means a frequency.

A rule looks at the measures that are declared to speak for its term, each in its declared direction
alone: one that contradicts it in the data has no weight. Rules are calibrated on people whom they
were not fitted on. A term that the measures do not tell apart is undecided, which is not absent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import NotFoundError, UserError
from raredx.phenotype.traits.logistic import logit_of, probability
from raredx.phenotype.traits.measures import all_measures
from raredx.phenotype.traits.rule import Rule, clipped, folds_of, learn_rule

Floats = npt.NDArray[Any]

_NOTABLE = 1.0  # z-scores below need no mention


@dataclass(frozen=True, kw_only=True, eq=False)
class Rules:
    """The rules of all terms that measures can tell."""

    rules: Mapping[str, Rule]
    undecided: Mapping[str, str]
    """Terms that they cannot tell, and why: nothing is known of them."""

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms in the order of the columns of `confidence`."""
        return tuple(self.rules)

    @staticmethod
    def fit(z: Floats, present: Floats, *, terms: Sequence[str], groups: Sequence[str]) -> Rules:
        """Learn rules.

        Parameters
        ----------
        z
            (n, m) as `Norms.z` gives them. Rows that are not finite are left out.
        present
            (n, t) whether each term is there.
        terms
            (t,) HPO ids.
        groups
            (n,) whose images they are, or which condition each has: no group is on both sides
            of a fold.
        """
        whole = np.isfinite(z).all(1)
        known, there = z[whole], np.asarray(present, bool)[whole]
        folds = folds_of(np.asarray(groups)[whole])
        if not whole.any():
            raise UserError(
                "No face has z-scores to learn from", remedy="Choose images with one face each"
            )
        rules, undecided = {}, {}
        for column, term in enumerate(terms):
            found = learn_rule(term, known, there[:, column], folds)
            if isinstance(found, Rule):
                rules[term] = found
            else:
                undecided[term] = found
        return Rules(rules=MappingProxyType(rules), undecided=MappingProxyType(undecided))

    def confidence(self, z: Floats, *, prevalence: Mapping[str, float] | None = None) -> Floats:
        """How likely each decided term is there: (n, terms), NaN where a face has no z-scores.

        `prevalence` says how frequent terms are where the faces come from, if that is known.
        """
        given = prevalence or {}
        shifts = [
            logit_of(given[term]) - logit_of(rule.prevalence) if term in given else 0.0
            for term, rule in self.rules.items()
        ]
        return probability(clipped(z) @ self._weights + self._intercepts + shifts)

    def named(self, confidences: Floats) -> npt.NDArray[np.bool_]:
        """Which terms are named at the rules' thresholds: (n, terms).

        Confidences must be those at the rules' own prevalence.
        """
        return np.asarray(confidences > [rule.threshold for rule in self.rules.values()])

    def why(self, z: Floats, term: str) -> tuple[str, ...]:
        """What speaks for a term in one face's z-scores (m,), the heaviest first, in words."""
        rule = self._rule(term)
        places = {name: place for place, name in enumerate(all_measures())}
        speaking = {
            name: weight * float(clipped(z)[places[name]]) for name, weight in rule.weights.items()
        }
        return tuple(
            all_measures()[name].in_words(float(z[places[name]]))
            for name in sorted(speaking, key=lambda name: -speaking[name])
            if speaking[name] > 0 and abs(z[places[name]]) >= _NOTABLE
        )

    @property
    def _weights(self) -> Floats:
        """The rules side by side: (m, terms)."""
        rows = [[rule.weights.get(name, 0.0) for name in all_measures()] for rule in self._all]
        return np.array(rows).reshape(-1, len(all_measures())).T

    @property
    def _intercepts(self) -> Floats:
        return np.array([rule.intercept for rule in self._all])

    @property
    def _all(self) -> tuple[Rule, ...]:
        return tuple(self.rules.values())

    def _rule(self, term: str) -> Rule:
        try:
            return self.rules[term]
        except KeyError:
            reason = self.undecided.get(term, "it was not among the terms that were learned")
            raise NotFoundError(
                f"There is no rule for {term}: {reason}", remedy="Choose a term that is decided"
            ) from None
