"""How many images each class has to be scored and to train on, and its third by the latter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]
Whole = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

Third = Literal["head", "medium", "tail"]
THIRDS: tuple[Third, ...] = get_args(Third)
"""From the classes with the most images to train on to those with the fewest."""
_SAME = 3  # decimals: training sizes are means over folds, and come with rounding


@dataclass(frozen=True, kw_only=True, eq=False)
class Sizes:
    """Two numbers for each of the c classes; they are all that a chance level depends on.

    >>> sizes = example(3, 5, 0)
    >>> sizes.images, sizes.present.tolist(), sizes.shares.tolist()
    (8, [True, True, False], [0.375, 0.625, 0.0])
    """

    scored: Whole
    """(c,) images that a classifier was asked about; 0 where a class was only trained."""
    trained: Floats
    """(c,) images to train on, over folds and repeats on average."""

    @property
    def images(self) -> int:
        """All images that were scored."""
        return int(self.scored.sum())

    @property
    def present(self) -> Mask:
        """(c,) whether a class has an image to be scored."""
        return np.asarray(self.scored > 0)

    @property
    def shares(self) -> Floats:
        """(c,) the share of the images that each class has."""
        return np.asarray(self.scored / max(self.images, 1))

    def among(self, third: Third | None) -> Mask:
        """The classes of a third, or all that have an image: (c,).

        >>> example(2, 6, 0).among(None).tolist()
        [True, True, False]
        """
        return self.present if third is None else self.third(third)

    def third(self, name: Third) -> Mask:
        """Which classes are in a third by their training size: (c,).

        Only classes with an image to be scored are divided. Classes of the same size stay
        together, in the third where their middle lies: thirds then differ in length, or one is
        empty, and no name decides. Where all sizes are the same there are no thirds.

        >>> sizes = Sizes(scored=np.full(6, 2), trained=np.array([9.0, 7, 4, 4, 4, 1]))
        >>> [sizes.third(name).nonzero()[0].tolist() for name in THIRDS]
        [[0, 1], [2, 3, 4], [5]]
        """
        from scipy.stats import rankdata

        trained = self.trained.round(_SAME)
        inside = np.zeros(len(trained), bool)
        if len(np.unique(trained[self.present])) < 2:
            return inside
        places = (rankdata(-trained[self.present]) - 0.5) / self.present.sum()
        inside[self.present] = np.minimum(places * 3, 2).astype(int) == THIRDS.index(name)
        return inside


def example(*scored: int) -> Sizes:
    """Classes to try things on: so many images to be scored, and as many to train on."""
    return Sizes(scored=np.array(scored), trained=np.array(scored, np.float64))
