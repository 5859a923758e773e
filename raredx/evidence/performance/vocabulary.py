"""The metrics that a cell can name, from `metrics.toml`, and which pieces of a cell name one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from raredx.evidence.performance.tokens import Token

Unit = Literal["fraction", "distance", "error", "number"]

_HERE = Path(__file__).parent
_HYPHENS = re.compile(r"[-_\s]+")


@dataclass(frozen=True)
class Metric:
    """A metric: what it measures in, between which bounds, and which side is better."""

    name: str
    quality: bool
    unit: Unit
    low: float
    high: float
    better: Literal["higher", "lower"]
    aside: bool


@dataclass(frozen=True)
class Vocabulary:
    """The metrics by their spellings, and by the symbols whose case counts."""

    spellings: dict[tuple[str, ...], Metric]
    symbols: dict[str, Metric]


@cache
def vocabulary() -> Vocabulary:
    """All metrics, by what names them."""
    listed = tomllib.loads((_HERE / "metrics.toml").read_text(encoding="utf-8"))["metric"]
    spellings: dict[tuple[str, ...], Metric] = {}
    symbols: dict[str, Metric] = {}
    for entry in listed:
        unit = entry.get("unit", "fraction")
        low, high = entry.get("range", (0, 1) if unit == "fraction" else (0, float("inf")))
        metric = Metric(
            name=entry["name"],
            quality=entry.get("quality", True),
            unit=unit,
            low=low,
            high=high,
            better=entry.get("better", "higher"),
            aside=entry.get("aside", False),
        )
        spellings |= {_singular(_parts(spelling)): metric for spelling in entry["spellings"]}
        symbols |= dict.fromkeys(entry.get("symbols", ()), metric)
    return Vocabulary(spellings, symbols)


@cache
def metrics() -> dict[str, Metric]:
    """All metrics by name.

    >>> metrics()["false positive rate"].better
    'lower'
    """
    known = vocabulary()
    return {metric.name: metric for metric in (*known.spellings.values(), *known.symbols.values())}


@cache
def words(role: str) -> frozenset[str]:
    """The words of a role in `words.toml`."""
    listed = tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))[role]
    return frozenset(listed["words"] if isinstance(listed, dict) else listed)


@cache
def word_map(role: str) -> dict[str, str | list[str]]:
    """The words of a role and what each stands for, in the order of `words.toml`."""
    listed = tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))[role]
    assert isinstance(listed, dict)
    return listed


def named_at(pieces: Sequence[Token], at: int) -> tuple[Metric, int] | None:
    """The metric that the words at a place name, and where its name ends.

    The longest name counts: "average precision" is no precision.
    """
    known = vocabulary()
    first = _parts(pieces[at].text)
    for skipped in range(len(first)):  # "macro-F1": a name may end a word
        parts, ends = first[skipped:], {}
        ends[len(parts)] = at + 1
        for place in range(at + 1, min(at + 9, len(pieces))):
            if pieces[place].kind not in ("word", "number") or not _near(pieces, place):
                break
            parts = parts + _parts(pieces[place].text)
            ends[len(parts)] = place + 1
        for length in sorted(ends, reverse=True):
            if metric := known.spellings.get(_singular(parts[:length])):
                return metric, ends[length]
    return None


def symbol_at(pieces: Sequence[Token], at: int) -> Metric | None:
    """The metric whose symbol stands at a place; one letter needs a relation after it."""
    metric = vocabulary().symbols.get(pieces[at].text)
    at += at + 1 < len(pieces) and pieces[at + 1].text.startswith("@")  # "mAP@0.5"
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if metric is None or after is None:
        return None
    if len(pieces[at].text) == 1:
        return metric if after.text in ("=", "<", ">", "≤", "≥", "~") else None
    if after.kind == "number" or after.text in ("=", ":", "<", ">", "≤", "≥", "~", "/"):
        return metric
    opened = after.text == "(" and at + 2 < len(pieces) and pieces[at + 2].kind == "number"
    return metric if opened else None


def _near(pieces: Sequence[Token], place: int) -> bool:
    return pieces[place].start - pieces[place - 1].end <= 1 and not pieces[place].percent


def _singular(parts: list[str]) -> tuple[str, ...]:
    last = parts[-1]
    if last.endswith("ies"):
        last = last[:-3] + "y"
    elif len(last) > 3 and last.endswith("s") and not last.endswith("ss"):
        last = last[:-1]
    return (*parts[:-1], last)


def _parts(text: str) -> list[str]:
    plain = text.casefold().replace("\u2019", "'")
    return [part for part in _HYPHENS.split(plain) if part]
