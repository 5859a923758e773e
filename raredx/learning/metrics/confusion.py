"""What is taken for what, with the images, so that every count can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from raredx.learning.predictions import Predictions


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Images of one class that got one answer."""

    truth: str
    answer: str
    count: int
    """Over all repeats."""
    images: tuple[str, ...]
    """Each once, in alphabetical order."""

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "truth": self.truth,
            "answer": self.answer,
            "count": self.count,
            "images": [*self.images],
        }


def confusion(predictions: Predictions) -> list[Cell]:
    """The cells that are not empty, in the order of the classes, right answers included.

    >>> from raredx.learning.predictions import example
    >>> [(cell.truth, cell.answer, cell.images) for cell in confusion(example())]
    [('A', 'A', ('i1', 'i4')), ('A', 'B', ('i2',)), ('B', 'B', ('i3',))]
    """
    pairs = np.stack([predictions.truth, predictions.answers])  # (2, n)
    cells, own, counts = np.unique(pairs, axis=1, return_inverse=True, return_counts=True)
    return [
        Cell(
            truth=predictions.classes[truth],
            answer=predictions.classes[answer],
            count=int(counts[number]),
            images=tuple(np.unique(predictions.images[own == number]).tolist()),
        )
        for number, (truth, answer) in enumerate(cells.T)
    ]
