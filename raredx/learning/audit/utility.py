"""What a classifier learns from synthetic images alone, by people whom nobody learned from."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.heads import Logistic
from raredx.statistics.estimate import Estimate
from raredx.statistics.shares import share
from raredx.synthesis.audit.audit import Sides
from raredx.synthesis.audit.measure import Measure, measured

Floats = npt.NDArray[Any]

_FEWEST = 20  # people to judge by
_STRENGTH = 0.1  # the same for both: nothing is chosen by images that were learned from


def utility(sides: Sides) -> Measure:
    """How often a classifier that saw synthetic images alone is right about other people.

    Beside it the same classifier that saw the people whom the generator learned from.
    """
    known = sorted({*sides.meant} & {*sides.learned_labels})
    asked = [row for row, label in enumerate(sides.other_labels) if label in known]

    def found() -> Estimate:
        if len(known) < 2 or len(asked) < _FEWEST:
            raise UserError(
                f"Two conditions and {_FEWEST} people who were not learned from are needed",
                remedy=f"There are {len(known)} and {len(asked):,}",
            )
        return _right(sides, known, asked, sides.drawn.look, sides.meant)

    beside = {"chance": 1 / len(known)} if known else {}
    if len(known) > 1 and len(asked) >= _FEWEST:
        own = _right(sides, known, asked, sides.learned.look, sides.learned_labels)
        beside["by the people who were learned from"] = own.value
    return measured(
        found,
        group="use",
        title="top-1 of a classifier of synthetic images alone",
        wanted="higher",
        says="How often logistic regression that saw nobody but synthetic people is right about"
        " people who were not learned from.",
        n={"synthetic": len(sides.meant), "people": len(asked), "conditions": len(known)},
        beside=beside,
    )


def _right(
    sides: Sides, known: list[str], asked: list[int], looks: Floats, labels: list[str]
) -> Estimate:
    """The share of people whose condition comes first."""
    rows = [
        row for row, label in enumerate(labels) if label in known and np.isfinite(looks[row]).all()
    ]
    fitted = Logistic(strength=_STRENGTH, weighting="balanced").fit(
        looks[rows],
        [labels[row] for row in rows],
        [str(row) for row in rows],
        classes=known,
        seed=0,
    )
    said = fitted.scores(sides.others.look[asked]).argmax(1)
    right = [known[one] == sides.other_labels[row] for one, row in zip(said, asked, strict=True)]
    return share(sum(right), len(right)).estimate
