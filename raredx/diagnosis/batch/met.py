"""Whom a model has met before: what it says of them is rosier than of strangers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.learning.bundle.gallery import marks

if TYPE_CHECKING:
    from raredx.learning.bundle.bundle import Bundle

Met = Literal["", "fitted", "calibration", "cohort"]
"""Fitted on that person; confidence and sets set by that picture; or only of the same cohort."""

Pair = tuple[str, str | None]
"""An image id and whose image it is, None if nobody knows."""


def met_before(bundle: Bundle, asked: Sequence[Pair], related: Sequence[Pair]) -> list[Met]:
    """How a model has met each of some pictures.

    Parameters
    ----------
    asked
        The pictures, with whose they are.
    related
        Further pictures of the same source: a person in one that was fitted on is met in all.
    """
    everybody = {*asked, *related}
    ids = sorted({image_id for image_id, _ in everybody})
    mark = dict(zip(ids, marks(ids).tolist(), strict=True))
    pictures = {*bundle.gallery.picture.tolist()}
    known = {*bundle.gallery.known["image_id"].tolist()}
    calibration = _calibration(bundle)
    people = {subject for image_id, subject in everybody if subject and mark[image_id] in pictures}

    def met(image_id: str, subject: str | None) -> Met:
        if mark[image_id] in pictures or subject in people:
            return "fitted"
        if image_id in calibration:
            return "calibration"
        return "cohort" if mark[image_id] in known else ""

    return [met(*one) for one in asked]


def _calibration(bundle: Bundle) -> frozenset[str]:
    """The pictures that set a model's confidence, where its cohort and split are as they were."""
    try:
        split = load_split(open_cohort(bundle.card.cohort), bundle.card.split)
    except UserError:
        return frozenset()
    return frozenset(split.calibration if split.hash == bundle.card.split_hash else ())
