"""Shares with their interval: what of a sample was right, or had a property."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from raredx.statistics.estimate import UNKNOWN, Estimate, Z


@dataclass(frozen=True)
class Share:
    """So many of so many, with Wilson's 95 % interval, which is right for small numbers too."""

    part: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; of nothing it is not a number."""
        return self.part / self.of if self.of else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """The interval.

        >>> tuple(round(bound, 3) for bound in Share(97, 100).interval)
        (0.915, 0.99)
        """
        if not self.of:
            return 0.0, 1.0
        scale = 1 + Z**2 / self.of
        centre = (self.value + Z**2 / (2 * self.of)) / scale
        room = self.value * (1 - self.value) / self.of + Z**2 / (4 * self.of**2)
        half = Z * sqrt(room) / scale
        return max(0.0, centre - half), min(1.0, centre + half)

    @property
    def estimate(self) -> Estimate:
        """Both together; of nothing it is unknown.

        >>> Share(0, 0).estimate
        Estimate(value=nan, low=nan, high=nan)
        """
        return Estimate(self.value, *self.interval) if self.of else UNKNOWN

    def __str__(self) -> str:
        if not self.of:
            return "of none"
        low, high = self.interval
        return (
            f"{self.value:.1%} ({self.part:,} of {self.of:,};"
            f" 95 % CI {100 * low:.1f} to {100 * high:.1f})"
        )


def share(part: int, of: int) -> Share:
    """A share with its interval.

    >>> print(share(97, 100))
    97.0% (97 of 100; 95 % CI 91.5 to 99.0)
    """
    return Share(part, of)
