"""Intervals: (95% CI 0.8-0.9), [0.8, 0.9], or 95% CI: 0.8 to 0.9 without brackets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from raredx.evidence.performance.tokens import Token
from raredx.evidence.performance.written import DASHES, Written, is_number, text_at

_NAMES = {"ci", "cis", "c.i", "cri", "confidence"}
_LEVELS = (68, 90, 95, 97.5, 99, 99.9)


def interval_at(pieces: Sequence[Token], at: int) -> tuple[Written, int] | None:
    """An interval that stands apart from its value: "90% accuracy (95% CI 0.8-0.9)"."""
    level, place, named = _level(pieces, at)
    ends = _two_numbers(pieces, place)
    if not named or ends is None:
        return None
    low, high = ends
    return Written(pieces[at].start, high.end, low, low=low, high=high, level=level), place + 3


def level_at(pieces: Sequence[Token], at: int) -> int:
    """How many pieces from here on name an interval, "95% CI", without giving one."""
    _, place, named = _level(pieces, at)
    return place - at if named else 0


def with_interval(pieces: Sequence[Token], at: int, value: Written) -> tuple[Written, int]:
    """(95% CI 0.8-0.9), [0.8, 0.9], and 95% CI: 0.8 to 0.9 without brackets."""
    place = at
    if text_at(pieces, place) in (",", ";") and level_at(pieces, place + 1):
        place += 1
    opened = text_at(pieces, place) == "("
    place += opened
    level, place, named = _level(pieces, place)
    if not (named or opened):
        return value, at
    if named and text_at(pieces, place) == "±" and is_number(pieces, place + 1):
        place += 2
        changed = replace(value, spread=pieces[place - 1], level=level)
        return _closed(pieces, place, changed, opened)
    inner = named and text_at(pieces, place) == "("
    place += inner
    ends = _two_numbers(pieces, place)
    if ends is None or not (named or _contains(value, *ends)):
        return value, at
    place += 3
    if inner:
        if text_at(pieces, place) != ")":
            return value, at
        place += 1
    changed = replace(value, low=ends[0], high=ends[1], level=level)
    if not named and text_at(pieces, place) not in (")", ",", ";"):
        return value, at
    return _closed(pieces, place, changed, opened)


def _closed(
    pieces: Sequence[Token], place: int, value: Written, opened: bool
) -> tuple[Written, int]:
    if opened and text_at(pieces, place) == ")":
        return replace(value, end=pieces[place].end), place + 1
    return replace(value, end=pieces[place - 1].end, opened=opened), place


def _level(pieces: Sequence[Token], at: int) -> tuple[float | None, int, bool]:
    """95% CI, CI 95%, 95% confidence interval, CI."""
    level, place, named = None, at, False
    for _ in range(4):
        text = text_at(pieces, place).casefold()
        if text in _NAMES or (named and text in ("interval", "intervals")):
            named, place = True, place + 1
        elif is_number(pieces, place) and pieces[place].percent and level is None:
            if pieces[place].value not in _LEVELS:
                break
            if named and text_at(pieces, place + 1) in DASHES:
                break  # CI 95%-97%
            level, place = pieces[place].value / 100, place + 1
        else:
            break
    while named and text_at(pieces, place) in (":", "=", ",", "of"):
        place += 1
    return (level, place, named) if named else (None, at, False)


def _two_numbers(pieces: Sequence[Token], at: int) -> tuple[Token, Token] | None:
    if (
        is_number(pieces, at)
        and text_at(pieces, at + 1) in (*DASHES, ",", ";", "and")
        and is_number(pieces, at + 2)
    ):
        return pieces[at], pieces[at + 2]
    return None


def _contains(value: Written, low: Token, high: Token) -> bool:
    """Whether a bare bracket of two numbers can be the interval of the value before it."""
    if value.to is not None or (low.whole and high.whole and not value.percent):
        return False
    return low.value <= value.number.value <= high.value and not (low.percent and not value.percent)
