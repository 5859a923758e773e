"""Which of the synthetic images that were drawn for a fold an arm takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from raredx.learning.experiment.arms import Choice
from raredx.learning.experiment.material import Added
from raredx.synthesis.curation.config import Policy, Verdict
from raredx.synthesis.curation.policy import decide
from raredx.synthesis.curation.store import Curation


def taken(choice: Choice, pool: Added, *, each: int, seed: Sequence[int]) -> tuple[int, ...]:
    """The rows of a pool that a choice takes, so many of each condition.

    Parameters
    ----------
    seed
        Of the numbers by which images are taken at random.
    """
    match choice:
        case "all":
            return tuple(range(len(pool.ids)))
        case "random":
            return _at_random(pool, each, seed)
        case "filtered":
            return _accepted(pool, Policy(keep="quota", at=each))
        case "five-point-cosine":
            return _accepted(pool, _published(each * len({*pool.who.labels})))


def missing(pool: Added, rows: Sequence[int]) -> list[str]:
    """Conditions of which nothing is among some rows."""
    return sorted({*pool.who.labels} - {pool.who.labels[row] for row in rows})


def _at_random(pool: Added, each: int, seed: Sequence[int]) -> tuple[int, ...]:
    seen: Counter[str] = Counter()
    rows = []
    for row in np.random.default_rng(seed).permutation(len(pool.ids)).tolist():
        seen[pool.who.labels[row]] += 1
        if seen[pool.who.labels[row]] <= each:
            rows.append(row)
    return tuple(sorted(rows))


def _published(many: int) -> Policy:
    """The best so many of all by the published score, whoever was copied."""
    return Policy(
        keep="top",
        at=many,
        score="five-point-cosine",
        sharpness=0,
        copies="keep",
        because="as it was published",
    )


def _accepted(pool: Added, policy: Policy) -> tuple[int, ...]:
    table = Curation.open(pool.name).table
    said = dict(zip(table["image_id"].to_pylist(), decide(table, policy), strict=True))
    return tuple(row for row, one in enumerate(pool.ids) if said[one] == Verdict.ACCEPTED)
