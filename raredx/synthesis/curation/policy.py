"""Which synthetic images are kept, and why the others are not; decided by a table, in no time.

verdicts = decide(table, Policy(keep="quota", at=40))
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from raredx.synthesis.curation.config import Policy, Verdict
from raredx.synthesis.curation.filter import COSINE, EVIDENCE, LIKENESS
from raredx.synthesis.curation.sight import SPACES

Floats = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


def decide(table: pa.Table, policy: Policy) -> list[Verdict]:
    """The verdict on each row of what `Filter.look` found."""
    kinds = [*Verdict]
    found = np.full(len(table), kinds.index(Verdict.ACCEPTED))
    left = Verdict.SURPLUS if policy.keep in ("quota", "top") else Verdict.WRONG_PHENOTYPE
    faults = {
        left: ~_good_enough(table, policy, score_of(table, policy)),
        Verdict.LOW_QUALITY: _poor(table, policy),
        Verdict.NO_FACE: ~_flags(pc.equal(table["face"], "one")),
        Verdict.NEAR_COPY: near_copies(table) & (policy.copies == "quarantine"),
        Verdict.BY_HAND: _by_hand(table, policy),
    }
    for verdict, rows in faults.items():  # the last one counts
        found[rows] = kinds.index(verdict)
    return [kinds[place] for place in found]


def score_of(table: pa.Table, policy: Policy) -> Floats:
    """What images are ranked by: (n,), not a number where nothing can be said."""
    column = LIKENESS if policy.score == "likeness" else COSINE
    return _numbers(table, column)


def near_copies(table: pa.Table) -> Flags:
    """Which images are nearer to one that was learned from than people are to each other: (n,)."""
    apart = [_numbers(table, name) for name in _distances(table)]
    return np.asarray(np.any([np.nan_to_num(one, nan=np.inf) < 1 for one in apart], axis=0))


def reasons(row: dict[str, Any], verdict: Verdict, policy: Policy) -> str:
    """Why a row of the table has its verdict, in words."""
    score = row[LIKENESS if policy.score == "likeness" else COSINE]
    match verdict:
        case Verdict.BY_HAND:
            return "somebody looked at it and turned it away"
        case Verdict.NO_FACE:
            return f"faces found: {row['face']}"
        case Verdict.LOW_QUALITY:
            return row["doubts"] or f"{row['sharpness']:.0%} as sharp as people's pictures"
        case Verdict.NEAR_COPY:
            near = [name for name in SPACES if (row.get(f"distance_{name}") or np.inf) < 1]
            return "; ".join(
                f"by {SPACES[name]}, {row[f'distance_{name}']:.2f} of the limit from"
                f" {row[f'nearest_{name}'][:8]}"
                for name in near
            )
        case _:
            said = "nothing to be like" if score is None else f"{policy.score} {score:.2f}"
            return f"{said}, rank {row['rank']:.0f}" if row.get("rank") else said


def _good_enough(table: pa.Table, policy: Policy, score: Floats) -> Flags:
    """Which images score enough, the poor ones and copies apart: (n,).

    What nothing can be said of, such as somebody without a condition, is good enough for limits.
    """
    unknown = np.isnan(score)
    if policy.keep == "absolute":
        return unknown | (score >= policy.at)
    ranked = np.where(unknown, np.inf, score)
    ranked[_poor(table, policy) | ~_flags(pc.equal(table["face"], "one"))] = -np.inf
    ranked[_by_hand(table, policy)] = -np.inf
    if policy.copies == "quarantine":
        ranked[near_copies(table)] = -np.inf
    equals = np.zeros(len(table))  # of the same likeness those come first that show more
    if policy.score == "likeness" and EVIDENCE in table.column_names:
        equals = np.nan_to_num(_numbers(table, EVIDENCE))
    labels = np.array(table["label"].to_pylist(), object)
    groups = [np.arange(len(table))] if policy.keep == "top" else _groups(labels)
    found = np.zeros(len(table), bool)
    for rows in groups:
        usable = rows[ranked[rows] > -np.inf]
        many = round(policy.at * len(usable)) if policy.keep == "quantile" else int(policy.at)
        found[usable[np.lexsort((-equals[usable], -ranked[usable]))][:many]] = True
    return found


def _groups(labels: npt.NDArray[Any]) -> list[npt.NDArray[np.intp]]:
    known = np.array([str(one) for one in labels])
    order = np.argsort(known, kind="stable")
    _, first = np.unique(known[order], return_index=True)
    return np.split(order, first[1:])


def _by_hand(table: pa.Table, policy: Policy) -> Flags:
    return np.isin(table["image_id"].to_pylist(), policy.by_hand)


def _poor(table: pa.Table, policy: Policy) -> Flags:
    blurred = np.nan_to_num(_numbers(table, "sharpness"), nan=np.inf) < policy.sharpness
    return np.asarray(blurred | _flags(pc.not_equal(table["doubts"], "")))


def _distances(table: pa.Table) -> list[str]:
    return [name for name in table.column_names if name.startswith("distance_")]


def _numbers(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].to_numpy(), float)


def _flags(column: Any) -> Flags:
    return np.asarray(column.to_numpy(zero_copy_only=False), bool)
