"""What is known of a person's signs: present, absent or not known, and whether it can be so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from raredx.errors import UserError
from raredx.ontology import body


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
    >>> {body.term(id).name: str(said) for id, said in checked({"HP:0000578": "present"}).items()}
    {'Hypertelorism': 'present'}
    """
    told: dict[str, Sign] = {}
    for text, given in answers.items():
        said, id = Sign(given), body.term(text).id
        if said == Sign.UNKNOWN:
            continue
        if told.setdefault(id, said) != said:
            raise UserError(
                f"{_name(id)} is said to be {told[id]} and {said}", remedy="Say it once"
            )
    for id, said in told.items():
        if said == Sign.PRESENT:
            _refuse_absent(id, told)
    return told


def _refuse_absent(id: str, told: Mapping[str, Sign]) -> None:
    """Refuse a sign of which something more general is absent; the nearest of these is named."""
    absent = [above for above in body.ancestors(id) if told.get(above) == Sign.ABSENT]
    if absent:
        nearest = max(absent, key=lambda above: (len(body.ancestors(above)), above))
        raise UserError(
            f"{_name(id)} is present, and {_name(nearest)}, of which it is a special case, is"
            " absent: one of the two cannot be",
            remedy="Take one back",
        )


def spoken_for(id: str, seen: Collection[str]) -> bool:
    """Whether an image has spoken for a sign already: it, or one above or below it, was judged.

    An image speaks for what a photograph of a head can show, and for nothing else.

    Parameters
    ----------
    seen
        The terms that were judged in the image, by current ids.

    Examples
    --------
    >>> synophrys, brows, seizure = "HP:0000664", "HP:0000534", "HP:0001250"
    >>> spoken_for(brows, [synophrys]), spoken_for(seizure, [synophrys])
    (True, False)
    """
    if not body.term(id).visible:
        return False
    near = {id} | body.ancestors(id) | body.descendants(id)
    return any(one in near and body.term(one).visible for one in seen)


def _name(id: str) -> str:
    return f"{body.term(id).name} ({id})"
