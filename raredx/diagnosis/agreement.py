"""How far two models agree about one image: in the order of conditions, and in their sets."""

from __future__ import annotations

from dataclasses import dataclass

from raredx.diagnosis.prediction import Differential
from raredx.words import count

ONE_IMAGE = (
    "One image says nothing about which model is better: that takes many people, whom neither was"
    " fitted on."
)
_FEWEST = 3  # conditions from which an order can agree


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What two answers have in common."""

    shared: tuple[str, ...]
    """Conditions that both models know, by the first one's order."""
    correlation: float | None
    """Rank correlation of their probabilities; None where too few are shared."""
    both: frozenset[str]
    """Conditions in both sets."""
    either: frozenset[str]
    """Shared conditions in one set at least."""
    same_first: bool

    @property
    def told(self) -> str:
        """In words."""
        first = "The first answer is the same" if self.same_first else "The first answers differ"
        if not self.shared:
            return f"{first}: the models share no condition."
        order = (
            f"over {count(len(self.shared), 'shared condition')} the order agrees to"
            f" {self.correlation:.2f} (rank correlation; 1 is the same, 0 unrelated)"
            if self.correlation is not None
            else f"{count(len(self.shared), 'shared condition')} are too few to compare an order"
        )
        sets = (
            f"their sets share {len(self.both):,} of {count(len(self.either), 'condition')}"
            if self.either
            else "there are no sets to compare"
        )
        return f"{first}; {order}; {sets}."


def agreement(one: Differential, other: Differential) -> Agreement:
    """What two answers about the same image have in common.

    Sets are compared over the conditions that both models know.
    """
    from scipy.stats import spearmanr

    sides = [{each.name: each.probability for each in found.ranked} for found in (one, other)]
    shared = tuple(name for name in sides[0] if name in sides[1])
    correlation = None
    if len(shared) >= _FEWEST:
        columns = [[side[name] for name in shared] for side in sides]
        correlation = float(spearmanr(*columns).statistic)
    return Agreement(
        shared=shared,
        correlation=correlation,
        both=one.held & other.held,
        either=(one.held | other.held) & {*shared},
        same_first=one.ranked[0].name == other.ranked[0].name,
    )
