"""A fitted head: features in, log-probabilities out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from raredx.learning.calibration import log_softmax
from raredx.learning.heads.around import Around
from raredx.learning.heads.arrays import misfit
from raredx.learning.heads.head import Head
from raredx.learning.heads.rows import Rows, checked

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class FittedHead(ABC):
    """A head that has learned t of c classes from features of width w."""

    shapes: ClassVar[Mapping[str, str]] = {"trained": "t", "offset": "t", "sharpness": ""}
    """Its arrays, each with its sizes in letters; a letter means one size throughout."""

    head: Head
    """With which options it was fitted."""
    classes: tuple[str, ...]
    """(c,) the columns of its scores."""
    width: int
    """w, the features of an image."""
    trained: Whole
    """(t,) the columns of the classes that it has seen."""
    offset: Floats
    """(t,) added to the logits: what is known beside the image."""
    sharpness: Floats
    """() the logits are multiplied by it, so that confidence is about right among subjects who
    were left out of training in turn."""

    @classmethod
    @abstractmethod
    def learn(cls, head: Any, rows: Rows, *, seed: int, around: Around) -> Self:
        """Fit on rows that were checked; `Head.fit` calls it."""

    @abstractmethod
    def logits(self, features: Floats) -> Floats:
        """How much speaks for each trained class, in features (m, w) that were checked: (m, t)."""

    def scores(self, features: Any) -> Floats:
        """Log-probabilities (m, c) float32 of the classes, by features (m, w) alone.

        Each image is judged for itself: it does not matter which others come with it. A class
        without training images has -inf.
        """
        table = self.checked(features)
        found = np.full((len(table), len(self.classes)), -np.inf, np.float32)
        with self.head.threads():
            said = self.sharpness * self.logits(table) + self.offset  # (m, t)
        found[:, self.trained] = log_softmax(said)
        return found

    def checked(self, features: Any) -> Floats:
        """What it sees of m images, or one line that says what is wrong with it."""
        return checked(features, what="image", width=self.width)

    def embedded(self, features: Any) -> Floats:
        """Where images lie, by what it sees of them: (m, w)."""
        return np.asarray(features)

    def by_place(self, places: Floats) -> Floats:
        """What speaks for each trained class by where images lie (m, w), see `embedded`: (m, t)."""
        return np.asarray(self.sharpness * self.logits(places) + self.offset)

    def beside(self) -> dict[str, str]:
        """What else there is to it, by name."""
        return {}

    def arrays(self) -> dict[str, Floats]:
        """What is kept of it, by name."""
        return {name: np.array(getattr(self, name), order="C") for name in self.shapes}

    @classmethod
    def restored(cls, arrays: Mapping[str, Any], **known: Any) -> Self:
        """From what was kept; a ValueError where it does not fit together.

        Parameters
        ----------
        known
            Its head, classes and width, and what else there is to it beside arrays.
        """
        if wrong := misfit(arrays, cls.shapes, {"w": known["width"]}, len(known["classes"])):
            raise ValueError(wrong)
        return cls(**known, **arrays)

    def save(self, folder: Path) -> None:
        """Write it into a folder of its own, which is replaced if it is there."""
        from raredx.learning.heads.store import save

        save(self, folder)


def frequencies(rows: Rows, power: float) -> Floats:
    """Log of the training frequencies, times a power: (t,).

    >>> rows = Rows.of([[0.0], [1], [2]], "aab", "123", classes="ab")
    >>> frequencies(rows, -1.0).round(3).tolist()
    [0.405, 1.099]
    """
    return np.asarray(power * np.log(rows.counts / rows.counts.sum()))
