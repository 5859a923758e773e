"""Names compared without what spelling, case, plural and order may change."""

from __future__ import annotations

import re
import unicodedata

_SMALL = {"of", "the", "a", "an", "and", "with", "due", "to", "in", "type"}
_KINDS = {"disease", "syndrome", "disorder"}
_SPELLINGS = {
    "haem": "hem", "aemia": "emia", "oedema": "edema", "tumour": "tumor", "anaemia": "anemia",
    "paed": "ped", "oeso": "eso", "leukaemia": "leukemia", "ischaemic": "ischemic",
}  # fmt: skip
_PREFIX = re.compile(r"^(?:obsolete: |non rare in europe: )")
_POSSESSIVE = re.compile(r"['`]s\b")
_WORD = re.compile(r"[a-z0-9]+")


def plain_name(name: str) -> str:
    """A name for comparison: lower case, no accents, one spelling, no plural or possessive.

    >>> plain_name("Behçet's disease") == plain_name("Behcet disease")
    True
    >>> plain_name("Acute Lymphoblastic Leukaemias")
    'acute lymphoblastic leukemia'
    """
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    flat = _POSSESSIVE.sub("", _PREFIX.sub("", flat))
    for old, new in _SPELLINGS.items():
        flat = flat.replace(old, new)
    return " ".join(_singular(word) for word in _WORD.findall(flat))


def core_name(name: str) -> str:
    """The words of a name that matter, sorted: "X disease" and "X syndrome" agree.

    >>> core_name("Syndrome of Williams") == core_name("Williams disease")
    True
    """
    return " ".join(sorted(set(plain_name(name).split()) - _SMALL - _KINDS))


def _singular(word: str) -> str:
    if len(word) > 6 and word.endswith("oses"):
        return word[:-2] + "is"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "is", "us")):
        return word[:-1]
    return word
