"""Present or not: a model of two classes by a threshold, and what that is worth.

How often a threshold is right is asked of the calibration part, which the model was not fitted on.
A model does not carry these people; its cohort does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.cohorts.splits.run import load_split
from raredx.cohorts.store import open_cohort
from raredx.errors import UserError
from raredx.learning.backbones.reading import look_at, says_something
from raredx.statistics.shares import Share, share

if TYPE_CHECKING:
    from raredx.learning.bundle.bundle import Bundle

DEFAULT = 0.5
NOT_A_CONDITION = "unaffected"


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """What a model of two classes said of n images that it was not fitted on."""

    shares: npt.NDArray[Any]
    """(n,) probabilities that the condition is present."""
    truth: npt.NDArray[np.bool_]
    """(n,) whether it is."""

    def sensitivity(self, threshold: float) -> Share:
        """How many of those who have it are told so.

        >>> some = Judged(shares=np.array([0.2, 0.6, 0.9]), truth=np.array([False, True, True]))
        >>> some.sensitivity(0.5).value, some.sensitivity(0.7).value, some.specificity(0.1).value
        (1.0, 0.5, 0.0)
        """
        told = self.shares[self.truth] >= threshold
        return share(int(told.sum()), len(told))

    def specificity(self, threshold: float) -> Share:
        """How many of those who do not have it are told so."""
        told = self.shares[~self.truth] < threshold
        return share(int(told.sum()), len(told))


def is_binary(bundle: Bundle) -> bool:
    """Whether a model answers present or not present."""
    return len(bundle.classes) == 2


def presentable(bundle: Bundle) -> tuple[str, ...]:
    """Which of two classes can be the one that is present: conditions, not their absence."""
    return tuple(name for name in bundle.classes if name != NOT_A_CONDITION)


def judged(bundle: Bundle, present: str) -> Judged:
    """What a model says of the calibration part of the cohort that it was made from.

    Raises
    ------
    UserError
        If that cohort or its split is not here as it was.
    """
    card = bundle.card
    cohort = open_cohort(card.cohort)
    if cohort.data_hash != card.data_hash:
        raise _changed(card.cohort)
    split = load_split(cohort, card.split)
    if split.hash != card.split_hash:
        raise _changed(card.split)
    rows = cohort.select(image_id=split.calibration).rows("image_id", "label").to_pylist()
    labels = {row["image_id"]: row["label"] for row in rows if row["label"] in bundle.classes}
    features = look_at(cohort, [*labels], bundle.backbone, sees=bundle.head.head.sees)
    seen = says_something(features)
    scores = bundle.scores(features[seen])[:, bundle.classes.index(present)]
    return Judged(
        shares=np.exp(scores, dtype=float),
        truth=np.array([label == present for label in labels.values()], bool)[seen],
    )


def _changed(name: str) -> UserError:
    return UserError(f"{name} has changed since", remedy="Train the model again")
