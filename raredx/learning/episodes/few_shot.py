"""What came of episodes, and how surely that is known.

There are two intervals. The one over episodes says how finely these classes were measured: it
shrinks as more episodes are drawn, and nobody new was seen. The one over classes says what other
conditions would have given, and is the honest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import UserError
from raredx.learning.episodes.intervals import over_classes, over_episodes
from raredx.statistics.estimate import Estimate

Floats = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class FewShot:
    """How e episodes were answered."""

    classes: tuple[str, ...]
    """(c,) those that were asked about."""
    by_class: Floats
    """(c,) how often patients of each were told."""
    taken: Floats
    """(c,) what share of the others' patients each took, who would be told without it."""
    right: Floats
    """(e,) share of each episode's patients who were told."""
    ways: int
    shots: int
    lists: tuple[str, ...]
    """Hashes of the lists of episodes."""

    @property
    def accuracy(self) -> Estimate:
        """With its interval over classes: what to expect of other conditions."""
        return over_classes(self.by_class, self.taken, ways=self.ways)

    @property
    def on_these(self) -> Estimate:
        """With its interval over episodes: of these classes and patients alone."""
        return over_episodes(self.right)

    @property
    def weight(self) -> Floats:
        """What each class adds to accuracy, by its own patients and by those of others: (c,)."""
        return np.asarray(self.by_class - (self.ways - 1) * self.taken)

    @property
    def chance(self) -> float:
        """How often a guess is right."""
        return 1 / self.ways

    def __str__(self) -> str:
        value, low, high = (f"{100 * part:.1f}" for part in self.accuracy)
        _, near, far = (f"{100 * part:.1f}" for part in self.on_these)
        return (
            f"{self.ways}-way {self.shots}-shot: {value} % right (95 % {low} to {high} over"
            f" {len(self.classes)} classes; {near} to {far} over {len(self.right):,} episodes,"
            f" which says nothing of other classes), chance {100 * self.chance:.1f} %"
        )


def together(parts: Sequence[FewShot]) -> FewShot:
    """What came of several lists of one size, whose classes are all different.

    Examples
    --------
    >>> one = FewShot(classes=("a", "b"), by_class=np.array([1.0, 0.5]), taken=np.array([0.5, 0]),
    ...               right=np.array([0.5, 1.0]), ways=2, shots=1, lists=("first",))
    >>> other = FewShot(classes=("c", "d"), by_class=np.array([1.0, 1]), taken=np.zeros(2),
    ...                 right=np.array([1.0, 1.0]), ways=2, shots=1, lists=("second",))
    >>> found = together([one, other])
    >>> found.classes, float(found.accuracy.value)
    (('a', 'b', 'c', 'd'), 0.875)
    """
    first = parts[0]
    classes = tuple(name for part in parts for name in part.classes)
    if len({*classes}) < len(classes) or {(one.ways, one.shots) for one in parts} != {
        (first.ways, first.shots)
    }:
        raise UserError(
            "Lists of episodes that share a class, or differ in size, do not make one result",
            remedy="Put together those of groups of classes, in episodes of one size",
        )
    return FewShot(
        classes=classes,
        by_class=np.concatenate([one.by_class for one in parts]),
        taken=np.concatenate([one.taken for one in parts]),
        right=np.concatenate([one.right for one in parts]),
        ways=first.ways,
        shots=first.shots,
        lists=tuple(name for part in parts for name in part.lists),
    )
