"""Tables to split, and what of a split is judged by what."""

from __future__ import annotations

import itertools

import pyarrow as pa

from raredx.cohorts.splits.draw import Drawn, draw
from raredx.cohorts.splits.plan import Plan

HASH = "d" * 64


def manifest(rows) -> pa.Table:
    """Rows of subject and label, and if need be origin, and file."""
    columns = {
        "image_id": [f"i{number:05d}" for number in range(len(rows))],
        "subject_id": [row[0] for row in rows],
        "label": [row[1] for row in rows],
        "origin": [row[2] if len(row) > 2 else "real" for row in rows],
        "sha256": [row[3] if len(row) > 3 else f"own {n}" for n, row in enumerate(rows)],
    }
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def ids(rows, label: str) -> set[str]:
    """The images of a condition."""
    return {f"i{number:05d}" for number, row in enumerate(rows) if row[1] == label}


def people(**subjects: int) -> list[tuple[str, str]]:
    """So many subjects of each condition, with one to three images each."""
    return [
        (f"{label} {number}", label)
        for label, count in subjects.items()
        for number in range(count)
        for _ in range(1 + number % 3)
    ]


def drawn(rows, copies=(), **plan) -> Drawn:
    return draw(manifest(rows), Plan(**plan), data_hash=HASH, copies=copies)


def sides(found: Drawn) -> list[tuple[set[str], set[str]]]:
    """Whatever is fitted on, with what it is judged by: each fold, the calibration, the test."""
    split, plan = found.split, found.split.plan
    test = set(found.test["image_id"].to_pylist())
    everything = {*split.development, *split.gallery}
    pairs = [(everything, set(split.calibration)), ({*everything, *split.calibration}, test)]
    for repeat, fold in itertools.product(range(plan.repeats), range(plan.folds)):
        both = split.training(repeat=repeat, fold=fold), split.validation(repeat=repeat, fold=fold)
        pairs.append((set(both[0]), set(both[1])))
    return pairs
