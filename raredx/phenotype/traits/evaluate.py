"""How well rules do on people whom they have not seen, term by term and all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.phenotype.traits.rules import Rules
from raredx.phenotype.traits.scoring import Bin, calibration_error, reliability
from raredx.statistics.areas import area
from raredx.statistics.estimate import Estimate
from raredx.statistics.shares import Share

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class TermScore:
    """How well one term is told."""

    term: str
    cases: int
    """Faces with it."""
    auc: Estimate
    sensitivity: Estimate
    specificity: Estimate
    calibration_error: float


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """How well terms are told on n faces."""

    faces: int
    without: int
    """Images left out, because they have no z-scores."""
    terms: tuple[TermScore, ...]
    calibration_error: float
    """Over all terms together."""
    reliability: tuple[Bin, ...]

    def rows(self) -> list[dict[str, float | str]]:
        """A row for each term, for a table."""
        return [
            {
                "term": one.term,
                "cases": one.cases,
                **_columns("auc", one.auc),
                **_columns("sensitivity", one.sensitivity),
                **_columns("specificity", one.specificity),
                "calibration_error": one.calibration_error,
            }
            for one in self.terms
        ]


def evaluate(
    rules: Rules,
    z: Floats,
    present: Floats,
    *,
    prevalence: Mapping[str, float] | None = None,
) -> Evaluation:
    """Score rules on faces, one of each person.

    Parameters
    ----------
    z
        (n, m) as `Norms.z` gives them.
    present
        (n, terms) whether each of `rules.terms` is there, in that order.
    prevalence
        How frequent terms are among these people, if the confidences are to take that into
        account; areas, sensitivities and specificities do not change with it.
    """
    there = np.asarray(present, bool)
    if there.shape != (len(z), len(rules.terms)):
        raise UserError(
            f"The terms of {len(z)} faces are an array of {there.shape}",
            remedy=f"Give a column for each of the {len(rules.terms)} terms of the rules",
        )
    thresholds = np.array([rule.threshold for rule in rules.rules.values()])
    return evaluate_confidences(
        rules.confidence(z),
        there,
        terms=rules.terms,
        thresholds=thresholds,
        said=rules.confidence(z, prevalence=prevalence),
    )


def evaluate_confidences(
    confidences: Floats,
    present: Floats,
    *,
    terms: Sequence[str],
    thresholds: Floats,
    said: Floats | None = None,
) -> Evaluation:
    """Score the confidences (n, t) of faces, one of each person; rows that are NaN are left out.

    Parameters
    ----------
    thresholds
        (t,) the confidences above which terms are named.
    said
        Confidences to be judged for their calibration, if these are others.
    """
    whole = np.isfinite(confidences).all(1)
    own, there = confidences[whole], np.asarray(present, bool)[whole]
    told = own if said is None else said[whole]
    scores = tuple(
        TermScore(
            term=term,
            cases=int(has.sum()),
            auc=area(own[:, place], has),
            sensitivity=Share(int((hit & has).sum()), int(has.sum())).estimate,
            specificity=Share(int((~hit & ~has).sum()), int((~has).sum())).estimate,
            calibration_error=calibration_error(told[:, place], has),
        )
        for place, (term, has, hit) in enumerate(
            zip(terms, there.T, (own > thresholds).T, strict=True)
        )
    )
    return Evaluation(
        faces=int(whole.sum()),
        without=int((~whole).sum()),
        terms=scores,
        calibration_error=calibration_error(told, there),
        reliability=tuple(reliability(told, there)),
    )


def _columns(name: str, estimate: Estimate) -> dict[str, float]:
    return {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
