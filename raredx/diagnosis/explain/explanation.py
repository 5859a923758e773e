"""A map of what speaks for one answer, in numbers and words, with the checks that it passed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.diagnosis.explain import checks, maps, regions
from raredx.diagnosis.explain.checks import Check
from raredx.diagnosis.explain.overlay import overlay
from raredx.diagnosis.explain.sight import Sight
from raredx.errors import NotFoundError

if TYPE_CHECKING:
    from PIL import Image

Floats = npt.NDArray[Any]

UNREAD = "Do not interpret this map"
_WHOLE = "the model sees whole pictures: nothing is said of parts of a face"


@dataclass(frozen=True, kw_only=True, eq=False)
class Explanation:
    """What speaks for one condition in one picture."""

    condition: str
    sight: Sight
    column: int
    """Of the condition, among those that the model was trained on."""
    gradients: Floats
    """(side, side) from 0 to 1: Grad-CAM."""
    hidden: Floats | None = None
    """The same by hiding places in turn; None where that was not done yet."""
    checks: tuple[Check, ...] = ()
    """What was asked of the map; empty where nothing was asked yet."""

    @property
    def table(self) -> Floats:
        """(side, side) from 0 to 1: the map, of both as soon as there are both."""
        if self.hidden is None:
            return self.gradients
        return maps.together(self.gradients, self.hidden)

    @property
    def shares(self) -> dict[str, float]:
        """How much of the map lies on each region; empty where no points are known."""
        points = self.sight.points
        return {} if points is None else regions.shares(self.table, points)

    @property
    def believed(self) -> bool:
        """Whether it was checked and passed all."""
        return bool(self.checks) and all(one.passed for one in self.checks)

    @property
    def told(self) -> str:
        """The map in words, or why it must not be read."""
        if not self.checks:
            return "This map is not checked yet."
        failed = [one.says for one in self.checks if not one.passed]
        if failed:
            return f"{UNREAD}. {' '.join(failed)}"
        where = regions.told(self.shares) if self.sight.points is not None else _WHOLE
        return f"What speaks for {self.condition}: {where}."

    def overlay(self) -> Image.Image:
        """The map over its picture; one that must not be read says so itself."""
        warning = UNREAD if self.checks and not self.believed else ""
        return overlay(self.sight.picture, self.table, warning=warning)

    def as_dict(self) -> dict[str, Any]:
        """All but the pictures, for JSON."""
        agreement = None
        if self.hidden is not None and self.hidden.any() and self.gradients.any():
            agreement = float(np.corrcoef(self.gradients.ravel(), self.hidden.ravel())[0, 1])
        return {
            "condition": self.condition,
            "interpret": self.believed,
            "told": self.told,
            "shares": self.shares,
            "checks": [asdict(one) for one in self.checks],
            "agreement with hiding": agreement,
        }


def explain(sight: Sight, condition: str) -> Explanation:
    """The map of a condition; it is not checked yet, see `checked`."""
    bundle = sight.bundle
    trained = [bundle.classes[place] for place in bundle.head.trained]
    if condition not in trained:
        raise NotFoundError(
            f"The model {bundle.name!r} does not know {condition!r}",
            remedy="Choose a condition of its card",
        )
    column = trained.index(condition)
    return Explanation(
        condition=condition,
        sight=sight,
        column=column,
        gradients=maps.by_gradients(sight, column),
    )


def checked(one: Explanation) -> Explanation:
    """The same by hiding places, too, with the checks of both together."""
    sight, column = one.sight, one.column
    whole = replace(one, hidden=maps.by_hiding(sight, column))
    return replace(
        whole,
        checks=(
            checks.knowledge(sight.bundle),
            checks.dependence(sight.bundle),
            checks.removal(sight, column, whole.table),
            checks.steadiness(sight, column, whole.table, maps.by_both),
        ),
    )
