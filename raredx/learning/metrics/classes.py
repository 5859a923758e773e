"""Every class by itself: how it is told, what it had to train on, and what it is taken for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.learning.metrics.curves import area, by_class
from raredx.learning.metrics.figures import columns, known, of_people
from raredx.learning.metrics.prepared import prepare
from raredx.learning.predictions import Predictions
from raredx.statistics.estimate import UNKNOWN, Estimate


@dataclass(frozen=True, kw_only=True)
class ClassScore:
    """What became of the images of a class; NaN where it has none."""

    name: str
    images: int
    subjects: int
    trained: float
    """Images to train on, over folds and repeats on average."""
    precision: Estimate
    """Unknown where it is never answered."""
    recall: Estimate
    f1: float
    auroc: float
    rank: float
    """The place of the class on average, 1 being the first."""
    taken_for: str | None
    """The wrong answer that comes most often; of equals the earlier class."""
    taken: int
    """How often, over all repeats."""

    def as_dict(self) -> dict[str, Any]:
        """A row of a table."""
        return {
            "class": self.name,
            "images": self.images,
            "subjects": self.subjects,
            "trained": self.trained,
            **columns("precision", self.precision),
            **columns("recall", self.recall),
            "f1": known(self.f1),
            "auroc": known(self.auroc),
            "rank": known(self.rank),
            "taken_for": self.taken_for,
            "taken": self.taken,
        }


def per_class(predictions: Predictions) -> list[ClassScore]:
    """A row for each class, in their order, those included that were only trained.

    Repeats are counted together; the area is that of each repeat, on average. Wilson's intervals
    count people, so that images of one person are no further trials.

    >>> from raredx.learning.predictions import example
    >>> first = per_class(example())[0]
    >>> first.name, first.images, round(first.recall.value, 2), first.f1, first.taken_for
    ('A', 3, 0.67, 0.8, 'B')
    """
    prepared = prepare(predictions)
    ones = np.ones((1, len(prepared)))
    areas = np.mean([by_class(one, ones, area)[0] for one in prepared.repeats], axis=0)  # (c,)
    truth, answers, ranks = predictions.truth, predictions.answers, predictions.ranks
    wrong = np.zeros((len(predictions.classes),) * 2, np.intp)  # (c, c)
    missed = truth != answers
    np.add.at(wrong, (truth[missed], answers[missed]), 1)

    def collect(number: int, name: str) -> ClassScore:
        own, called = truth == number, answers == number
        right = int((own & called).sum())
        taken = int(wrong[number].max())
        return ClassScore(
            name=name,
            images=int(prepared.sizes.scored[number]),
            subjects=len(np.unique(predictions.subjects[own])),
            trained=float(predictions.trained[number]),
            precision=_share(right, predictions.subjects[called]),
            recall=_share(right, predictions.subjects[own]),
            f1=2 * right / int(own.sum() + called.sum()) if own.any() else float("nan"),
            auroc=float(areas[number]),
            rank=float(ranks[own].mean()) + 1 if own.any() else float("nan"),
            taken_for=predictions.classes[wrong[number].argmax()] if taken else None,
            taken=taken,
        )

    return [collect(number, name) for number, name in enumerate(predictions.classes)]


def _share(right: int, subjects: npt.NDArray[Any]) -> Estimate:
    """Of the rows of some subjects."""
    return of_people(right / len(subjects), subjects) if len(subjects) else UNKNOWN
