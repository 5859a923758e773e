"""How akin conditions are by their annotated signs, for those that must borrow from their kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from raredx.errors import NotFoundError
from raredx.ontology import facts
from raredx.ontology.similarity import information_content

Floats = npt.NDArray[Any]

_UNSAID = 0.5  # the frequency of a sign where nobody says how frequent it is


def kinship(
    conditions: Sequence[str], *, removed: float = 0.0, seed: int = 0, diseases: Any = "ORPHA"
) -> Floats:
    """The kinship of conditions: (c, c), 1 with itself, 0 where no telling sign is shared.

    Each condition is a vector over terms: how frequent the term or one below it is, times how
    telling the term is. Two conditions are compared by the cosine. One that is not in the tables,
    or has no sign, is akin to itself alone.

    Parameters
    ----------
    conditions : sequence of str
        ORPHA codes, or names of one's own.
    removed : float
        A share of the annotations that are left out, drawn by `seed`: how much rests on them.

    Examples
    --------
    >>> found = kinship(["ORPHA:199", "ORPHA:648", "a class of my own"])
    >>> found.diagonal().tolist(), bool(0 < found[0, 1] < 1), found[0, 2].item()
    ([1.0, 1.0, 1.0], True, 0.0)
    """
    chance = np.random.default_rng(seed)
    profiles = [_profile(one, removed, chance) for one in conditions]
    terms = {term: place for place, term in enumerate(sorted(set().union(*profiles)))}
    table = np.zeros((len(conditions), max(len(terms), 1)))
    for row, profile in zip(table, profiles, strict=True):
        for term, frequency in profile.items():
            row[terms[term]] = frequency * information_content(term, diseases=diseases)
    length = np.linalg.norm(table, axis=1, keepdims=True)
    table = np.divide(table, length, out=np.zeros_like(table), where=length > 0)
    found = table @ table.T
    np.fill_diagonal(found, 1.0)
    return np.asarray(np.clip(found, 0, 1))


def _profile(condition: str, removed: float, chance: np.random.Generator) -> dict[str, float]:
    """How frequent each term is in a condition, the terms above its signs among them."""
    try:
        signs = facts.disease(condition).terms
    except NotFoundError:
        return {}
    found: dict[str, float] = {}
    for sign in signs:
        if removed and chance.random() < removed:
            continue
        frequency = _UNSAID if sign.frequency is None else sign.frequency
        for term in facts.ancestors(sign.term_id) | {sign.term_id}:
            found[term] = max(found.get(term, 0.0), frequency)
    return found
