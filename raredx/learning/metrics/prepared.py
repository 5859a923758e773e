"""Predictions made ready for metrics: checked, and with what metrics ask for again and again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.metrics.sizes import Sizes
from raredx.learning.predictions import Predictions

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]
Words = npt.NDArray[np.str_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Repeat:
    """What was said of n images in one repeat."""

    truth: Whole
    """(n,)"""
    scores: Floats
    """(n, c) log-probabilities."""
    answers: Whole
    """(n,) the class that comes first."""
    ranks: Whole
    """(n,) the place of the true class, 0 being the first."""
    sizes: Sizes

    @cached_property
    def probabilities(self) -> Floats:
        """(n, c), summing to 1 for each image."""
        return np.asarray(np.exp(self.scores.astype(np.float64)))

    @cached_property
    def hits(self) -> npt.NDArray[np.bool_]:
        """(n,) whether the answer is right."""
        return np.asarray(self.answers == self.truth)

    @cached_property
    def is_of(self) -> Floats:
        """(n, c) 1 for the class an image is of, else 0."""
        return self._indicator(self.truth)

    @cached_property
    def is_called(self) -> Floats:
        """(n, c) 1 for the class an image was taken for, else 0."""
        return self._indicator(self.answers)

    def _indicator(self, classes: Whole) -> Floats:
        return np.asarray(classes[:, None] == np.arange(self.scores.shape[1]), np.float64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """Predictions by repeat; weights are given in the order of `images`."""

    classes: tuple[str, ...]
    images: Words
    """(n,) in alphabetical order, each once."""
    subjects: Words
    """(n,)"""
    truth: Whole
    """(n,)"""
    sizes: Sizes
    repeats: tuple[Repeat, ...]

    def __len__(self) -> int:
        return len(self.images)

    @cached_property
    def people(self) -> int:
        """Different subjects."""
        return len(np.unique(self.subjects))

    @property
    def independent(self) -> bool:
        """Whether each image stands for itself: one of each subject, asked about once."""
        return self.people == len(self) and len(self.repeats) == 1


def prepare(predictions: Predictions) -> Prepared:
    """Check predictions and make them ready for metrics.

    >>> from raredx.learning.predictions import example
    >>> prepared = prepare(example())
    >>> len(prepared), prepared.people, prepared.sizes.scored.tolist()
    (4, 4, [3, 1])

    Raises
    ------
    UserError
        If there are none, a score is not a number, an image is there twice in a repeat, or
        repeats are not of the same images.
    """
    if not len(predictions):
        raise UserError("There are no predictions", remedy="Run the experiment first")
    if np.isnan(predictions.scores).any():
        rows = int(np.isnan(predictions.scores).any(1).sum())
        raise UserError(
            f"{rows} of {len(predictions)} predictions hold a score that is not a number",
            remedy="Train that classifier again with a lower learning rate",
        )
    rounds = list(predictions.repeats())
    first = rounds[0]
    if len(np.unique(first.images)) < len(first):
        raise UserError(
            "An image is predicted twice in one repeat",
            remedy="Keep the predictions of one classifier only",
        )
    for other in rounds[1:]:
        _refuse_different(first, other)
    sizes = Sizes(
        scored=np.bincount(first.truth, minlength=len(first.classes)), trained=first.trained
    )
    return Prepared(
        classes=first.classes,
        images=first.images,
        subjects=first.subjects,
        truth=first.truth,
        sizes=sizes,
        repeats=tuple(
            Repeat(
                truth=one.truth,
                scores=one.scores,
                answers=one.answers,
                ranks=one.ranks,
                sizes=sizes,
            )
            for one in rounds
        ),
    )


def _refuse_different(first: Predictions, other: Predictions) -> None:
    same = np.array_equal(first.images, other.images) and np.array_equal(first.truth, other.truth)
    if not (same and np.array_equal(first.subjects, other.subjects)):
        raise UserError(
            f"Repeats {first.repeat[0] + 1} and {other.repeat[0] + 1} are not of the same images",
            remedy="Finish the experiment, then score it",
        )
