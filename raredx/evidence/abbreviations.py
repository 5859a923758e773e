"""What an abbreviation stands for, read from the text that defines it: "long form (ABBR)".

The search goes backwards from the bracket, as Schwartz and Hearst (2003) do: the characters of the
abbreviation must appear in order in the words before it, the first at the start of a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_BRACKET = re.compile(r"\(([^()]{2,40})\)")
_SHORT = re.compile(r"[A-Za-z0-9][\w\-/]{1,11}")
_WORD = re.compile(r"[^\s,;:.()\[\]]+")


def definitions(text: str) -> dict[str, str]:
    """Abbreviations defined in a text and their long forms.

    >>> definitions("We study retinopathy of prematurity (ROP) and cystic fibrosis (CF).")
    {'ROP': 'retinopathy of prematurity', 'CF': 'cystic fibrosis'}
    """
    found: dict[str, str] = {}
    for bracket in _BRACKET.finditer(text):
        inside = re.split(r"[,;]", bracket.group(1))[0].strip()
        if _is_short_form(inside):
            long_form = _long_form(inside, text[: bracket.start()])
            if long_form:
                found.setdefault(inside, long_form)
    return found


def most_usual(all_definitions: Iterable[dict[str, str]]) -> dict[str, tuple[str, int, int]]:
    """The most frequent long form of each abbreviation, how often it is that one, how often any.

    >>> most_usual([{"MS": "multiple sclerosis"}, {"MS": "Multiple sclerosis"}, {"MS": "mass"}])
    {'MS': ('multiple sclerosis', 2, 3)}
    """
    counted: dict[str, Counter[str]] = {}
    for one in all_definitions:
        for short, long_form in one.items():
            counted.setdefault(short, Counter())[long_form.casefold()] += 1
    return {
        short: (*counter.most_common(1)[0], counter.total())
        for short, counter in sorted(counted.items())
    }


def _is_short_form(text: str) -> bool:
    return bool(_SHORT.fullmatch(text)) and any(letter.isupper() for letter in text)


def _long_form(short: str, before: str) -> str | None:
    """The shortest run of words right before the bracket that spells the abbreviation."""
    letters = [letter for letter in short.removesuffix("s").casefold() if letter.isalnum()]
    words = list(_WORD.finditer(before[-300:]))
    most = min(len(letters) + 5, 2 * len(letters) + 1)
    text = before[-300:]
    at, letter = len(text) - 1, len(letters) - 1
    while letter >= 0:
        while at >= 0 and not (
            text[at].casefold() == letters[letter]
            and (letter > 0 or at == 0 or not text[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
        at -= 1
        letter -= 1
    start = at + 1
    used = [word for word in words if word.start() >= start]
    long_form = text[start:].strip()
    if (
        not 1 <= len(used) <= most
        or len(long_form) <= len(short)
        or re.search(r"[.;:]\s", long_form)
    ):
        return None
    return long_form
