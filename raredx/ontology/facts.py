"""What HPO and Orphanet say about the face: terms, diseases, and who has what how often.

Signs of other organs are in `raredx.ontology.body`, which answers the same questions.

>>> hypertelorism = term("HP:0000578")  # an alternative id leads to the current one
>>> hypertelorism.id, hypertelorism.name
('HP:0000316', 'Hypertelorism')
>>> find_terms("wide set eyes", 1)[0].why
"synonym 'Wide-set eyes'"
>>> cornelia = disease("ORPHA:199")
>>> term(cornelia.terms[0].term_id).name, cornelia.terms[0].frequency_class
('High palate', 'very frequent')
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from raredx.errors import NotFoundError
from raredx.ontology import asked, store, tables
from raredx.ontology.annotations import annotations_of, bearers_of
from raredx.ontology.ids import disease_ids
from raredx.ontology.records import Annotation, Disease, Match, Synonym, Term

if TYPE_CHECKING:
    version: str
    """The release of HPO, such as "2025-01-16"."""

__all__ = [
    "Annotation",
    "Disease",
    "Match",
    "Synonym",
    "Term",
    "ancestors",
    "descendants",
    "disease",
    "diseases_with",
    "find_diseases",
    "find_terms",
    "named",
    "term",
    "version",
]


def term(id: str) -> Term:
    """The term of that id; an alternative or obsolete id leads to the current one.

    Raises
    ------
    NotFoundError
        If no term has it. The remedy names the terms that may be meant.
    """
    return store.HEAD.whole(store.HEAD.current(id))


def ancestors(id: str) -> frozenset[str]:
    """The ids of all terms above a term, up to the root; not its own.

    >>> sorted(term(id).name for id in ancestors("HP:0100886"))[:2]
    ['Abnormal eye morphology', 'Abnormality of the eye']
    """
    return store.HEAD.above(store.HEAD.current(id))


def descendants(id: str) -> frozenset[str]:
    """The ids of all terms below a term, as far as the tables hold them; not its own."""
    return store.HEAD.below(store.HEAD.current(id))


def disease(id: str) -> Disease:
    """The disease of that id, such as ORPHA:904 or OMIM:122470, with its signs of the head.

    Raises
    ------
    NotFoundError
        If no disease has it. The remedy names the diseases that may be meant.
    """
    found = named(id)
    has, has_not = annotations_of(found.id)
    return replace(found, terms=has, absent=has_not)


def named(id: str) -> Disease:
    """The disease of that id without its signs."""
    known = store.disease_rows()
    found = next((one for one in disease_ids(id) if one in known), None)
    if found is None:
        raise NotFoundError(
            f"Neither Orphanet's list nor OMIM's has a disease {asked.shown(id)}",
            remedy=asked.advice(id, disease_ids(id), store.disease_names(), find_diseases),
        )
    row = store.disease(found)
    return Disease(row.id, row.name, row.category, (), (), row.other_names)


def diseases_with(id: str) -> tuple[Annotation, ...]:
    """The diseases that have a term or one below it, those that have it most often first.

    Each disease comes once, with the most frequent of these signs.

    >>> white_forelock = "HP:0002211"
    >>> disease(diseases_with(white_forelock)[0].disease_id).name
    'Waardenburg syndrome, type IIB'
    """
    return bearers_of(descendants(id) | {term(id).id})


def find_terms(text: str, n: int = 10) -> list[Match]:
    """Terms by name, synonym or id: the n best, each with why it matched.

    >>> [(match.id, match.why) for match in find_terms("hypertelorim", 1)]
    [('HP:0000316', "spelt nearly as 'Hypertelorism'")]
    """
    return store.HEAD.find(text, n)


def find_diseases(text: str, n: int = 10) -> list[Match]:
    """Diseases by name, abbreviation, other name, ORPHA code or OMIM number: the n best.

    >>> [(match.id, match.why) for match in find_diseases("MIM 122470", 1)]
    [('OMIM:122470', "id 'OMIM:122470'")]
    """
    text = asked.cleaned(text)
    ids = [id for id in disease_ids(text) if id in store.disease_rows()]
    found = [Match(id, store.disease(id).name, "id", id, 1.0) for id in ids]
    return asked.joined(found, store.disease_index().find(text, n), n)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> str:
        """The release, read when it is asked for: an import touches no file."""
        if name == "version":
            return tables.release()["release"]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
