"""Drawing a split: what stays together, what is kept for the test, what goes into which fold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from raredx.cohorts.splits.balance import balance
from raredx.cohorts.splits.bound import Group, bound
from raredx.cohorts.splits.deal import ALWAYS_TRAINED, deal
from raredx.cohorts.splits.plan import Part, Plan
from raredx.cohorts.splits.shares import shares
from raredx.cohorts.splits.split import Split, content_hash
from raredx.errors import UserError

SYNTHETIC = "synthetic: such images join after splitting, from a generator fitted on training alone"
NO_LABEL = "no label"
ONE_SUBJECT = "the condition has one subject"


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """A new split together with its test part, which `save` locks away."""

    split: Split
    test: pa.Table
    """image_id."""


def draw(
    table: pa.Table,
    plan: Plan,
    *,
    data_hash: str,
    copies: Iterable[tuple[int, int]] = (),
    given: Mapping[str, Part] | None = None,
) -> Drawn:
    """Divide a manifest by its subjects, evenly in each condition.

    Parameters
    ----------
    table
        image_id, subject_id, label, origin and sha256 of each image, in any order.
    plan
        Shares, folds, repeats, what happens to singletons, and the seed.
    data_hash
        Of the cohort; the split is refused for any other.
    copies
        Pairs of rows that show one picture, as the check found them. They stay together, as do
        rows that agree in their subject, their pixels or their file.
    given
        The part of each image, if parts were there before the split, as those of a published
        benchmark are; then folds alone are drawn.

    Notes
    -----
    A condition keeps at least one subject to develop on. What a condition with few subjects gives
    to the test is drawn so that all of them together give the share that is planned.
    """
    ids = table["image_id"].to_pylist()
    out = _left_out(table)
    groups = bound(table, (row for row in range(len(ids)) if row not in out), copies=copies)
    if not groups:
        raise UserError(
            "There is nothing to split: no image has a label and comes from a person",
            remedy="Label the images, or choose another cohort",
        )
    parts = _parts(groups, plan) if given is None else _as_given(groups, ids, given)
    planned: dict[Part, float] = {"test": plan.test, "calibration": plan.calibration}
    if given is not None:
        planned = {}
        plan = plan.model_copy(update={"test": 0.0, "calibration": 0.0})
    folds = _folds(groups, parts, plan)
    where: dict[str, tuple[Part, str, list[int]]] = {}
    for number, (group, part) in enumerate(zip(groups, parts, strict=True)):
        why = ONE_SUBJECT if part in ("gallery", "left-out") else ""
        for row in group.rows:
            where[ids[row]] = part, why, [int(dealt[number]) for dealt in folds]
    for row, why in out.items():
        where.setdefault(ids[row], ("left-out", why, [ALWAYS_TRAINED] * plan.repeats))
    sealed = pa.table({"image_id": sorted(i for i, (part, *_) in where.items() if part == "test")})
    left = sorted((i, *rest) for i, rest in where.items() if rest[0] != "test")
    columns = {
        "image_id": pa.array([i for i, *_ in left], pa.string()),
        "part": pa.array([part for _, part, *_ in left], pa.string()),
        "why": pa.array([why for *_, why, _ in left], pa.string()),
    }
    for repeat in range(plan.repeats):
        values = [dealt[repeat] for *_, dealt in left]
        columns[f"fold_{repeat + 1}"] = pa.array(values, pa.int16())
    reasons = Counter(out.values())
    reasons[ONE_SUBJECT] = sum(
        len(group.rows) for group, part in zip(groups, parts, strict=True) if part == "left-out"
    )
    split = Split(
        plan=plan,
        data_hash=data_hash,
        table=pa.table(columns),
        test_hash=content_hash(sealed),
        balance=balance(
            groups,
            parts,
            folds,
            planned=planned,
            left_out=+reasons,
            of=plan.folds,
        ),
    )
    return Drawn(split=split, test=sealed)


def _left_out(table: pa.Table) -> dict[int, str]:
    out = {}
    both = zip(table["origin"].to_pylist(), table["label"].to_pylist(), strict=True)
    for row, (origin, label) in enumerate(both):
        if origin == "synthetic":
            out[row] = SYNTHETIC
        elif not label:
            out[row] = NO_LABEL
    return out


def _parts(groups: Sequence[Group], plan: Plan) -> list[Part]:
    """The part of each group."""
    rng = np.random.default_rng([plan.seed, 0])
    members: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        members.setdefault(group.label, []).append(number)
    parts: list[Part] = ["development"] * len(groups)
    for own in members.values():
        if len(own) == 1:
            parts[own[0]] = "gallery" if plan.singletons == "gallery" else "left-out"
    sizes = {label: len(own) for label, own in members.items() if len(own) > 1}
    spare = {label: size - 1 for label, size in sizes.items()}
    test = shares(sizes, plan.test, most=spare, rng=rng)
    spare = {label: spare[label] - n for label, n in test.items()}
    calibration = shares(sizes, plan.calibration, most=spare, rng=rng)
    for label in sorted(sizes):
        shuffled = [members[label][i] for i in rng.permutation(sizes[label])]
        for number in shuffled[: test[label]]:
            parts[number] = "test"
        for number in shuffled[test[label] : test[label] + calibration[label]]:
            parts[number] = "calibration"
    return parts


def _as_given(groups: Sequence[Group], ids: Sequence[str], given: Mapping[str, Part]) -> list[Part]:
    """The part of each group, which must be one."""
    parts: list[Part] = []
    for group in groups:
        found = {given[ids[row]] for row in group.rows}
        if len(found) > 1:
            raise UserError(
                f"One person or picture is in two parts ({' and '.join(sorted(found))}): "
                f"image {ids[group.rows[0]]}",
                remedy="Give all images of a person to one part",
            )
        parts.append(found.pop())
    return parts


def _folds(groups: Sequence[Group], parts: Sequence[Part], plan: Plan) -> list[NDArray[np.int64]]:
    """For each repeat the fold of each group; `ALWAYS_TRAINED` where it has none."""
    chosen = [number for number, part in enumerate(parts) if part == "development"]
    labels = [groups[number].label for number in chosen]
    sizes = [len(groups[number].rows) for number in chosen]
    repeats = []
    for repeat in range(plan.repeats):
        rng = np.random.default_rng([plan.seed, 1 + repeat])
        dealt = np.full(len(groups), ALWAYS_TRAINED)
        dealt[chosen] = deal(labels, sizes, folds=plan.folds, rng=rng)
        repeats.append(dealt)
    return repeats
