"""What a head is made from before any slider moves: age, sex, weight and ancestry-like shape."""

from __future__ import annotations

from dataclasses import dataclass

from raredx.errors import UserError

YEARS = (0.0, 1.0, 12.0, 25.0, 90.0)
"""The ages that the grid of head shapes was drawn for; between them it is linear."""
MALENESS = (0.0, 1.0)
WEIGHT = (0.0, 0.5, 1.0)
ANCESTRY = ("african", "asian", "european")
"""The source's names for three averages of shape; a build mixes them. Skin colour is apart."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """The coarse shape of a head.

    >>> Build(years=7).ancestry
    (0.3333333333333333, 0.3333333333333333, 0.3333333333333333)
    """

    years: float
    maleness: float = 0.5
    weight: float = 0.5
    ancestry: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3)

    def __post_init__(self) -> None:
        _within("age", self.years, YEARS[0], YEARS[-1])
        _within("maleness", self.maleness, 0, 1)
        _within("weight", self.weight, 0, 1)
        if min(self.ancestry) < 0 or sum(self.ancestry) <= 0:
            raise UserError(
                f"The ancestry {self.ancestry} is no mixture",
                remedy="Give three weights of 0 or more, not all 0",
            )

    def weights(self) -> list[tuple[int, float]]:
        """The places in the grid (years × maleness × weight × ancestry) that this build mixes.

        >>> Build(years=12, maleness=1, weight=0, ancestry=(0, 0, 2)).weights()
        [(47, 1.0)]
        """
        share = 1 / sum(self.ancestry)
        return [
            (((y * len(MALENESS) + m) * len(WEIGHT) + w) * len(ANCESTRY) + a, u * v * x * z * share)
            for y, u in _between(self.years, YEARS)
            for m, v in _between(self.maleness, MALENESS)
            for w, x in _between(self.weight, WEIGHT)
            for a, z in enumerate(self.ancestry)
            if z
        ]


def _between(value: float, knots: tuple[float, ...]) -> list[tuple[int, float]]:
    """The knots around a value, each with its share.

    >>> _between(3.75, (0, 1, 12))
    [(1, 0.75), (2, 0.25)]
    """
    low = max(i for i, knot in enumerate(knots[:-1]) if knot <= value)
    share = (value - knots[low]) / (knots[low + 1] - knots[low])
    return [(i, part) for i, part in ((low, 1 - share), (low + 1, share)) if part]


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise UserError(
            f"The {name} {value:g} is outside what the head can show",
            remedy=f"Choose a value from {low:g} to {high:g}",
        )
