"""Small explicit vocabularies: which words in a cell give which tag, and nothing else does.

Each is a file in `vocabularies/`, an ordered list of tags with patterns. A finding keeps the rule
that gave it and where in the cell, so that a reader can check it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("vocabularies")
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0xFEFF])
_NOT_REPORTED = {"", "none", "nr", "n/a", "na", "not reported", "not specified", "dia"}
_CLAUSES = re.compile(r"[;,.+()、。]|\band\b|\bbut\b")


@dataclass(frozen=True)
class Finding:
    """A tag, and what gave it."""

    tag: str
    rule: str
    found: str


@dataclass(frozen=True)
class Term:
    """A tag and the patterns that give it."""

    tag: str
    patterns: tuple[re.Pattern[str], ...]
    deny: re.Pattern[str] | None
    only_alone: bool  # given up where any other term fits


def clean(text: object) -> str:
    """Text with full-width characters, odd blanks and invisible characters made ordinary.

    >>> clean("\uff2d\uff32\uff29\uff08T1\uff09\u200c\u00a0 scan")
    'MRI(T1) scan'
    """
    plain = unicodedata.normalize("NFKC", "" if text is None else str(text))
    return re.sub(r"\s+", " ", plain.translate(_INVISIBLE)).strip()


def is_reported(text: object) -> bool:
    """Whether a cell says anything: "NR" and "None" say nothing, and nothing is not zero.

    >>> is_reported("None"), is_reported(" NR "), is_reported("0")
    (False, False, True)
    """
    return clean(text).casefold() not in _NOT_REPORTED


@cache
def vocabulary(name: str) -> tuple[Term, ...]:
    """The terms of a vocabulary, in order."""
    listed = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    denials = [word for term in listed["term"] for word in term.get("deny", ())]
    deny = re.compile("|".join(denials), re.IGNORECASE) if denials else None
    return tuple(
        Term(
            tag=term["tag"],
            patterns=tuple(re.compile(p, re.IGNORECASE) for p in term["patterns"]),
            deny=deny,
            only_alone=term.get("only_alone", False),
        )
        for term in listed["term"]
    )


def find(name: str, text: object) -> list[Finding]:
    """The tags that a vocabulary finds in a cell, in the vocabulary's order.

    >>> [finding.tag for finding in find("modality", "MRI,SPECT")]
    ['MRI', 'Nuclear imaging']
    >>> [finding.tag for finding in find("validation", "5-fold CV; no external validation")]
    ['Cross-validation']
    """
    plain = clean(text)
    found = [finding for term in vocabulary(name) if (finding := _first(term, plain))]
    alone = {term.tag for term in vocabulary(name) if term.only_alone}
    if any(finding.tag not in alone for finding in found):
        found = [finding for finding in found if finding.tag not in alone]
    return found


def _first(term: Term, text: str) -> Finding | None:
    for pattern in term.patterns:
        for match in pattern.finditer(text):
            if term.deny is None or not term.deny.search(_before(text, match.start())):
                return Finding(term.tag, pattern.pattern, match.group())
    return None


def _before(text: str, at: int) -> str:
    """The words of the clause that stand before a place: there a denial stands."""
    return text[max((match.end() for match in _CLAUSES.finditer(text, 0, at)), default=0) : at]
