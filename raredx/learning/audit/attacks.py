"""What a curious stranger could find out from synthetic images, by how often he would be right."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.audit.utility import utility
from raredx.learning.heads import Logistic
from raredx.statistics.areas import area
from raredx.statistics.estimate import Estimate
from raredx.synthesis.audit.audit import Sides
from raredx.synthesis.audit.clouds import Clouds
from raredx.synthesis.audit.measure import Measure, measured

Floats = npt.NDArray[Any]

_FOLDS = 5
_FEWEST = 10  # people on each side, below which nothing is asked
_CLASSES = ["people", "synthetic"]


def attacks(sides: Sides) -> list[Measure]:
    """Whether synthetic images can be told from people's, who was learned from, and what for."""
    return [detection(sides.clouds), membership(sides), utility(sides)]


def membership(sides: Sides) -> Measure:
    """Whether those who were learned from are nearer to a synthetic image than others are."""
    learned, others = (
        _nearest(sight, labels, sides)
        for sight, labels in (
            (sides.learned, sides.learned_labels),
            (sides.others, sides.other_labels),
        )
    )
    scores = -np.concatenate([learned, others])
    present = np.arange(len(scores)) < len(learned)

    def found() -> Estimate:
        if min(len(learned), len(others)) < _FEWEST:
            raise UserError(
                f"{_FEWEST} images of people who were learned from and of others are needed",
                remedy=f"There are {len(learned):,} and {len(others):,}",
            )
        return area(scores, present)

    return measured(
        found,
        group="privacy",
        title="membership inference, area under the curve",
        wanted="near 0.5",
        says="How often somebody who was learned from is nearer to a synthetic image of their"
        " condition than somebody who was not.",
        n={"learned from": len(learned), "others": len(others)},
        beside={"chance": 0.5},
    )


def detection(clouds: Clouds) -> Measure:
    """Whether a classifier tells synthetic images from people's, judged by images it never saw."""

    def found() -> Estimate:
        if min(len({*clouds.subjects}), len(clouds.drawn)) < _FEWEST:
            raise UserError(
                f"{_FEWEST} people and as many synthetic images are needed",
                remedy=f"There are {len({*clouds.subjects}):,} and {len(clouds.drawn):,}",
            )
        return area(
            _by_others(clouds),
            np.arange(len(clouds.people) + len(clouds.drawn)) >= len(clouds.people),
        )

    return measured(
        found,
        group="fidelity",
        title="detection, area under the curve",
        wanted="lower; 0.5 is not to be told apart",
        says="How often a classifier finds a synthetic image more synthetic than a person's.",
        n=clouds.n,
        beside={"chance": 0.5},
    )


def _nearest(sight: Any, labels: list[str], sides: Sides) -> Floats:
    """How near each picture is to a synthetic image of its condition, where there is one."""
    found = []
    for label in dict.fromkeys(labels):
        rows, own = (
            np.flatnonzero([one == label for one in some]) for some in (labels, sides.meant)
        )
        if len(own):
            apart = sight.take(rows).distances(sides.drawn.take(own))["look"]
            found.append(apart.min(1))
    every = np.concatenate(found) if found else np.empty(0)
    return np.asarray(every[np.isfinite(every)])


def _by_others(clouds: Clouds) -> Floats:
    """How synthetic each image is to a classifier of others: all of a person in one fold."""
    points = np.concatenate([clouds.people, clouds.drawn])
    subjects = [*clouds.subjects, *(f"synthetic {row}" for row in range(len(clouds.drawn)))]
    labels = [_CLASSES[0]] * len(clouds.people) + [_CLASSES[1]] * len(clouds.drawn)
    names = np.random.default_rng(0).permutation(np.unique(subjects))
    fold = dict(zip(names, np.arange(len(names)) % _FOLDS, strict=True))
    own = np.array([fold[one] for one in subjects])
    scores = np.empty(len(points))
    for number in range(_FOLDS):
        rest, out = np.flatnonzero(own != number), np.flatnonzero(own == number)
        head = Logistic(weighting="balanced").fit(
            points[rest],
            [labels[row] for row in rest],
            [subjects[row] for row in rest],
            classes=_CLASSES,
            seed=0,
        )
        told = head.scores(points[out])
        scores[out] = told[:, 1] - told[:, 0]
    return scores
