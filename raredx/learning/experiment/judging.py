"""One cell: a head fitted on a training part, and what it says of images that it has not seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.backbones.reading import says_something
from raredx.learning.calibration import calibrated, fit_temperature
from raredx.learning.heads import Head
from raredx.learning.heads.around import Around
from raredx.learning.heads.fitted import FittedHead

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Labelled:
    """n images as a head sees them, with what they show and whom."""

    features: Floats
    """(n, w), NaN where an image has none; or pictures, black where they cannot be seen."""
    labels: Sequence[str]
    subjects: Sequence[str]
    generated: Sequence[bool] = ()
    """Which of them nobody took: a network painted them. Empty: none."""

    def readable(self) -> Labelled:
        """Those that have features."""
        return self.take(np.flatnonzero(says_something(self.features)).tolist())

    def take(self, rows: Sequence[int]) -> Labelled:
        """Some of them."""
        return Labelled(
            features=self.features[list(rows)],
            labels=[self.labels[row] for row in rows],
            subjects=[self.subjects[row] for row in rows],
            generated=[self.generated[row] for row in rows] if self.generated else (),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """What a classifier says of m images."""

    scores: Floats
    """(m, c) float32 log-probabilities."""
    temperature: float
    blind: int
    """Images without features: they are answered by how frequent conditions are."""
    seconds: float


def judge(
    head: Head,
    training: Labelled,
    features: Floats,
    *,
    classes: Sequence[str],
    calibration: Labelled | None = None,
    seed: int = 0,
    around: Around | None = None,
) -> Judged:
    """Fit on a training part and judge other images, of which nothing is given but features.

    Parameters
    ----------
    training : Labelled
        All that is learned from.
    features : ndarray of shape (m, w)
        Of the images to be judged; pictures for a head that sees them.
    calibration : Labelled, optional
        Other people, on whom the temperature of the scores is fitted.
    around : Around, optional
        What a head that trains a network needs beside.
    """
    begun = time.perf_counter()
    known = training.readable()
    if not len(known.labels):
        raise UserError(
            "No training image has features: no face was found in any",
            remedy="Choose a backbone that sees whole pictures",
        )
    fitted = fit(head, known, classes=classes, seed=seed, around=around)
    seen = says_something(features)
    scores = np.tile(_frequencies(known.labels, classes), (len(features), 1))
    scores[seen] = fitted.scores(features[seen])
    temperature = 1.0
    if calibration is not None and len(calibration.labels):
        others = calibration.readable()
        truth = [classes.index(name) for name in others.labels]
        temperature = fit_temperature(fitted.scores(others.features), truth).value
        scores[seen] = calibrated(scores[seen], temperature)
    return Judged(
        scores=scores,
        temperature=temperature,
        blind=int((~seen).sum()),
        seconds=time.perf_counter() - begun,
    )


def fit(
    head: Head,
    known: Labelled,
    *,
    classes: Sequence[str],
    seed: int,
    around: Around | None = None,
) -> FittedHead:
    """A head fitted on images that it can see."""
    around = replace(around or Around(), generated=tuple(known.generated))
    return head.fit(
        *(known.features, known.labels, known.subjects), classes=classes, seed=seed, around=around
    )


def _frequencies(labels: Sequence[str], classes: Sequence[str]) -> Floats:
    """Log of how frequent each class is among the training images: (c,)."""
    counts = np.array([labels.count(name) for name in classes], float)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(counts / counts.sum()), np.float32)
