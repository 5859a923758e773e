"""How a librarian would ask PubMed for a disease: short, near, in every spelling.

PubMed looks a quoted phrase up in an index of phrases and drops the quotes of one that is not
there. A proximity search (`[tiab:~0]`: these words side by side) needs no such index, which is
what PubMed's user guide advises for phrases it does not know. It takes no `*`, so that plurals and
spellings are written out.
"""

from __future__ import annotations

import re
import unicodedata

from raredx.evidence.search.clauses import Clause, Words, all_of, any_of

LONG = 6  # words from which a name is seldom written out in a title or an abstract

_STOPWORDS = {
    *("a", "an", "and", "as", "at", "by", "due", "for", "from", "in", "into", "of", "on"),
    *("or", "the", "to", "with"),
}
_GENERIC = {
    *("associated", "deficiency", "disease", "diseases", "disorder", "disorders", "form", "forms"),
    *("genetic", "isolated", "origin", "other", "rare", "related", "syndrome", "syndromes"),
}
_WEAK = _STOPWORDS | _GENERIC
_POSSESSIVE = re.compile("['\u2019]s\\b")
_WITHOUT = re.compile(r"\s+(?:with or )?without\s.*")
_JOINTS = re.compile(
    r",\s+(?:and\s+)?"
    r"|\s+(?:due to|caused by|associated with|secondary to|with|and|of|in|by|to|for|from)\s+"
    r"|-(?:related|associated)\s+"
    r"|\s+(?=type\s+\S+$)"
)
_INHERITED = re.compile(r"^(?:autosomal\s+(dominant|recessive)|(x)-linked)\s+", re.IGNORECASE)
# A hyphen that joins findings ("microcephaly-short stature syndrome"), not the halves of a word.
_FINDINGS = re.compile(r"(?<![A-Za-z]o)(?<!\b[A-Za-z\d])-(?=[a-z]{4})(?!onset|like|linked|cell)")
_BRITISH = (
    (r"(?<!a)emia\b", "aemia"),
    (r"\b(an|leuk|isch|ur|glyc)emic\b", r"\1aemic"),
    (r"\bhem(?=[ao])", "haem"),
    (r"\bHem(?=[ao])", "Haem"),
    (r"(?<!o)edema", "oedema"),
    (r"\besoph", "oesoph"),
    (r"\bEsoph", "Oesoph"),
    (r"umor\b", "umour"),
    (r"umors\b", "umours"),
)
_PLURAL = re.compile(r"(?:oma|umou?r|cyst|fistula|malformation)$")


def wording(name: str) -> Clause:
    """What to ask for instead of a name in quotes.

    >>> print(wording("Vestibular schwannoma"))
    ("Vestibular schwannoma"[tiab:~0] OR "Vestibular schwannomas"[tiab:~0])
    >>> print(wording("Crohn disease"))
    "Crohn disease"[tiab:~1]
    >>> print(wording("Combined immunodeficiency due to CARD11 deficiency"))
    ("Combined immunodeficiency"[tiab:~1] AND "CARD11"[tiab])
    """
    words = _words(name)
    if len(words) < LONG:
        return _spelt(words, within=_room(name, words))
    parts = [part for part in _parts(name) if _words(part)]
    return all_of(_part(part, alone=len(parts) == 1) for part in parts)


def _room(name: str, words: list[str]) -> int:
    """How many words may stand between those of a short name.

    PubMed reads the s of "Crohn's disease" as a word, written by many and left out by Orphanet.
    """
    eponym = len(words) > 1 and words[-1] in _GENERIC and words[-2].istitle()
    return max(len(_POSSESSIVE.findall(name)), int(eponym))


def _part(part: str, *, alone: bool) -> Clause:
    """A part of a long name: few words near each other, many anywhere in title or abstract."""
    words = _words(part) if alone else _stripped(_words(part))
    if len(words) <= 4:
        return _spelt(words, within=1)
    units = [_words(unit) for unit in part.split()]  # "limb-girdle" and "B-cell" stay together
    telling = [unit for unit in units if not all(_is_weak(word) for word in unit)]
    return all_of(_spelt(unit, within=0) for unit in telling or [words])


def _spelt(words: list[str], *, within: int) -> Clause:
    """Words in every spelling; a word alone takes `*` in place of its plural."""
    text = " ".join(words)
    if len(words) > 1:
        return any_of(Words(spelling, within=within) for spelling in _spellings(text, plural=True))
    star = "*" if text.endswith("oma") else ""
    return any_of(Words(spelling + star) for spelling in _spellings(text, plural=False))


def _spellings(text: str, *, plural: bool) -> list[str]:
    """A text as it is, without accents, British, and in the plural where that is usual."""
    spellings = [text, _without_accents(text)]
    spellings += [british(spelling) for spelling in spellings]
    if plural and _PLURAL.search(text):
        spellings += [f"{spelling}s" for spelling in spellings]
    return list(dict.fromkeys(spellings))


def has_spellings(name: str) -> bool:
    """Whether a name is usually written in more than one way.

    >>> has_spellings("Retinoblastoma"), has_spellings("Wilson disease")
    (True, False)
    """
    return len(_spellings(name, plural=True)) > 1


def british(text: str) -> str:
    """A text with British spellings of Greek words.

    >>> british("Hemolytic anemia with systemic edema")
    'Haemolytic anaemia with systemic oedema'
    """
    for american, own in _BRITISH:
        text = re.sub(american, own, text)
    return text


def _parts(name: str) -> list[str]:
    """A long name, cut where its findings and causes join."""
    text = _WITHOUT.sub("", name)  # what is absent is seldom written
    inherited = _INHERITED.match(text)
    parts = [inherited[1] or "X-linked"] if inherited else []
    for piece in _JOINTS.split(text[inherited.end() :] if inherited else text):
        parts += _FINDINGS.split(piece) if text.endswith("syndrome") else [piece]
    return parts


def _stripped(words: list[str]) -> list[str]:
    """Words without the weak ones at either end; weak ones alone are kept."""
    strong = [at for at, word in enumerate(words) if not _is_weak(word)]
    return words[strong[0] : strong[-1] + 1] if strong else words


def _is_weak(word: str) -> bool:
    return word != "A" and word.casefold() in _WEAK


def _words(text: str) -> list[str]:
    """The words that PubMed sees: punctuation is a blank to it, and so it is here."""
    return re.findall(r"[^\W_]+", _POSSESSIVE.sub("", text))


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
