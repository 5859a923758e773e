"""Which disease has which sign: statements of several sources put together, denied ones apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from raredx.ontology import tables
from raredx.ontology.frequency import Frequency, pool, read_frequency
from raredx.ontology.records import Annotation

_Statement = tuple[bool, str, str, str]  # denied, frequency, source, sex


def annotations_of(disease: str) -> tuple[tuple[Annotation, ...], tuple[Annotation, ...]]:
    """The signs that a disease has, the most frequent first, and those that it has not.

    >>> has, has_not = annotations_of("OMIM:122470")
    >>> [sign.seen for sign in has if sign.term_id == "HP:0000664"]  # synophrys
    [46]
    """
    found = [_together(disease, term, said) for term, said in _by_disease()[disease].items()]
    has = [one for one, denied in found if not denied]
    has_not = [one for one, denied in found if denied]
    return tuple(sorted(has, key=_rank)), tuple(sorted(has_not, key=_rank))


def bearers_of(terms: Iterable[str]) -> tuple[Annotation, ...]:
    """For each disease that has one of the terms, the one that it has most often."""
    wanted = set(terms)
    diseases = sorted({disease for term in wanted for disease in _by_term()[term]})
    found = []
    for disease in diseases:
        has, _ = annotations_of(disease)
        found += [sign for sign in has if sign.term_id in wanted][:1]
    return tuple(sorted(found, key=_rank))


def _together(disease: str, term: str, said: list[_Statement]) -> tuple[Annotation, bool]:
    """One annotation from all that is said of a sign, and whether it says that it is absent."""
    frequency = pool(read_frequency(text) for _, text, _, _ in said)
    denied = any(row[0] for row in said)
    sexes = {sex for *_, sex in said}
    annotation = Annotation(
        disease_id=disease,
        term_id=term,
        frequency=frequency.share,
        frequency_class=frequency.name,
        source=";".join(dict.fromkeys(source for _, _, source, _ in said)),
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
def _by_disease() -> dict[str, dict[str, list[_Statement]]]:
    found: dict[str, dict[str, list[_Statement]]] = defaultdict(dict)
    for disease, term, denied, frequency, source, _, sex in tables.statements():
        found[disease].setdefault(term, []).append((denied, frequency, source, sex))
    return found


@cache
def _by_term() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for disease, terms in _by_disease().items():
        for term in terms:
            found[term].append(disease)
    return found
