"""What HPO and Orphanet say about the face: terms, diseases, and who has what how often.

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

from functools import cache
from typing import TYPE_CHECKING

from raredx.errors import NotFoundError
from raredx.ontology import asked, store, tables
from raredx.ontology.annotations import annotations_of, bearers_of
from raredx.ontology.ids import disease_ids, term_id
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
    return store.whole_term(_known_term(id))


def ancestors(id: str) -> frozenset[str]:
    """The ids of all terms above a term, up to the root; not its own.

    >>> sorted(term(id).name for id in ancestors("HP:0100886"))[:2]
    ['Abnormal eye morphology', 'Abnormality of the eye']
    """
    return _above(_known_term(id))


def descendants(id: str) -> frozenset[str]:
    """The ids of all terms below a term, as far as the tables hold them; not its own."""
    return _below(_known_term(id))


def disease(id: str) -> Disease:
    """The disease of that id, such as ORPHA:904 or OMIM:122470, with its signs of the head.

    Raises
    ------
    NotFoundError
        If no disease has it. The remedy names the diseases that may be meant.
    """
    known = store.disease_rows()
    found = next((one for one in disease_ids(id) if one in known), None)
    if found is None:
        raise NotFoundError(
            f"Neither Orphanet's list nor OMIM's has a disease {asked.shown(id)}",
            remedy=asked.advice(id, disease_ids(id), store.disease_names(), find_diseases),
        )
    has, has_not = annotations_of(found)
    row = store.disease(found)
    return Disease(row.id, row.name, row.category, has, has_not, row.other_names)


def diseases_with(id: str) -> tuple[Annotation, ...]:
    """The diseases that have a term or one below it, those that have it most often first.

    Each disease comes once, with the most frequent of these signs.

    >>> white_forelock = "HP:0002211"
    >>> disease(diseases_with(white_forelock)[0].disease_id).name
    'Waardenburg syndrome, type IIB'
    """
    found = _known_term(id)
    return bearers_of(_below(found) | {found})


def find_terms(text: str, n: int = 10) -> list[Match]:
    """Terms by name, synonym or id: the n best, each with why it matched.

    >>> [(match.id, match.why) for match in find_terms("hypertelorim", 1)]
    [('HP:0000316', "spelt nearly as 'Hypertelorism'")]
    """
    text = asked.cleaned(text)
    found = []
    if id := term_id(text):
        current = store.leading().get(id, id)
        if current in store.term_rows():
            found = [Match(current, store.term_rows()[current].name, "id", id, 1.0)]
    return _joined(found, store.term_index().find(text, n), n)


def find_diseases(text: str, n: int = 10) -> list[Match]:
    """Diseases by name, abbreviation, other name, ORPHA code or OMIM number: the n best.

    >>> [(match.id, match.why) for match in find_diseases("MIM 122470", 1)]
    [('OMIM:122470', "id 'OMIM:122470'")]
    """
    text = asked.cleaned(text)
    ids = [id for id in disease_ids(text) if id in store.disease_rows()]
    found = [Match(id, store.disease(id).name, "id", id, 1.0) for id in ids]
    return _joined(found, store.disease_index().find(text, n), n)


def _joined(first: list[Match], then: list[Match], n: int) -> list[Match]:
    taken = {match.id for match in first}
    return [*first, *(match for match in then if match.id not in taken)][:n]


def _known_term(text: str) -> str:
    """The current id of a term that is in the tables."""
    id = term_id(text) or text
    id = store.leading().get(id, id)
    if id in store.term_rows():
        return id
    if successors := store.advised().get(id):
        names = " or ".join(f"{one} {store.term_rows()[one].name}" for one in successors)
        raise NotFoundError(
            f"{id} is obsolete, and no one term replaces it", remedy=f"HPO advises {names}"
        )
    raise NotFoundError(
        f"No term of the face has the id {asked.shown(text)}",
        remedy=asked.advice(text, (id,), store.term_names(), find_terms),
    )


@cache
def _above(id: str) -> frozenset[str]:
    parents = store.term_rows()[id].parents
    return frozenset(parents).union(*(_above(parent) for parent in parents))


@cache
def _below(id: str) -> frozenset[str]:
    children = store.children().get(id, ())
    return frozenset(children).union(*(_below(child) for child in children))


if not TYPE_CHECKING:

    def __getattr__(name: str) -> str:
        """The release, read when it is asked for: an import touches no file."""
        if name == "version":
            return tables.release()["release"]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
