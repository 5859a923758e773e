"""How even a split came out, in numbers that can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from raredx.cohorts.splits.bound import Group
from raredx.cohorts.splits.plan import Part
from raredx.words import count


class Balance(BaseModel):
    """What the draw made of the plan. A group is a subject, or several that share a picture."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    images: dict[str, int]
    """Of each part."""
    groups: dict[str, int]
    left_out: dict[str, int]
    """Images that are in no part, by the reason."""
    conditions: dict[str, int]
    """How many there are in each part."""
    never_validated: tuple[str, ...]
    """Conditions with a single group left to develop on: in training in every fold."""
    in_fewer_folds: tuple[str, ...]
    """Conditions with fewer groups than folds: validated in as many folds as they have groups."""
    fold_images: tuple[int, int]
    """The smallest and the largest validation part."""
    farthest: dict[str, float]
    """By how many groups a condition in test or calibration is off its planned share, at most.

    Empty if the parts were given and only the folds drawn."""

    def sentences(self) -> list[str]:
        """The balance in words."""
        parts = ", ".join(f"{n:,} {part}" for part, n in self.images.items() if n)
        told = [f"Images: {parts}."]
        if not self.farthest:
            told.append("The parts came with the cohort; only the folds were drawn.")
        told.append("Validation parts hold {:,} to {:,} images.".format(*self.fold_images))
        if self.in_fewer_folds:
            few = count(len(self.in_fewer_folds), "condition")
            told.append(f"Fewer subjects than folds, so validated in some folds only: {few}.")
        if self.never_validated:
            one = count(len(self.never_validated), "condition")
            told.append(f"One subject left to develop on, so never validated: {one}.")
        told += [f"Left out: {count(n, 'image')} ({why})." for why, n in self.left_out.items()]
        return told


def balance(
    groups: Sequence[Group],
    parts: Sequence[Part],
    folds: Sequence[NDArray[np.int64]],
    *,
    planned: Mapping[Part, float],
    left_out: Mapping[str, int],
    of: int,
) -> Balance:
    """Count what came out: groups with their parts, and each repeat's fold, of so many, of each."""
    images: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {}
    for group, part in zip(groups, parts, strict=True):
        images[part] += len(group.rows)
        found.setdefault(part, Counter())[group.label] += 1
    images["left-out"] += sum(left_out.values())
    eligible = Counter(
        group.label
        for group, part in zip(groups, parts, strict=True)
        if part not in ("gallery", "left-out")
    )
    sizes = np.array([len(group.rows) for group in groups], np.int64)
    validated = [
        int(sizes[dealt == fold].sum()) for dealt in folds for fold in range(of)
    ]  # images of each validation part
    developed = found.get("development", Counter())
    return Balance(
        images=dict(images),
        groups={part: counts.total() for part, counts in found.items()},
        conditions={part: len(counts) for part, counts in found.items()},
        left_out=dict(left_out),
        never_validated=tuple(sorted(name for name, n in developed.items() if n == 1)),
        in_fewer_folds=tuple(sorted(name for name, n in developed.items() if 1 < n < of)),
        fold_images=(min(validated), max(validated)),
        farthest={
            part: max(
                (abs(found.get(part, Counter())[name] - share * n) for name, n in eligible.items()),
                default=0.0,
            )
            for part, share in planned.items()
        },
    )
