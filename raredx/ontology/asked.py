"""What people ask for: checked before it is looked up, and answered with what may be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from raredx.errors import UserError
from raredx.ontology.records import Match

LONGEST = 200
"""Characters that a search takes at most."""


def cleaned(text: str) -> str:
    """A search as it is looked up: without space around it, or an error.

    >>> cleaned("  wide mouth ")
    'wide mouth'
    """
    text = text.strip()
    if not text:
        raise UserError("The search is empty", remedy="Type a name, a synonym or an id")
    if len(text) > LONGEST:
        raise UserError(
            f"The search has {len(text):,} characters",
            remedy=f"Type a name or an id, {LONGEST} characters at most",
        )
    if not text.isprintable():
        raise UserError(
            "The search holds control characters", remedy="Type it anew, in letters and digits"
        )
    return text


def shown(text: str) -> str:
    """A text as an error may show it: short, on one line, its control characters spelt out."""
    return repr(text if len(text) <= 60 else text[:60] + "…")


def advice(
    text: str,
    ids: Iterable[str],
    names: Mapping[str, str],
    find: Callable[[str, int], list[Match]],
) -> str:
    """What may be meant by an unknown id: known ids that look like it, or names like the text."""
    near = _near_ids(next(iter(ids), ""), names)
    if not near and 0 < len(text.strip()) <= LONGEST and text.isprintable():
        near = [match.id for match in find(text, 3)]
    if not near:
        return "Search by name: `raredx ontology find NAME`"
    return "Did you mean " + " or ".join(f"{id} {names[id]}" for id in near) + "?"


def joined(first: list[Match], then: list[Match], n: int) -> list[Match]:
    """The n first of two lists of matches, each thing once."""
    taken = {match.id for match in first}
    return [*first, *(match for match in then if match.id not in taken)][:n]


def _near_ids(id: str, known: Iterable[str]) -> list[str]:
    """Ids of the same list that are one slip of the hand away."""
    if ":" not in id:
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    same_list = [one for one in known if one.startswith(id.split(":")[0])]
    found = process.extract(id, same_list, scorer=OSA.distance, score_cutoff=1, limit=3)
    return [one for one, _, _ in found]
