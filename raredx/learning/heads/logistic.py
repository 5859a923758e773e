"""Logistic regression whose strength is chosen by subjects left out in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from raredx.learning.calibration import log_softmax
from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import frequencies
from raredx.learning.heads.inner import FEWEST_JUDGED, inner_folds
from raredx.learning.heads.linear import FittedLinear
from raredx.learning.heads.multinomial import Multinomial, fit_multinomial
from raredx.learning.heads.options import Logistic
from raredx.learning.heads.rows import Rows
from raredx.learning.heads.space import Turned

Floats = npt.NDArray[Any]

STRENGTHS = (10.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003)
"""Those that are tried, the strongest first."""
USUAL = 0.1
"""The strength where too few subjects can be left out."""
_FOLDS = 3
_ROUGHLY = 1e-3  # is near enough for a choice


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedLogistic(FittedLinear):
    """Logistic regression, fitted."""

    @classmethod
    def learn(cls, head: Logistic, rows: Rows, *, seed: int, around: Around) -> Self:
        """Fit on rows that were checked."""
        weights = rows.weights(head.weighting)
        turned = Turned.fit(rows.features, head.scaling, weights=weights)
        strength = head.strength or chosen_strength(turned, rows, weights, seed=seed)
        found = fit_multinomial(
            turned.points,
            rows.own,
            len(rows.trained),
            weights=weights,
            penalty=strength * turned.length,
        )
        return cls(
            head=head,
            classes=rows.classes,
            width=rows.features.shape[1],
            trained=rows.trained,
            offset=frequencies(rows, -head.adjustment),
            sharpness=np.array(1.0),
            **turned.linear(*found),
        )


def chosen_strength(turned: Turned, rows: Rows, weights: Floats, *, seed: int) -> float:
    """The strength that tells most of subjects who were left out, by the weighted log loss.

    From the strongest on, each starting where the last one ended, until it gets worse.

    >>> rng = np.random.default_rng(0)
    >>> nothing = rng.normal(size=(60, 5))  # that tells classes apart
    >>> rows = Rows.of(nothing, "ab" * 30, [*map(str, range(60))], classes="ab")
    >>> chosen_strength(Turned.fit(nothing, "centre"), rows, np.ones(60), seed=0)
    10.0
    """
    folds = inner_folds(rows, seed=seed, folds=_FOLDS)
    if (folds >= 0).sum() < FEWEST_JUDGED:
        return USUAL
    reached: list[Multinomial | None] = [None] * _FOLDS
    best, lowest = USUAL, np.inf
    for strength in STRENGTHS:
        missed = 0.0
        for fold in range(_FOLDS):
            inside, outside = folds != fold, np.flatnonzero(folds == fold)
            reached[fold] = model = fit_multinomial(
                turned.points[inside],
                rows.own[inside],
                len(rows.trained),
                weights=weights[inside],
                penalty=strength * turned.length,
                start=reached[fold],
                tolerance=_ROUGHLY,
            )
            said = log_softmax(model.logits(turned.points[outside]))  # (m, t)
            missed -= float(weights[outside] @ said[np.arange(len(outside)), rows.own[outside]])
        if missed >= lowest:
            break
        best, lowest = strength, missed
    return best
