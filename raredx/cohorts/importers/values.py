"""What people write into cells, as the manifest has it; None where it cannot be made out."""

from __future__ import annotations

import re
import unicodedata

from raredx.ontology.ids import term_id

_SEX = {
    **dict.fromkeys(("f", "female", "w", "woman", "girl", "weiblich"), "female"),
    **dict.fromkeys(("m", "male", "man", "boy", "männlich"), "male"),
}
_AGE = re.compile(r"(?P<number>\d{1,4}(?:[.,]\d+)?)\s*(?P<unit>[a-z]*)\.?", re.IGNORECASE)
_PER_YEAR = {"y": 1.0, "j": 1.0, "a": 1.0, "": 1.0, "m": 12.0, "w": 52.18, "d": 365.25, "t": 365.25}
_OLDEST = 120.0
_TERM = re.compile(r"HPO?[:_]?\d{7}\b", re.IGNORECASE)
_LONGEST = 200


def text(value: str) -> str | None:
    r"""A label or an id as it is kept: without surrounding space, line ends or hidden characters.

    >>> text(" Cornelia\tde  Lange "), text("  ")
    ('Cornelia de Lange', None)
    """
    seen = "".join(" " if unicodedata.category(c)[0] in "ZC" else c for c in value)
    return unicodedata.normalize("NFC", " ".join(seen.split()))[:_LONGEST] or None


def sex(value: str) -> str | None:
    """Female, male, or None for everything else.

    >>> sex("F"), sex("unknown")
    ('female', None)
    """
    return _SEX.get(value.strip().casefold())


def age(value: str) -> float | None:
    """An age in years, from numbers with or without a unit, and from DICOM's `034Y`.

    >>> age("3.5"), age("18 months"), age("034Y"), age("adult")
    (3.5, 1.5, 34.0, None)
    """
    found = _AGE.fullmatch(value.strip())
    if not found or found["unit"][:1].casefold() not in _PER_YEAR:
        return None
    years = float(found["number"].replace(",", ".")) / _PER_YEAR[found["unit"][:1].casefold()]
    return round(years, 3) if years <= _OLDEST else None


def phenotypes(value: str) -> list[str]:
    """The HPO ids that stand in a cell.

    >>> phenotypes("HP:0000316; hp_0000431, none")
    ['HP:0000316', 'HP:0000431']
    """
    return list(dict.fromkeys(str(term_id(found)) for found in _TERM.findall(value)))


def column_name(heading: str) -> str:
    """A heading as the name of a column.

    >>> column_name("Gene name (HGNC)")
    'gene_name_hgnc'
    """
    return re.sub(r"\W+", "_", heading.casefold()).strip("_")[:60] or "column"
