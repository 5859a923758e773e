"""Parts of a PubMed search as values: each is written out for PubMed and tried on a text here.

The trial imitates PubMed as far as its user guide tells: letters' case, accents and punctuation do
not count, a phrase stands in its order, a proximity search in any order, `*` ends a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Clause(Protocol):
    """A part of a search."""

    def matches(self, flat: str) -> bool:
        """Whether a text, made flat, has it."""


def flatten(text: str) -> str:
    """A text as words between blanks, without case, accents and punctuation.

    >>> flatten("Budd–Chiari (U-Net)")
    ' budd chiari u net '
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " " + "".join(f"{word} " for word in re.findall(r"[^\W_]+", letters))


@dataclass(frozen=True)
class Words:
    """A word or a phrase in one field. With `within`, its words near each other in any order.

    >>> print(Words("U-Net"), Words("facial dysmorphism", within=0), Words("neural network*"))
    "U-Net"[tiab] "facial dysmorphism"[tiab:~0] "neural network*"[tiab]
    """

    text: str
    within: int | None = None
    tag: str = "tiab"

    def __str__(self) -> str:
        near = "" if self.within is None else f":~{self.within}"
        return f'"{self.text}"[{self.tag}{near}]'

    def matches(self, flat: str) -> bool:
        """Whether a flat text has the words. Subject headings are not in the text: never.

        >>> Words("Crohn disease", within=1).matches(flatten("In Crohn's disease, ..."))
        True
        """
        if self.tag != "tiab":
            return False
        wanted = flatten(self.text)
        if self.text.endswith("*"):
            return wanted[:-1] in flat
        if self.within is None or wanted in flat:
            return wanted in flat
        words = wanted.split()
        return all(f" {word} " in flat for word in words) and self._near(words, flat.split())

    def _near(self, wanted: list[str], words: list[str]) -> bool:
        """Whether all the words wanted stand in one stretch of the text."""
        stretch = len(wanted) + (self.within or 0)
        starts = (at for at, word in enumerate(words) if word in wanted)
        return any(
            all(part.count(word) >= wanted.count(word) for word in wanted)
            for at in starts
            if (part := words[at : at + stretch])
        )


@dataclass(frozen=True)
class AnyOf:
    """At least one of some clauses.

    >>> print(AnyOf((Words("ViT"), Words("vision transformer*"))))
    ("ViT"[tiab] OR "vision transformer*"[tiab])
    """

    parts: tuple[Clause, ...]

    def __str__(self) -> str:
        return _joined(self.parts, " OR ")

    def matches(self, flat: str) -> bool:
        """Whether a flat text has one of them."""
        return any(part.matches(flat) for part in self.parts)


@dataclass(frozen=True)
class AllOf:
    """All of some clauses.

    >>> print(AllOf((Words("ViT"), Words("image*"))))
    ("ViT"[tiab] AND "image*"[tiab])
    """

    parts: tuple[Clause, ...]

    def __str__(self) -> str:
        return _joined(self.parts, " AND ")

    def matches(self, flat: str) -> bool:
        """Whether a flat text has every one of them."""
        return all(part.matches(flat) for part in self.parts)


def any_of(parts: Iterable[Clause]) -> Clause:
    """One of some clauses: brackets in brackets are opened, repeated clauses count once.

    >>> print(any_of([Words("YOLO"), any_of([Words("YOLO"), Words("ViT")])]))
    ("YOLO"[tiab] OR "ViT"[tiab])
    """
    opened = [inner for part in parts for inner in _inside(part, AnyOf)]
    distinct = tuple(dict.fromkeys(opened))
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)


def all_of(parts: Iterable[Clause]) -> Clause:
    """All of some clauses: brackets in brackets are opened, repeated clauses count once."""
    opened = [inner for part in parts for inner in _inside(part, AllOf)]
    distinct = tuple(dict.fromkeys(opened))
    return distinct[0] if len(distinct) == 1 else AllOf(distinct)


def _inside(part: Clause, kind: type[AnyOf] | type[AllOf]) -> tuple[Clause, ...]:
    return part.parts if isinstance(part, kind) else (part,)


def _joined(parts: tuple[Clause, ...], word: str) -> str:
    return f"({word.join(str(part) for part in parts)})" if len(parts) > 1 else str(parts[0])
