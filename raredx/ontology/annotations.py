"""Which disease has which sign: statements of several sources put together, denied ones apart.

`annotations_of` and `bearers_of` know the signs of the head alone; those with `all` in their names
know the signs of all organs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from raredx.ontology import statements, tables
from raredx.ontology.frequency import Frequency, pool, read_frequency
from raredx.ontology.records import Annotation
from raredx.ontology.statements import Said

Signs = tuple[tuple[Annotation, ...], tuple[Annotation, ...]]
"""Those that a disease has, and those that it has not."""


def annotations_of(disease: str) -> Signs:
    """The signs of the head that a disease has, the most frequent first, and those it has not.

    >>> has, has_not = annotations_of("OMIM:122470")
    >>> [sign.seen for sign in has if sign.term_id == "HP:0000664"]  # synophrys
    [46]
    """
    return _sorted(disease, _by_disease()[disease])


def all_annotations_of(disease: str) -> Signs:
    """The signs of all organs that a disease has, the most frequent first, and those it has not.

    >>> has, has_not = all_annotations_of("OMIM:122470")
    >>> [(sign.seen, sign.of) for sign in has if sign.term_id == "HP:0004322"]  # short
    [(33, 38)]
    """
    return _sorted(disease, statements.of_disease(disease))


def bearers_of(terms: Iterable[str]) -> tuple[Annotation, ...]:
    """For each disease that has one of some terms of the head, the one that it has most often."""
    wanted = set(terms)
    by_disease = _by_disease()
    diseases = {disease for term in wanted for disease in _by_term()[term]}
    return _most_often(
        {
            disease: {term: said for term, said in by_disease[disease].items() if term in wanted}
            for disease in sorted(diseases)
        }
    )


def all_bearers_of(terms: Iterable[str]) -> tuple[Annotation, ...]:
    """For each disease that has one of some terms, the one that it has most often."""
    return _most_often(statements.about(set(terms)))


def _most_often(said: Mapping[str, Mapping[str, list[Said]]]) -> tuple[Annotation, ...]:
    found: list[Annotation] = []
    for disease, by_term in said.items():
        has, _ = _sorted(disease, by_term)
        found += has[:1]
    return tuple(sorted(found, key=_rank))


def _sorted(disease: str, said: Mapping[str, list[Said]]) -> Signs:
    found = [_together(disease, term, lines) for term, lines in said.items()]
    has = [one for one, denied in found if not denied]
    has_not = [one for one, denied in found if denied]
    return tuple(sorted(has, key=_rank)), tuple(sorted(has_not, key=_rank))


def _together(disease: str, term: str, said: list[Said]) -> tuple[Annotation, bool]:
    """One annotation from all that is said of a sign, and whether it says that it is absent."""
    frequency = pool(read_frequency(one.frequency) for one in said)
    denied = any(one.denied for one in said)
    sexes = {one.sex for one in said}
    annotation = Annotation(
        disease_id=disease,
        term_id=term,
        frequency=frequency.share,
        frequency_class=frequency.name,
        source=";".join(dict.fromkeys(one.source for one in said)),
        seen=frequency.seen,
        of=frequency.of,
        sex=sexes.pop() if len(sexes) == 1 else "",
    )
    return annotation, denied or _is_nobody(frequency)


def _is_nobody(frequency: Frequency) -> bool:
    return frequency.share == 0


def _rank(sign: Annotation) -> tuple[object, ...]:
    share = -1.0 if sign.frequency is None else sign.frequency
    by_orphanet = sign.disease_id.startswith("ORPHA")
    return (-share, -(sign.of or 0), not by_orphanet, sign.disease_id, sign.term_id)


@cache
def _by_disease() -> dict[str, dict[str, list[Said]]]:
    found: dict[str, dict[str, list[Said]]] = defaultdict(dict)
    for disease, term, denied, frequency, source, _, sex in tables.statements():
        found[disease].setdefault(term, []).append(Said(denied, frequency, source, sex))
    return found


@cache
def _by_term() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for disease, terms in _by_disease().items():
        for term in terms:
            found[term].append(disease)
    return found
