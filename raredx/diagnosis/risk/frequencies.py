"""How often people with a condition have a sign, by what is annotated, and where nothing is.

Signs are those of all organs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from raredx.errors import NotFoundError
from raredx.ontology import body
from raredx.ontology.records import Annotation

if TYPE_CHECKING:
    from raredx.learning.bundle.card import BundleCard

Floats = npt.NDArray[Any]

NOT_NOTED = 0.02
"""Of a sign that nobody has noted for an annotated condition: rare, or not looked for."""
DENIED = 0.005
"""Of a sign that a source says patients do not have, and of its special cases."""
UNSTATED = 0.5
"""Of a sign that is noted without saying how often."""
_LEAST, _MOST = 0.005, 0.98  # nothing is certain
_HALF = 0.5  # seen and not seen, before anybody was counted


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A condition that may be the true one."""

    name: str
    code: str | None = None
    """By which its signs are found; None: nothing is annotated."""


def candidates_of(card: BundleCard) -> tuple[list[Candidate], Floats]:
    """The conditions that a model knows, and (c,) how frequent they were in its training."""
    conditions = card.conditions
    return (
        [Candidate(name=one.name, code=one.code) for one in conditions],
        np.array([one.images for one in conditions], np.float64),
    )


def frequencies(term: str, candidates: Sequence[Candidate]) -> Floats:
    """How often people with each candidate have a sign or a special case of it: (c,).

    A condition of which nothing at all is annotated is taken as the mean of the others, so that the
    sign says nothing about it.

    >>> cornelia, noonan = Candidate(name="Cornelia", code="ORPHA:199"), Candidate(name="Nobody")
    >>> synophrys = frequencies("HP:0000664", [cornelia, noonan])
    >>> bool(synophrys[0] == synophrys[1] > 0.5)
    True
    """
    id = body.term(term).id
    found = np.array([_frequency(one.code, id) for one in candidates], np.float64)
    known = np.isfinite(found)
    found[~known] = found[known].mean() if known.any() else NOT_NOTED
    return found


def signs_of(code: str | None) -> dict[str, float]:
    """The signs that are noted for a condition, with how often each is; empty if none are."""
    return {one.term_id: _share(one) for one in _annotated(code)[0]}


def _frequency(code: str | None, term: str) -> float:
    has, has_not = _annotated(code)
    if not has and not has_not:
        return np.nan
    noted = _with_above(code).get(term)
    if noted is not None:
        return noted
    denied = any(one.term_id == term or one.term_id in body.ancestors(term) for one in has_not)
    return DENIED if denied else NOT_NOTED


@cache
def _with_above(code: str | None) -> dict[str, float]:
    """How often a condition's signs are, and all above them: as often as their most frequent."""
    often: dict[str, float] = {}
    for sign, share in signs_of(code).items():
        for term in (sign, *body.ancestors(sign)):
            often[term] = max(often.get(term, 0.0), share)
    return often


def _share(one: Annotation) -> float:
    """How often a sign is, never surely: counted people are weighed as many as they are."""
    if one.seen is not None and one.of:
        share = (one.seen + _HALF) / (one.of + 2 * _HALF)
    else:
        share = UNSTATED if one.frequency is None else one.frequency
    return min(max(share, _LEAST), _MOST)


@cache
def _annotated(code: str | None) -> tuple[tuple[Annotation, ...], tuple[Annotation, ...]]:
    if code is None:
        return (), ()
    try:
        found = body.disease(code)
    except NotFoundError:
        return (), ()
    return found.terms, found.absent
