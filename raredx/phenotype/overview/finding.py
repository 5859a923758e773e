"""The last overview of a cohort, if it still holds: same data, same split, same reference."""

from __future__ import annotations

from pathlib import Path

from raredx.cohorts.check.place import notes_of
from raredx.cohorts.cohort import Cohort
from raredx.cohorts.splits.run import load_split
from raredx.errors import NotFoundError, UserError
from raredx.phenotype.overview.kept import FOLDER, RECIPE, Overview, OverviewCard, load
from raredx.phenotype.reference.reference import hash_of


class StaleOverview(UserError):
    """What was worked out is about data, a split or a reference that has changed since."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"What was worked out no longer holds: {what}", remedy="Describe the faces again"
        )


def folder_of(cohort: Cohort) -> Path:
    """Where the overview of a cohort is kept."""
    return notes_of(cohort) / FOLDER


def last_overview(cohort: Cohort) -> Overview:
    """The last overview of a cohort; of a shipped one, that which came with it.

    Raises
    ------
    NotFoundError
        If there is none.
    StaleOverview
        If it is about anything else than the cohort, split and reference of today.
    """
    assert cohort.folder is not None
    fault: UserError | None = None
    for folder in dict.fromkeys((folder_of(cohort), cohort.folder / FOLDER)):
        try:
            found = load(folder)
        except NotFoundError as error:
            fault = fault or error
            continue
        if not (changed := _changed(cohort, found.card)):
            return found
        fault = StaleOverview(changed)
    assert fault
    raise fault


def _changed(cohort: Cohort, card: OverviewCard) -> str:
    """What has changed since, in words; empty if nothing has."""
    if card.recipe != RECIPE:
        return "it was worked out by another version"
    if card.data_hash != cohort.data_hash:
        return "the cohort has changed"
    try:
        if card.split and load_split(cohort, card.split).hash != card.split_hash:
            return f"the split {card.split!r} is another one"
        if card.reference and hash_of(card.reference) != card.reference_hash:
            return f"the reference {card.reference!r} is another one"
    except NotFoundError as error:
        return error.problem[0].lower() + error.problem[1:]
    return ""
