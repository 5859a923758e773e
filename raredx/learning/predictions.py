"""What classifiers said of images: the only thing that an experiment gives.

A row is what one classifier (an arm, a backbone and a head) said of one image in one fold of one
repeat. Every metric, interval and comparison is worked out from these rows alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]
Words = npt.NDArray[np.str_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Predictions:
    """What one classifier said in n rows; an image has one row in each repeat."""

    classes: tuple[str, ...]
    """(c,) those it was trained to tell apart."""
    scores: Floats
    """(n, c) float32 log-probabilities; a class that a fold did not train has -inf."""
    truth: Whole
    """(n,) places in `classes`."""
    images: Words
    """(n,)"""
    subjects: Words
    """(n,)"""
    repeat: Whole
    """(n,)"""
    fold: Whole
    """(n,)"""
    trained: Floats
    """(c,) images that each class had to train on, over folds and repeats on average."""

    def __len__(self) -> int:
        return len(self.truth)

    def take(self, rows: Any) -> Predictions:
        """Some rows, by number or by a mask.

        >>> only = example().take([1, 2])
        >>> only.images.tolist(), only.truth.tolist()
        (['i2', 'i3'], [0, 1])
        """
        return Predictions(
            classes=self.classes,
            scores=self.scores[rows],
            truth=self.truth[rows],
            images=self.images[rows],
            subjects=self.subjects[rows],
            repeat=self.repeat[rows],
            fold=self.fold[rows],
            trained=self.trained,
        )

    def repeats(self) -> Iterator[Predictions]:
        """The rows of each repeat, every one with its images in the same order."""
        for number in np.unique(self.repeat):
            rows = np.flatnonzero(self.repeat == number)
            yield self.take(rows[np.argsort(self.images[rows], kind="stable")])

    @property
    def answers(self) -> Whole:
        """The class that comes first in each row: (n,)."""
        return np.asarray(self.scores.argmax(1))

    @property
    def ranks(self) -> Whole:
        """The place of the true class, 0 being the first: (n,). Of equals the earlier comes first.

        >>> example().ranks.tolist()
        [0, 1, 0, 0]
        """
        own = np.take_along_axis(self.scores, self.truth[:, None], 1)  # (n, 1)
        earlier = np.arange(len(self.classes)) < self.truth[:, None]  # (n, c)
        before = (self.scores > own) | ((self.scores == own) & earlier)
        return np.asarray(before.sum(1))

    @property
    def probabilities(self) -> Floats:
        """(n, c), summing to 1 in each row."""
        return np.asarray(np.exp(self.scores.astype(np.float64)))


def example(
    probabilities: Sequence[Sequence[float]] = ((0.8, 0.2), (0.4, 0.6), (0.1, 0.9), (0.7, 0.3)),
    truth: Sequence[int] = (0, 0, 1, 0),
    subjects: Sequence[str] | None = None,
) -> Predictions:
    """A few rows to try things on: one repeat, one fold, classes A, B, ..."""
    rows, columns = np.shape(probabilities)
    images = np.array([f"i{number + 1}" for number in range(rows)])
    return Predictions(
        classes=tuple("ABCDEFGH"[:columns]),
        scores=np.log(np.array(probabilities, np.float32)),
        truth=np.array(truth, np.intp),
        images=images,
        subjects=images if subjects is None else np.array(subjects),
        repeat=np.zeros(rows, np.intp),
        fold=np.zeros(rows, np.intp),
        trained=np.full(columns, 4.0),
    )
