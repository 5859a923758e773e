"""Names of diseases compared by the words that tell diseases apart."""

from __future__ import annotations

import re

_SMALL = frozenset(
    {"and", "disease", "disorder", "due", "in", "of", "syndrome", "the", "to", "type", "with"}
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
          "ix": "9", "x": "10"}  # fmt: skip
_NUMERAL = re.compile(r"(viii|vii|vi|v|iv|ix|iii|ii|i|x)([a-h]?)")
_SURELY_NUMERAL = re.compile(r"(?:viii|vii|vi|iv|ix|iii|ii)[a-h]?(?<!via)")
_OPPOSITES = re.compile(r"^(hypo|hyper|macro|micro|brachy|dolicho|ante|post|intra|extra)")


def core_of(key: str) -> str:
    """The words of a `plain_name` that matter, sorted, with Arabic numbers.

    >>> core_of("mucopolysaccharidosis type iiia") == core_of("type 3a mucopolysaccharidosis")
    True
    >>> core_of("syndrome of noonan"), core_of("trisomy x syndrome")
    ('noonan', 'trisomy x')
    """
    words = key.split()
    told = [
        _arabic(word)
        if "type" in words[max(at - 1, 0) : at] or _SURELY_NUMERAL.fullmatch(word)
        else word
        for at, word in enumerate(words)
    ]
    return " ".join(sorted(set(told) - _SMALL))


def without_numbers(core: str) -> str:
    """A core without what tells its types apart.

    >>> without_numbers("13 noonan")
    'noonan'
    """
    return " ".join(word for word in core.split() if not _tells_types_apart(word))


def is_misspelt(core: str, other: str) -> bool:
    """Whether two cores differ by slips of the hand alone.

    Every word has its fellow, with the same first letter and at most one slip, or two in a long
    word. Short words, numbers, and beginnings that turn the meaning must be the same.

    >>> is_misspelt("cornelia de lange", "cornela de lange")
    True
    >>> is_misspelt("hypokalemic paralysis", "hyperkalemic paralysis"), is_misspelt("1 x", "2 x")
    (False, False)
    """
    left, right = set(core.split()) - set(other.split()), set(other.split()) - set(core.split())
    if len(left) != len(right) or len(core.split()) != len(other.split()):
        return False
    for word in left:
        fellow = next((one for one in sorted(right) if _is_slip(word, one)), None)
        if fellow is None:
            return False
        right.remove(fellow)
    return True


def _is_slip(word: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    if word[0] != other[0] or _tells_types_apart(word) or _tells_types_apart(other):
        return False
    if _beginning(word) != _beginning(other):
        return False
    slips = 2 if min(len(word), len(other)) > 8 else 1
    return OSA.distance(word, other, score_cutoff=slips) <= slips


def _beginning(word: str) -> str:
    found = _OPPOSITES.match(word)
    return found[1] if found else ""


def _tells_types_apart(word: str) -> bool:
    return len(word) < 4 or any(letter.isdigit() for letter in word)


def _arabic(word: str) -> str:
    found = _NUMERAL.fullmatch(word)
    return _ROMAN[found[1]] + found[2] if found else word
