"""The conditions whose known signs come closest to those of a face, by what the terms mean.

Resnik's and Lin's best-match averages, as `raredx.ontology.similarity` has them. The signs of a
face are compared with those that Orphanet's annotations give a disease, all alike: neither the
confidence of a finding nor the frequency of a sign weighs. It is a comparison with a table, no
diagnosis, and the scores are no probabilities.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from raredx.ontology import facts, store
from raredx.ontology.annotations import annotations_of

if TYPE_CHECKING:
    from raredx.ontology.similarity import Method
    from raredx.ontology.similarity_matrix import Places, TermSets

RARE = 0.05
"""A sign that fewer patients have than this share is rarely seen."""


@dataclass(frozen=True)
class Pair:
    """A sign of the face, the sign of the disease that matches it best, and how well."""

    term: str
    of_disease: str
    score: float


@dataclass(frozen=True)
class Closest:
    """A condition that comes close: the higher its score, the closer."""

    disease_id: str
    name: str
    score: float
    """From 0 upwards (Resnik), or from 0 to 1 (Lin). It orders conditions; it is no probability."""
    shared: tuple[Pair, ...]
    """The best match of each sign of the face, the best first; signs without any are left out."""
    of: int
    """So many conditions were compared."""

    def as_dict(self) -> dict[str, Any]:
        """The condition as plain values, for JSON."""
        pairs = [vars(pair) for pair in self.shared]
        return {
            "disease_id": self.disease_id,
            "name": self.name,
            "score": self.score,
            "of": self.of,
            "shared": pairs,
        }


def closest(
    terms: Iterable[str],
    *,
    n: int = 10,
    method: Method = "resnik",
    among: Iterable[str] | None = None,
    without_rare: bool = False,
) -> tuple[Closest, ...]:
    """The n conditions closest to a set of terms, the closest first.

    Parameters
    ----------
    terms : iterable of str
        The ids of the terms that are present. Of none, nothing can be said: the answer is empty.
    n : int
        How many conditions to name.
    method : "resnik" or "lin"
        Resnik rewards rare signs in common, Lin the likeness of each pair alone.
    among : iterable of str, optional
        The diseases to compare with. Without it, all of Orphanet's that have signs of the head.
        One without such signs is left out: there is nothing to compare.
    without_rare : bool
        Leave out signs that fewer than 5 % of a disease's patients have.

    Examples
    --------
    >>> signs = ["HP:0000664", "HP:0000527", "HP:0000219"]  # synophrys, long lashes, thin lip
    >>> found = closest(signs, among=["ORPHA:648", "ORPHA:199"])
    >>> [(one.name, round(one.score, 2)) for one in found]
    [('Cornelia de Lange syndrome', 2.5), ('Noonan syndrome', 1.23)]
    """
    present = sorted({facts.term(id).id for id in terms})
    diseases, sets = _ready(_all() if among is None else _chosen(among), without_rare)
    if not present or not diseases or sets is None:
        return ()
    from raredx.ontology.similarity_matrix import set_similarities

    scores = set_similarities(present, sets, method=method).tolist()
    ranked = sorted(range(len(diseases)), key=lambda at: (-round(scores[at], 12), at))
    return tuple(
        Closest(
            diseases[at],
            store.disease(diseases[at]).name,
            scores[at],
            _best_pairs(present, sets[at], method),
            len(diseases),
        )
        for at in ranked[:n]
    )


def _best_pairs(present: list[str], theirs: Places, method: Method) -> tuple[Pair, ...]:
    """Each present term's best match, itself where the disease has it."""
    from raredx.ontology.similarity_matrix import shared_terms

    shared = shared_terms()
    found = []
    for term in present:
        own = shared.places([term])
        alike = shared.between(own, theirs, method=method)[0]  # (theirs,)
        best = int((alike + 1e-9 * (theirs == own)).argmax())
        found.append(Pair(term, shared.ids[theirs[best]], float(alike[best])))
    return tuple(sorted((one for one in found if one.score > 0), key=lambda one: -one.score))


@lru_cache(maxsize=8)
def _ready(
    diseases: tuple[str, ...], without_rare: bool
) -> tuple[tuple[str, ...], TermSets | None]:
    """Those of the diseases that have signs to compare, and their signs as sets."""
    from raredx.ontology.similarity_matrix import term_sets

    signs = {id: _signs(id, without_rare) for id in diseases}
    kept = tuple(id for id in diseases if signs[id])
    return kept, term_sets([signs[id] for id in kept]) if kept else None


def _signs(disease: str, without_rare: bool) -> tuple[str, ...]:
    has, _ = annotations_of(disease)
    return tuple(
        sign.term_id
        for sign in has
        if not (without_rare and sign.frequency is not None and sign.frequency < RARE)
    )


@cache
def _all() -> tuple[str, ...]:
    return tuple(sorted((id for id in store.disease_rows() if id[:5] == "ORPHA"), key=_number))


def _chosen(among: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({facts.disease(id).id for id in among}, key=_number))


def _number(id: str) -> tuple[str, int]:
    name, number = id.split(":")
    return name, int(number)
