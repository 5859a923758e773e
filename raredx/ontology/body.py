"""What HPO and Orphanet say about all organs, the head among them.

The same questions as in `raredx.ontology.facts`, which knows the head alone: who draws a face,
describes one or compares faces asks there, who weighs symptoms asks here.

>>> heart = find_terms("heart defect", 1)[0]
>>> heart.name, heart.why, term(heart.id).visible
('Abnormal heart morphology', "synonym 'Heart defect'", False)
>>> cornelia = disease("ORPHA:199")
>>> [sign.frequency_class for sign in cornelia.terms if sign.term_id == "HP:0004322"]
['very frequent']
"""

from __future__ import annotations

from dataclasses import replace

from raredx.ontology import facts, store
from raredx.ontology.annotations import all_annotations_of, all_bearers_of
from raredx.ontology.records import Annotation, Disease, Match, Term


def term(id: str) -> Term:
    """The term of that id; an alternative or obsolete id leads to the current one.

    Raises
    ------
    NotFoundError
        If no disease has it in the release of HPO that is here, which the line names.
    """
    return store.BODY.whole(store.BODY.current(id))


def ancestors(id: str) -> frozenset[str]:
    """The ids of all terms above a term, up to the root; not its own."""
    return store.BODY.above(store.BODY.current(id))


def descendants(id: str) -> frozenset[str]:
    """The ids of all terms below a term that some disease has; not its own.

    >>> bicuspid_valve = "HP:0001647"
    >>> bicuspid_valve in descendants("HP:0001627")  # abnormal heart morphology
    True
    """
    return store.BODY.below(store.BODY.current(id))


def disease(id: str) -> Disease:
    """The disease of that id, such as ORPHA:904 or OMIM:122470, with its signs of all organs."""
    found = facts.named(id)
    has, has_not = all_annotations_of(found.id)
    return replace(found, terms=has, absent=has_not)


def diseases_with(id: str) -> tuple[Annotation, ...]:
    """The diseases that have a term or one below it, those that have it most often first.

    >>> horseshoe_kidney = "HP:0000085"
    >>> len({sign.disease_id for sign in diseases_with(horseshoe_kidney)}) > 50
    True
    """
    return all_bearers_of(descendants(id) | {term(id).id})


def find_terms(text: str, n: int = 10) -> list[Match]:
    """Terms by name, synonym or id: the n best, each with why it matched."""
    return store.BODY.find(text, n)
