"""Where the evidence is empty, and how surprising that is.

Two values of two facets meet in few or no studies, or in many. If the facets had nothing to do with
each other, the number of studies that have both would follow a hypergeometric law, given how many
have each. The smaller its probability of a number as small as the one found, the more surprising
the gap. Many pairs are looked at, so that a small probability alone proves little: it is corrected
for their number (Holm). And a gap may have a plain reason: an eye disease needs no CT of the lung.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma

from raredx.evidence.facets import BY_NAME, MISSING, in_order
from raredx.evidence.filters import Filter
from raredx.evidence.store import Store


@dataclass(frozen=True)
class Gap:
    """Two values that meet more rarely than their own frequencies let expect."""

    down: str
    across: str
    studies: int
    expected: float
    chance: float  # of so few or fewer, if the two facets had nothing to do with each other
    corrected: float  # the same, for the number of pairs looked at


@dataclass(frozen=True)
class Crossing:
    """Two facets against each other: every pair of values, the empty ones too."""

    down: dict[str, int]  # value -> studies
    across: dict[str, int]
    pairs: dict[tuple[str, str], int]
    studies: int

    @property
    def empty(self) -> int:
        """Pairs in which no study is."""
        return len(self.down) * len(self.across) - len(self.pairs)

    def gaps(self, *, most: int = 0) -> list[Gap]:
        """The pairs with at most so many studies, the most surprising first."""
        found = []
        for down, first in self.down.items():
            for across, second in self.across.items():
                times = self.pairs.get((down, across), 0)
                if times <= most and MISSING not in (down, across):
                    expected = first * second / self.studies
                    chance = chance_of_so_few(times, first, second, self.studies)
                    found.append((chance, Gap(down, across, times, expected, chance, 1.0)))
        return _holm([gap for _, gap in sorted(found, key=lambda one: one[0])], self._looked_at)

    @property
    def _looked_at(self) -> int:
        return len(self.down.keys() - {MISSING}) * len(self.across.keys() - {MISSING})


def crossing(store: Store, wanted: Filter, down: str, across: str, *, most: int = 40) -> Crossing:
    """Cross two facets among the studies that a filter keeps; the most frequent values of each."""
    answer = store.ask(wanted, limit=0)
    first, second = (
        _side(store, wanted, name, answer.facets[name], most) for name in (down, across)
    )
    pairs = store.cross(wanted, down, across)
    kept = {pair: n for pair, n in pairs.items() if pair[0] in first and pair[1] in second}
    return Crossing(first, second, kept, answer.rows)


def chance_of_so_few(times: int, first: int, second: int, of: int) -> float:
    """The chance that two random sets of studies share so few, or fewer.

    >>> round(chance_of_so_few(0, 10, 20, 100), 4)
    0.0951
    >>> chance_of_so_few(10, 10, 20, 100)
    1.0
    """
    lowest = max(0, first + second - of)
    terms = (_hypergeometric(shared, first, second, of) for shared in range(lowest, times + 1))
    return min(1.0, sum(terms)) if times < min(first, second) else 1.0


def _hypergeometric(shared: int, first: int, second: int, of: int) -> float:
    ways = _choices(first, shared) + _choices(of - first, second - shared) - _choices(of, second)
    return exp(ways)


def _choices(of: int, some: int) -> float:
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)


def _holm(gaps: Sequence[Gap], looked_at: int) -> list[Gap]:
    """Gaps with the smallest chance first, corrected for how many pairs were looked at."""
    corrected, worst = [], 0.0
    for rank, gap in enumerate(gaps):
        worst = max(worst, min(1.0, gap.chance * max(looked_at - rank, 1)))
        corrected.append(Gap(gap.down, gap.across, gap.studies, gap.expected, gap.chance, worst))
    return corrected


def _side(
    store: Store, wanted: Filter, name: str, counts: Mapping[str, int], most: int
) -> dict[str, int]:
    """The values of a side: those chosen, else all that the catalogue knows, used or not."""
    values = wanted.chosen.get(name) or store.known[name]
    side = in_order(BY_NAME[name], {value: counts.get(value, 0) for value in values})
    side = {value: n for value, n in side.items() if n or value != MISSING}
    return side if BY_NAME[name].ordered else dict(list(side.items())[:most])
