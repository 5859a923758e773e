"""Values read: a number with its relation, spread, range, unit and interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from raredx.evidence.performance.intervals import with_interval
from raredx.evidence.performance.tokens import Token
from raredx.evidence.performance.vocabulary import words
from raredx.evidence.performance.written import DASHES, Written, is_number, text_at

_RELATIONS = ("<", ">", "≤", "≥", "~")


def written_at(
    pieces: Sequence[Token], at: int, *, ranges: bool = True
) -> tuple[Written, int] | None:
    """The value that starts at a place, and where it ends; without `ranges` "a to b" are two.

    >>> from raredx.evidence.performance.tokens import tokens
    >>> value, end = written_at(tokens(">95.2±1.3% (95% CI 92-97)"), 0)
    >>> value.relation, value.number.value, value.spread.value, value.high.value, value.level
    ('>', 95.2, 1.3, 97.0, 0.95)
    """
    place, relation, sign = at, "=", ""
    if text_at(pieces, place) in _RELATIONS:
        relation, place = pieces[place].text, place + 1
        if text_at(pieces, place) == "=":
            place += 1
    if text_at(pieces, place) in ("+", "-") and _adjoins(pieces, place):
        sign, place = pieces[place].text, place + 1
    if not is_number(pieces, place):
        return None
    value = Written(pieces[at].start, pieces[place].end, pieces[place], relation, sign)
    value, place = _spread(pieces, place + 1, value)
    value, place = _range(pieces, place, value) if ranges else (value, place)
    value, place = _unit(pieces, place, value)
    before = place
    value, place = with_interval(pieces, place, value)
    if place > before and not value.opened:
        value, place = _spread(pieces, place, value)
    return value, place


def _spread(pieces: Sequence[Token], at: int, value: Written) -> tuple[Written, int]:
    """±0.02, (±0.02) or (SD 0.02)."""
    place = at + (text_at(pieces, at) == "(")
    if value.spread is not None or not (
        text_at(pieces, place) == "±"
        or (place > at and text_at(pieces, place).casefold() in ("sd", "std"))
    ):
        return value, at
    place += 1
    if text_at(pieces, place) in ("=", ":"):
        place += 1
    if not is_number(pieces, place):
        return value, at
    spread, end = pieces[place], place + 1
    if text_at(pieces, at) == "(":
        if text_at(pieces, end) != ")":
            return value, at
        end += 1
    return replace(value, spread=spread, end=pieces[end - 1].end), end


def _range(pieces: Sequence[Token], at: int, value: Written) -> tuple[Written, int]:
    if text_at(pieces, at) not in DASHES or not is_number(pieces, at + 1):
        return value, at
    other = pieces[at + 1]
    low, high = _same_scale(value.number, other)
    if low >= high or value.spread is not None or value.sign:
        return value, at
    return replace(value, to=other, end=other.end), at + 2


def _same_scale(first: Token, last: Token) -> tuple[float, float]:
    """Two ends in one scale: "81-82%" are two percentages, "0.9-95%" are not."""
    if first.percent and not last.percent:
        return first.value / 100, last.value
    return first.value, last.value


def _unit(pieces: Sequence[Token], at: int, value: Written) -> tuple[Written, int]:
    text = text_at(pieces, at).casefold()
    if text not in words("unit") or pieces[at].start - value.end > 1 or value.percent:
        return value, at
    if text in ("d", "l", "m", "g", "s", "h") and pieces[at].text != text:
        return value, at
    return replace(value, unit=text, end=pieces[at].end), at + 1


def _adjoins(pieces: Sequence[Token], at: int) -> bool:
    """Whether a sign belongs to the number after it: in "Recall-90%" it does not."""
    hangs_on = at > 0 and pieces[at - 1].kind == "word" and pieces[at - 1].end == pieces[at].start
    return is_number(pieces, at + 1) and pieces[at + 1].start == pieces[at].end and not hangs_on
