"""What is known of a person's signs: present, absent or not known, and whether it can be so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from raredx.errors import UserError
from raredx.ontology import facts


class Sign(StrEnum):
    """Whether a person has a sign."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


def checked(answers: Mapping[str, Sign]) -> dict[str, Sign]:
    """The same by current ids, without what is not known.

    Raises
    ------
    UserError
        If a term is not in the tables, or answers contradict each other: a sign is present, and
        what it is a special case of is absent.

    Examples
    --------
    >>> {facts.term(id).name: str(said) for id, said in checked({"HP:0000578": "present"}).items()}
    {'Hypertelorism': 'present'}
    """
    known: dict[str, Sign] = {}
    for text, given in answers.items():
        said = Sign(given)
        id = facts.term(text).id
        if known.get(id, said) != said:
            raise UserError(
                f"{_name(id)} is said to be {known[id]} and {said}", remedy="Say it once"
            )
        known[id] = said
    told: dict[str, Sign] = {id: said for id, said in known.items() if said != Sign.UNKNOWN}
    for id, said in told.items():
        if said == Sign.PRESENT:
            _refuse_absent(id, told)
    return told


def _refuse_absent(id: str, told: Mapping[str, Sign]) -> None:
    for above in sorted(facts.ancestors(id)):
        if told.get(above) == Sign.ABSENT:
            raise UserError(
                f"{_name(id)} is present, and {_name(above)}, of which it is a special case, is"
                " absent: one of the two cannot be",
                remedy="Take one back",
            )


def spoken_for(id: str, seen: Collection[str]) -> bool:
    """Whether an image has spoken for a sign already: it, or one above or below it, was judged.

    The roots of all that can be seen do not count: they would speak for everything.
    """
    if id in seen:
        return True
    near = facts.ancestors(id) | facts.descendants(id)
    return bool(_telling(near) & {*seen})


def _telling(ids: Collection[str]) -> set[str]:
    """Those that a photograph can show."""
    return {id for id in ids if facts.term(id).visible}


def _name(id: str) -> str:
    return f"{facts.term(id).name} ({id})"
