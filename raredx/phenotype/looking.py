"""Looking at the images of cohorts, and what an analysis says of itself when it leaves.

for row, analysis in look_through(cohort, open_reference()):
    row["image_id"], analysis.says, analysis.report
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import load_split, split_folders
from raredx.cohorts.splits.split import Split
from raredx.cohorts.store import list_cohorts, open_cohort
from raredx.errors import UserError
from raredx.phenotype.analyse import Analysis, analyse
from raredx.phenotype.landmarks import landmarks_of
from raredx.phenotype.reference.reference import Reference

Row = Mapping[str, Any]

KNOWN = ("image_id", "label", "label_id", "origin", "age", "sex", "phenotypes")
"""What is asked of an image's row."""


def look_through(
    cohort: Cohort,
    reference: Reference,
    *,
    workers: int = 1,
    tick: Callable[[int], None] = lambda done: None,
) -> Iterator[tuple[Row, Analysis]]:
    """Each image of a cohort with its analysis, by the age, sex and origin of its row.

    Parameters
    ----------
    workers
        How many processes find landmarks.
    tick
        Hears of how many images landmarks are found.
    """
    landmarks = landmarks_of(cohort, workers=workers, tick=tick)
    for number, row in enumerate(cohort.rows(*KNOWN).to_pylist()):
        yield (
            row,
            analyse(
                cohort.image(row["image_id"]),
                reference,
                years=row["age"],
                sex=row["sex"],
                origin=row["origin"],
                landmarks=landmarks.take([number]),
            ),
        )


def splits_of(cohort: Cohort) -> list[Split]:
    """The splits of a cohort as it is now; those of an earlier state divide other images."""
    found = []
    for folder in split_folders(cohort):
        try:
            found.append(load_split(cohort, folder.name))
        except UserError:
            continue
    return found


def unlocked(cohort: Cohort) -> Cohort:
    """The images of a cohort that no split keeps for a test.

    What a face looks like is not asked of those before the end, when `open_test` writes it down.
    """
    kept = cohort
    for split in splits_of(cohort):
        kept = kept.select(image_id=split.table["image_id"])
    return kept


def learned_from(reference: Reference, cohort: Cohort) -> frozenset[str]:
    """The images of a cohort that the conditions of a reference were learned from."""
    if reference.data == cohort.data_hash:
        return frozenset(cohort.rows("image_id")["image_id"].to_pylist())
    return frozenset(
        image_id
        for split in splits_of(cohort)
        if split.hash == reference.data
        for image_id in (*split.development, *split.gallery)
    )


def find_image(image_id: str) -> tuple[str, Row] | None:
    """The cohort that an image is in, and its row; None if it is in none."""
    for listed in list_cohorts():
        if listed.fault:
            continue
        held = open_cohort(listed.name).select(image_id=image_id)
        if rows := held.rows(*KNOWN).to_pylist():
            return listed.name, rows[0]
    return None


def record_of(analysis: Analysis, reference: Reference, **image: Any) -> dict[str, Any]:
    """An analysis as plain values, with which image it is of and what the reference rests on."""
    told = analysis.as_dict()
    basis = {**told.pop("reference"), "people": reference.people, "data": reference.data}
    return {"notice": told.pop("notice"), "image": image, "reference": basis, **told}
