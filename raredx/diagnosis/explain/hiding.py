"""What becomes of an answer when a region is hidden, and when others of its form are.

A region is filled in from what is around it (see `checks.filled_in`). That is a picture, too: a
smooth place can be a sign by itself, so what a change is worth shows beside others like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.diagnosis.explain import regions
from raredx.diagnosis.explain.checks import ELSEWHERE, filled_in, moved_elsewhere
from raredx.diagnosis.explain.sight import Sight
from raredx.errors import UserError

Floats = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Pixels = npt.NDArray[np.uint8]

PARTS: Mapping[str, str] = {
    "eyes": "Eyes",
    "nose": "Nose",
    "mouth": "Mouth",
    regions.EARS: "Ears",
    "jaw": "Chin",
}
"""Regions of a face that can be hidden by name, and what they are called."""
SMOOTH = (
    "What is hidden is filled in smoothly from around it. A smooth place can itself be a sign, so a"
    " change does not prove that the model looks there."
)
CELLS = 26
"""Places each way that a brush can mark."""
_MOST = 0.6  # of the picture


@dataclass(frozen=True, kw_only=True, eq=False)
class Hidden:
    """An answer before and after a region was hidden."""

    picture: Pixels
    """(side, side, 3) with the region filled in."""
    share: float
    """Of the picture that is hidden."""
    classes: tuple[str, ...]
    before: Floats
    """(c,) probabilities."""
    after: Floats
    elsewhere: Floats
    """(n, c) with the same form hidden in other places."""

    @property
    def usual(self) -> Floats:
        """The median change of each probability where other places are hidden: (c,)."""
        return np.asarray(np.median(self.elsewhere - self.before, axis=0))

    def as_large(self, place: int) -> int:
        """In how many other places a class changes as much, either way."""
        own = abs(self.after[place] - self.before[place])
        return int((abs(self.elsewhere[:, place] - self.before[place]) >= own).sum())

    @property
    def told(self) -> str:
        """What becomes of the first answer, beside hiding other places."""
        first = int(self.before.argmax())
        before, after = self.before[first], self.after[first]
        return (
            f"{self.classes[first]} goes from {before:.1%} to {after:.1%}"
            f" ({100 * (after - before):+.1f} points). Hiding {len(self.elsewhere)} other places of"
            f" the same form moves it by {100 * self.usual[first]:+.1f} points in the median, and"
            f" in {self.as_large(first)} of them as much as here."
        )


def hide(sight: Sight, mask: Mask, *, seed: int = 0) -> Hidden:
    """Hide a region (side, side) of a picture, and then other places of the same form.

    Raises
    ------
    UserError
        If nothing is marked, or so much that there is no other place.
    """
    share = float(mask.mean())
    if not 0 < share <= _MOST:
        raise UserError(
            "Nothing is marked" if not share else f"{share:.0%} of the picture is marked",
            remedy=f"Mark a region of at most {_MOST:.0%} of the picture",
        )
    chance = np.random.default_rng(seed)
    masks = [mask, *(moved_elsewhere(mask, chance) for _ in range(ELSEWHERE))]
    filled = np.stack([filled_in(sight.picture, one, seed=seed) for one in masks])
    shares = sight.probabilities(np.concatenate([sight.picture[None], filled]))
    return Hidden(
        picture=filled[0],
        share=share,
        classes=sight.bundle.classes,
        before=shares[0],
        after=shares[1],
        elsewhere=shares[2:],
    )


def part(points: Floats, side: int, name: str) -> Mask:
    """Where a region of the face lies: (side, side).

    Parameters
    ----------
    points
        (478, 2) of the face in the picture's pixels.
    """
    names, where = regions.places(points, side)
    return np.asarray(where == names.index(name))


def painted(cells: Iterable[tuple[int, int]], side: int) -> Mask:
    """The places of a brush as a region (side, side), by column and row of its `CELLS`.

    >>> painted([(0, 0), (25, 1)], 52).nonzero()
    (array([0, 0, 1, 1, 2, 2, 3, 3]), array([ 0,  1,  0,  1, 50, 51, 50, 51]))
    """
    marked = np.zeros((CELLS, CELLS), bool)
    for column, row in cells:
        marked[row, column] = True
    at = np.arange(side) * CELLS // side
    return marked[np.ix_(at, at)]
