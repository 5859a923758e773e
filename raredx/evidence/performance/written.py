"""A value as a cell writes it, before it is known of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from raredx.evidence.performance.tokens import Token

DASHES = ("-", "–", "~", "to")


@dataclass(frozen=True)
class Written:
    """A value as it is written; `number` is None in a range, which has only two ends."""

    start: int
    end: int
    number: Token
    relation: str = "="
    sign: str = ""
    spread: Token | None = None
    to: Token | None = None  # the other end of a range
    low: Token | None = None
    high: Token | None = None
    level: float | None = None
    unit: str = ""
    opened: bool = False  # a bracket that its interval opened is not closed yet

    @property
    def percent(self) -> bool:
        """Whether it is a percentage: the last number of a range says so for both."""
        return self.number.percent or any(
            token is not None and token.percent for token in (self.to, self.spread)
        )

    @property
    def shape(self) -> str:
        """What sort of number it is; only numbers of one sort share the name of a metric."""
        if self.unit:
            return self.unit
        if self.percent:
            return "%"
        return "whole" if self.number.whole else "over 1" if self.number.value > 1 else "decimal"


def is_number(pieces: Sequence[Token], at: int) -> bool:
    """Whether a number stands at a place."""
    return at < len(pieces) and pieces[at].kind == "number"


def text_at(pieces: Sequence[Token], at: int) -> str:
    """What stands at a place; "" behind the end."""
    return pieces[at].text if at < len(pieces) else ""
