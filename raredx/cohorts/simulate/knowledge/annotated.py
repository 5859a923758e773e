"""What HPO's annotations say of a disease, as far as a face can show it.

From here comes `conditions.csv`, to be made anew after a change of terms or a release of HPO:

    python -m raredx.cohorts.simulate.knowledge.annotated
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from raredx.cohorts.simulate.knowledge.terms import all_terms
from raredx.files import write_whole
from raredx.ontology import facts
from raredx.ontology.frequency import CLASSES
from raredx.ontology.tables import as_csv

TABLE = Path(__file__).with_name("conditions.csv")
COLUMNS = ("id", "name", "signs")
ORPHA = "ORPHA:"
FEWEST_TERMS = 6
STEPS = 2
"""How far above an annotated term the term that the face shows for it may stand."""
_ALL = "HP:0000118"  # any abnormality of a person


@cache
def shown_terms(id: str) -> frozenset[str]:
    """The terms that the face shows for an annotated one: itself, or the nearest above it.

    A term is looked for along every line of parents, at most `STEPS` up; a line ends where the
    first is found.

    >>> [all_terms()[id].name for id in shown_terms("HP:0000565")]  # esotropia
    ['Strabismus']
    """
    return frozenset(_upwards(facts.term(id).id, frozenset()))


def shown_signs(disease: facts.Disease) -> dict[str, facts.Annotation]:
    """The terms that the face shows of a disease, each with the most frequent annotation for it.

    >>> signs = shown_signs(facts.disease("ORPHA:199"))
    >>> signs["HP:0000664"].frequency_class  # synophrys
    'very frequent'
    """
    found: dict[str, facts.Annotation] = {}
    for sign in disease.terms:
        for shown in shown_terms(sign.term_id) if sign.frequency else ():
            best = found.get(shown, sign)
            if best is sign or (best.frequency == sign.frequency and sign.term_id == shown):
                found[shown] = sign
    return {id: found[id] for id in all_terms() if id in found}


def rows() -> list[dict[str, str]]:
    """The table: each Orphanet disease with at least `FEWEST_TERMS` shown terms.

    A sign is written as the shown term, HPO's words for how often, and the annotated term where
    that is a narrower one.
    """
    annotated = {sign.disease_id for sign in facts.diseases_with(_ALL)}
    of_orphanet = (facts.disease(id) for id in annotated if id.startswith(ORPHA))
    signs = {disease.id: (disease.name, shown_signs(disease)) for disease in of_orphanet}
    return [
        {
            "id": id,
            "name": name,
            "signs": ";".join(_written(shown, sign) for shown, sign in found.items()),
        }
        for id, (name, found) in sorted(signs.items(), key=lambda one: _code(one[0]))
        if len(found) >= FEWEST_TERMS
    ]


def as_stated(sign: facts.Annotation) -> str:
    """How often, as phenotype.hpoa writes it: counted, as a class, or in per cent.

    >>> [as_stated(sign) for sign in facts.disease("OMIM:122470").terms if sign.seen == 46]
    ['46/49']
    """
    if sign.seen is not None:
        return f"{sign.seen}/{sign.of}"
    of_class = (sign.frequency_class, sign.frequency)
    named = [id for id, known in CLASSES.items() if known == of_class]
    return named[0] if named else f"{100 * (sign.frequency or 0):g}%"


def _upwards(id: str, passed: frozenset[str]) -> Iterator[str]:
    passed |= {id}
    term = all_terms().get(id)
    if term is not None:
        if not term.not_for & passed:
            yield id
    elif len(passed) <= STEPS:
        for parent in facts.term(id).parents:
            yield from _upwards(parent, passed)


def _written(shown: str, sign: facts.Annotation) -> str:
    narrower = [sign.term_id] if sign.term_id != shown else []
    return " ".join([shown, as_stated(sign), *narrower])


def _code(id: str) -> int:
    return int(id.removeprefix(ORPHA))


def main() -> None:
    """Write the table."""
    made = rows()
    write_whole(TABLE, as_csv(made, COLUMNS))
    sys.stdout.write(f"{len(made)} conditions, HPO {facts.version}\n")


if __name__ == "__main__":
    main()
