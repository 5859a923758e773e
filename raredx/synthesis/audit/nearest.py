"""Whom synthetic images are near to: those who were learned from, or anybody of the condition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from raredx.errors import UserError
from raredx.statistics.estimate import Estimate
from raredx.statistics.shares import share
from raredx.synthesis.audit.measure import Measure, measured
from raredx.synthesis.curation.policy import near_copies
from raredx.synthesis.curation.sight import SPACES, Sight

Floats = npt.NDArray[Any]

WORST = 12
"""Images that are shown beside whom they are nearest to."""


def copied(table: pa.Table) -> Measure:
    """How many images are near copies, before any filter."""
    rows = near_copies(table)
    return measured(
        lambda: share(int(rows.sum()), len(rows)).estimate,
        group="privacy",
        title="near copies",
        wanted="lower",
        says="Share of all that were drawn that are nearer to one that was learned from than people"
        " are to each other. It finds copies of pictures, and proves nobody's privacy.",
        n={"synthetic": len(rows)},
    )


def nearer_to_training(
    drawn: Sight,
    meant: Sequence[str],
    learned: Sight,
    learned_labels: Sequence[str],
    others: Sight,
    other_labels: Sequence[str],
    *,
    seed: int = 0,
) -> Measure:
    """How often an image is nearer to who was learned from than to as many others who were not."""
    wins, judged = 0.0, 0
    chance = np.random.default_rng(seed)
    for label in dict.fromkeys(meant):
        own, left = (
            np.flatnonzero([one == label for one in labels])
            for labels in (learned_labels, other_labels)
        )
        many = min(len(own), len(left))
        rows = np.flatnonzero([one == label for one in meant])
        if not many:
            continue
        near, far = (
            drawn.take(rows).distances(sight.take(chance.choice(some, many, replace=False)))["look"]
            for sight, some in ((learned, own), (others, left))
        )
        one, other = near.min(1), far.min(1)
        known = np.isfinite(one) & np.isfinite(other)
        wins += float((one < other)[known].sum() + (one == other)[known].sum() / 2)
        judged += int(known.sum())
    return measured(
        lambda: _share(wins, judged),
        group="privacy",
        title="nearer to who was learned from than to others of the condition",
        wanted="near 0.5",
        says="Half is what an image would be that has nothing of the very people it was learned"
        " from; 1 is memory.",
        n={"synthetic": judged},
        beside={"expected": 0.5},
    )


def worst(table: pa.Table) -> list[dict[str, Any]]:
    """The images that are nearest to who was learned from, by their limits, the nearest first."""
    found = []
    for row in table.to_pylist():
        apart = {
            space: row[f"distance_{space}"]
            for space in SPACES
            if row.get(f"distance_{space}") is not None
        }
        if apart:
            space = min(apart, key=apart.__getitem__)
            found.append(
                {
                    "image_id": row["image_id"],
                    "label": row["label"],
                    "nearest": row[f"nearest_{space}"],
                    "by": space,
                    "distance": apart[space],
                }
            )
    return sorted(found, key=lambda one: one["distance"])[:WORST]


def _share(wins: float, of: int) -> Estimate:
    if not of:
        raise UserError(
            "No condition has people who were not learned from",
            remedy="Learn from fewer images of each, or take a cohort with a calibration part",
        )
    return share(round(wins), of).estimate
