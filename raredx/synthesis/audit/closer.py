"""What would be asked next: which conditions are drawn well, and which part of the face is not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from raredx.synthesis.curation.config import Verdict
from raredx.synthesis.curation.filter import LIKENESS, RANK


class OfCondition(BaseModel):
    """What became of the images of one condition."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    label: str
    drawn: int
    accepted: int
    near_copies: int
    first: float | None
    """Share of faces that are liker to their condition than to any other."""
    likeness: float | None
    """The middle one."""


def by_condition(table: pa.Table, verdicts: Sequence[Verdict]) -> list[OfCondition]:
    """Condition by condition, in the order in which they were drawn."""
    labels = np.array([str(one) for one in table["label"].to_pylist()])
    given = np.array([one.value for one in verdicts])
    ranks, likeness = (table[name].to_numpy().astype(float) for name in (RANK, LIKENESS))
    found = []
    for label in dict.fromkeys(labels.tolist()):
        own = labels == label
        known = own & np.isfinite(likeness)
        found.append(
            OfCondition(
                label=label,
                drawn=int(own.sum()),
                accepted=int((given[own] == Verdict.ACCEPTED.value).sum()),
                near_copies=int((given[own] == Verdict.NEAR_COPY.value).sum()),
                first=float((ranks[known] == 1).mean()) if known.any() else None,
                likeness=float(np.median(likeness[known])) if known.any() else None,
            )
        )
    return found


def by_region(table: pa.Table) -> dict[str, float]:
    """How like its condition each part of the face is, the middle one; the least like first."""
    found = {
        name.removeprefix(f"{LIKENESS}_"): float(np.nanmedian(table[name].to_numpy().astype(float)))
        for name in table.column_names
        if name.startswith(f"{LIKENESS}_") and table[name].null_count < len(table)
    }
    return dict(sorted(found.items(), key=lambda one: one[1]))
