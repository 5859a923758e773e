"""Any two classifiers on the same episodes: by how much they differ, and whether it is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import nan

from raredx.errors import UserError
from raredx.learning.episodes.few_shot import FewShot
from raredx.learning.episodes.intervals import apart_over_classes
from raredx.statistics.bootstrap import LEVEL
from raredx.statistics.detectable import detectable
from raredx.statistics.paired import Difference
from raredx.statistics.several import holm


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two classifiers that answered the same episodes."""

    task: str
    names: tuple[str, str]
    """The one that is ahead comes first, which alone says nothing."""
    gain: Difference
    """By how much it is ahead; its interval is over classes."""
    adjusted: float
    """p, allowing for all pairs of all tasks (Holm)."""
    pairs: int
    """How many those are."""
    shown: float
    """The smallest difference that these classes could have shown."""

    @property
    def winner(self) -> str | None:
        """Who is better: nobody, unless the interval leaves out 0 and the adjusted test agrees."""
        decided = self.gain.estimate.low > 0 and self.adjusted < LEVEL
        return self.names[0] if decided else None

    def __str__(self) -> str:
        (first, second), (value, low, high) = self.names, self.gain.estimate
        inside = f"95 % CI {100 * low:.1f} to {100 * high:.1f}"
        p = "p < 0.001" if self.adjusted < 0.001 else f"p = {self.adjusted:.2g}"
        chance = f"Holm-adjusted {p} of {self.pairs} pairs" if self.pairs > 1 else p
        if self.winner:
            return (
                f"{self.task}: {first} is better than {second} by {100 * value:.1f} points"
                f" ({inside}; paired over {self.gain.subjects} conditions, {chance})."
            )
        if low != low:  # every condition differs by as much, so that there is no interval
            alike = f"differ by {100 * value:.1f} points" if value else "do not differ"
            return f"{self.task}: not decisive: {first} and {second} {alike} in any condition."
        yet = f", and yet {chance}" if low > 0 else ""
        return (
            f"{self.task}: not decisive: {first} and {second} differ by {100 * value:.1f} points"
            f" ({inside}){yet}; these data could have shown {100 * self.shown:.1f} points."
        )


def compare_all(answers: Mapping[str, Mapping[str, FewShot]]) -> tuple[Pair, ...]:
    """Compare any two classifiers in each task.

    Parameters
    ----------
    answers : mapping of str to mapping of str to FewShot
        By task, what came of each classifier; all of a task answered the same lists.

    Examples
    --------
    >>> import numpy as np
    >>> told = np.array([[0.9, 0.8, 0.9, 0.7], [0.5, 0.3, 0.6, 0.3]])
    >>> good, poor = (FewShot(classes=tuple("abcd"), by_class=one, taken=(1 - one) / 9,
    ...     right=one, ways=4, shots=1, lists=("list",)) for one in told)
    >>> print(*compare_all({"4-way 1-shot": {"poor": poor, "good": good}}))
    4-way 1-shot: good is better than poor by 40.0 points (95 % CI 22.7 to 57.3; paired over 4 \
conditions, p = 0.0052).
    """
    found = [
        _pair(task, one, other, own[one], own[other])
        for task, own in answers.items()
        for one, other in combinations(own, 2)
    ]
    adjusted = holm([pair.gain.p for pair in found])
    return tuple(
        replace(pair, adjusted=float(p), pairs=len(found), shown=_shown(pair.gain, len(found)))
        for pair, p in zip(found, adjusted, strict=True)
    )


def telling(pairs: Sequence[Pair], answers: Mapping[str, Mapping[str, FewShot]]) -> list[Pair]:
    """The pairs that are told: the first of each task beside all others, and methods of a backbone.

    Names are of the form `BACKBONE / METHOD`.
    """
    first = {
        task: max(own, key=lambda name: own[name].accuracy.value) for task, own in answers.items()
    }
    return [
        pair
        for pair in pairs
        if first[pair.task] in pair.names
        or len({name.partition(" / ")[0] for name in pair.names}) == 1
    ]


def _pair(task: str, one: str, other: str, ours: FewShot, theirs: FewShot) -> Pair:
    if ours.lists != theirs.lists:
        raise UserError(
            f"{one} and {other} answered different episodes",
            remedy="Compare what answered the same lists",
        )
    if ours.accuracy.value < theirs.accuracy.value:
        one, other, ours, theirs = other, one, theirs, ours
    return Pair(
        task=task,
        names=(one, other),
        gain=apart_over_classes(ours.by_class - theirs.by_class, ours.weight - theirs.weight),
        adjusted=nan,
        pairs=0,
        shown=nan,
    )


def _shown(gain: Difference, pairs: int) -> float:
    return detectable(gain.error, df=gain.subjects - 1, level=LEVEL / pairs)
