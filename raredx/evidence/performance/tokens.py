"""A cell cut into numbers, words and marks; every piece knows where in the cell it stands.

Full-width characters and odd blanks are made ordinary one for one, so that places stay places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "word", "mark", "break"]

_ALIKE = {
    **dict.fromkeys("\u2212\u2010\u2011", "-"),
    **dict.fromkeys("\u2014", "–"),
    **dict.fromkeys("\u223c\u2248\u2053", "~"),
    "\u3001": ",",
    "\u3002": ".",
}
_ATTACHED = r"(?:mm|cm|[μu]m|nm|ms|s|sec|min|h|HU|px|dB|m[lL]|fps|GB|MB|Hz|pp|years?)\d?\b"
_THING = r"(?:T|D|d|G|q|p|th|st|nd|rd|x|×|class|way|shot|fold)(?![a-z])"
_PIECES = re.compile(
    rf"""
    (?P<tag><\s*/?\s*\w+\s*/?\s*>|[\n\r•·●▪])
  | (?P<threshold>@\s?(?:[A-Za-z]+\s?[=:>≥]?\s?)?\[?\d*\.?\d+(?:[-:]\d*\.?\d+)*\]?)
  | (?P<sized>\d+\s?[×x]\s?\d+(?:\s?[×x]\s?\d+)*)
  | (?P<thing>\d+(?:\.\d+)?{_THING}[\w-]*
      | \d+(?:\.\d+)?-(?=[^\W\d_])[\w-]+
      | \d+(?![\w.]*[eE][-+]?\d)(?!{_ATTACHED})(?=[^\W\d_])[\w-]+)
  | (?P<number>(?:\d{{1,3}}(?:,\d{{3}})+(?![\d.])|0,\d{{2,}}|\d+(?:\.\d+)?|\.\d+)
      (?:[eE][-+]?\d+)?(?:\s?%)?)
  | (?P<word>[^\W\d_][\w'\u2019²]*(?:-(?!\d+\.\d)(?!\d+\s?%)(?=\w)[\w'\u2019]+)*)
  | (?P<full>\.)
  | (?P<mark>\+/-|>=|<=|->|[^\s\w])
    """,
    re.VERBOSE,
)
_MARKS = {"+/-": "±", ">=": "≥", "<=": "≤", "->": "→", "{": "(", "}": ")", "[": "(", "]": ")"}
_NOT_LAST = {
    "vs",
    "e.g",
    "i.e",
    "al",
    "fig",
    "figs",
    "approx",
    "ca",
    "resp",
    "no",
    "suppl",
    "dr",
} | {
    *("acc", "sens", "spec", "prec", "avg", "max", "min", "std", "st", "mr", "inc"),
}


@dataclass(frozen=True)
class Token:
    """A piece of a cell; of a number that nobody bound, `why` says the reason."""

    kind: Kind
    text: str
    start: int
    end: int
    why: str = ""

    @property
    def value(self) -> float:
        """What a number says, in the unit in which it is written."""
        digits = self.text.rstrip(" %\u00a0")
        if digits.startswith("0,"):
            return float(digits.replace(",", "."))
        return float(digits.replace(",", ""))

    @property
    def percent(self) -> bool:
        """Whether a number is a percentage."""
        return self.kind == "number" and self.text.endswith("%")

    @property
    def whole(self) -> bool:
        """Whether a number is written without decimals."""
        return self.text.rstrip(" %\u00a0").isdigit()


def tokens(cell: str) -> list[Token]:
    """The pieces of a cell, in order.

    >>> [piece.text for piece in tokens("VGG-16: AUC=0.93±0.02 (95.5 %)")]
    ['VGG-16', ':', 'AUC', '=', '0.93', '±', '0.02', '(', '95.5 %', ')']
    """
    text = ordinary(cell)
    return list(_enumerators_out(_pieces(text), text))


def ordinary(cell: str) -> str:
    r"""A cell of the same length in ordinary characters.

    >>> ordinary("AUC\uff1a\uff10.9\u00a0\u2248")
    'AUC:0.9 ~'
    """
    return "".join(map(_ordinary, cell))


def _ordinary(character: str) -> str:
    alike = _ALIKE.get(character) or unicodedata.normalize("NFKC", character)
    alike = _ALIKE.get(alike, alike)
    if len(alike) != 1 or unicodedata.category(alike) == "Cf":
        return character if len(alike) != 1 else " "
    return alike


def _pieces(text: str) -> Iterator[Token]:
    last: Token | None = None
    for match in _PIECES.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if kind == "full" and not _ends_sentence(text, match.start(), last):
            continue
        if kind in ("tag", "full"):
            token = Token("break", piece, *match.span())
        elif kind == "number":
            token = Token("number", piece, *match.span())
        elif kind == "mark":
            token = Token("mark", _mark(text, match), *match.span())
        else:
            token = Token("word", piece, *match.span())
        last = token
        yield token


def _mark(text: str, match: re.Match[str]) -> str:
    """A mark in its usual form; a dash between blanks that joins no numbers parts like ";"."""
    mark = _MARKS.get(match.group(), match.group())
    if mark not in "-–":
        return mark
    apart = text[: match.start()][-1:] in ("", " ") and text[match.end() :][:1] == " "
    numbers = re.search(r"[\d%]\s*$", text[: match.start()]) and re.match(
        r"\s*[\d.]", text[match.end() :]
    )
    return ";" if apart and not numbers else mark


def _ends_sentence(text: str, at: int, last: Token | None) -> bool:
    after = text[at + 1 :]
    if not after.strip() or last is None:
        return bool(last)
    if not after[0].isspace() and after[0] not in "<•":
        return bool(re.match(r"[A-Z][a-z]+ ", after)) and last.kind == "number"
    return last.text.casefold() not in _NOT_LAST


def _enumerators_out(pieces: Iterator[Token], text: str) -> Iterator[Token]:
    """Turn "1." and "2)" at the start of a clause into a break."""
    listed = list(pieces)
    for at, token in enumerate(listed):
        before = listed[at - 1] if at else None
        after = listed[at + 1] if at + 1 < len(listed) else None
        starts = before is None or before.kind == "break" or before.text in (";", ":")
        if (
            starts
            and after is not None
            and re.fullmatch(r"\d{1,2}", token.text)
            and (after.kind == "break" or after.text == ")")
            and re.match(r"[.)]\s*[^\d\s]", text[token.end :])
        ):
            yield Token("break", token.text, token.start, token.end)
        elif not (
            token.text == ")"
            and before
            and re.match(r"\d{1,2}\)", text[before.start :])
            and _opened(listed[:at]) < 1
        ):
            yield token


def _opened(pieces: list[Token]) -> int:
    return sum((piece.text == "(") - (piece.text == ")") for piece in pieces)
