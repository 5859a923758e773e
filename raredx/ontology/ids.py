"""Identifiers of terms and diseases, in whatever way people write them."""

from __future__ import annotations

import re

_TERM = re.compile(r"(?:hpo?[\s:_#-]*)?(\d{1,7})", re.IGNORECASE)
_DISEASE = re.compile(
    r"(?:(?P<orpha>orpha(?:net|code)?)|(?P<omim>o?mim|#))?[\s:_#-]*(?P<number>\d{1,7})",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"(?<![a-z])(?:(?P<orpha>orpha(?:net|code)?)|o?mim|phenotype mim)"
    r"(?:[\s_]*(?:code|number|no\.?|id))?[\s:_#-]*(?P<number>\d{1,7})(?!\d)",
    re.IGNORECASE,
)


def term_id(text: str) -> str | None:
    """The HPO id that a text is, or None.

    >>> [term_id(text) for text in ("HP:0000316", "hp_0000316", " 316 ", "hypertelorism")]
    ['HP:0000316', 'HP:0000316', 'HP:0000316', None]
    """
    found = _TERM.fullmatch(text.strip())
    return f"HP:{int(found[1]):07}" if found else None


def disease_ids(text: str) -> tuple[str, ...]:
    """The ids that a text may be: one, if it says whose number it is, or both.

    >>> disease_ids("Orphanet 199"), disease_ids("MIM #122470"), disease_ids("199")
    (('ORPHA:199',), ('OMIM:122470',), ('ORPHA:199', 'OMIM:199'))
    """
    found = _DISEASE.fullmatch(text.strip())
    if not found:
        return ()
    number = int(found["number"])
    lists = ("ORPHA",) if found["orpha"] else ("OMIM",) if found["omim"] else ("ORPHA", "OMIM")
    return tuple(f"{one}:{number}" for one in lists)


def ids_within(text: str) -> tuple[str, ...]:
    """The ids of diseases that stand inside a text, each with the name of its list.

    >>> ids_within("noonan (ORPHA:648), see also MIM 163950; 12 images")
    ('ORPHA:648', 'OMIM:163950')
    """
    found = (
        f"{'ORPHA' if one['orpha'] else 'OMIM'}:{int(one['number'])}"
        for one in _INSIDE.finditer(text)
    )
    return tuple(dict.fromkeys(found))
