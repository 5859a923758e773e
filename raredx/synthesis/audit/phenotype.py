"""Whether synthetic faces are of their condition: the place of it among all conditions."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from raredx.errors import UserError
from raredx.statistics.bootstrap import weights
from raredx.statistics.estimate import Estimate
from raredx.statistics.shares import share
from raredx.synthesis.audit.measure import Measure, measured
from raredx.synthesis.curation.filter import LIKENESS, RANK

_DRAWS = 2000
_SIDES = (2.5, 97.5)


def phenotype(table: pa.Table, *, conditions: int) -> list[Measure]:
    """By shape: how often the condition comes first, its place, and how like it the faces are."""
    ranks, likeness = (table[name].drop_null().to_numpy() for name in (RANK, LIKENESS))
    labels = [
        row["label"] for row in table.select(["label", RANK]).to_pylist() if row[RANK] is not None
    ]
    n = {"synthetic": len(ranks), "conditions": conditions}
    return [
        measured(
            lambda: share(int((ranks == 1).sum()), len(ranks)).estimate,
            group="phenotype",
            title="own condition first, by shape",
            wanted="higher",
            says="Share of synthetic faces that are liker to their condition than to any other.",
            n=n,
            beside={"chance": 1 / conditions},
        ),
        measured(
            lambda: _middle(ranks, labels),
            group="phenotype",
            title="place of the own condition, the middle one",
            wanted="lower; 1 is first",
            says="Half of the synthetic faces have their condition at this place or before it;"
            " interval by drawing conditions anew.",
            n=n,
            beside={"chance": (conditions + 1) / 2},
        ),
        measured(
            lambda: _middle(likeness, labels),
            group="phenotype",
            title="likeness, the middle one",
            wanted="near 0.5, where people are",
            says="The share of held-out people of the condition who are less like it.",
            n=n,
            beside={"people held out": 0.5},
        ),
    ]


def _middle(values: npt.NDArray[Any], labels: list[str]) -> Estimate:
    """The median, with its interval by drawing conditions anew."""
    if not len(values):
        raise UserError("No image has a face and a condition", remedy="Draw images of conditions")
    if len({*labels}) == 1:
        return Estimate(float(np.median(values)), np.nan, np.nan)
    order = np.argsort(values)
    drawn = weights(labels, draws=_DRAWS)[:, order].cumsum(1)
    places = (drawn >= drawn[:, -1:] / 2).argmax(1)
    low, high = np.percentile(values[order][places], _SIDES)
    return Estimate(float(np.median(values)), float(low), float(high))
