"""What an abbreviation stands for, read from the text that defines it: "long form (ABBR)".

The search goes backwards from the bracket, as Schwartz and Hearst (2003) do: the characters of the
abbreviation must appear in order in the words before it, the first at the start of a word. Words
that begin with just those letters come first: else one word might give "IIP" two of its letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_BRACKET = re.compile(r"\(([^()]{2,40})\)")
_SHORT = re.compile(r"[A-Za-z0-9][\w\-/]{1,11}")
_WORD = re.compile(r"[^\s,;:.()\[\]]+")
_PART = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;:]\s")
_REACH = 300  # characters before the bracket


def definitions(text: str) -> dict[str, str]:
    """Abbreviations defined in a text and their long forms.

    >>> definitions("We study retinopathy of prematurity (ROP) and cystic fibrosis (CF).")
    {'ROP': 'retinopathy of prematurity', 'CF': 'cystic fibrosis'}
    >>> definitions("an idiopathic interstitial pneumonia (IIP)")
    {'IIP': 'idiopathic interstitial pneumonia'}
    """
    found: dict[str, str] = {}
    for bracket in _BRACKET.finditer(text):
        inside = re.split(r"[,;]", bracket.group(1))[0].strip()
        if _is_short_form(inside):
            before = text[: bracket.start()][-_REACH:]
            long_form = _initials(inside, before) or _long_form(inside, before)
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


def _letters(short: str) -> list[str]:
    return [letter for letter in short.removesuffix("s").casefold() if letter.isalnum()]


def _initials(short: str, text: str) -> str | None:
    """The words right before the bracket, if they begin with the abbreviation's letters."""
    letters = _letters(short)
    parts = list(_PART.finditer(text))[-len(letters) :]
    if [part.group()[0].casefold() for part in parts] != letters:
        return None
    long_form = text[parts[0].start() :].strip()
    return None if _BREAK.search(long_form) else long_form


def _long_form(short: str, text: str) -> str | None:
    """The shortest run of words right before the bracket that spells the abbreviation."""
    letters = _letters(short)
    words = list(_WORD.finditer(text))
    most = min(len(letters) + 5, 2 * len(letters) + 1)
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
    if not 1 <= len(used) <= most or len(long_form) <= len(short) or _BREAK.search(long_form):
        return None
    return long_form
