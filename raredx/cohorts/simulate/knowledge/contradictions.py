"""Contradictions: terms that cannot be true of one face, and which of them stays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from raredx.cohorts.simulate.knowledge.terms import all_terms


def without_contradictions(frequencies: Mapping[str, float]) -> tuple[str, ...]:
    """Those of some terms that can be true together, in the order given.

    Of two terms that contradict each other the more frequent stays; if both are as frequent, the
    one that comes first.

    Parameters
    ----------
    frequencies : mapping of str to float
        Term ids in the order in which they were drawn, each with how frequent it is.

    Examples
    --------
    >>> hypertelorism, hypotelorism, ptosis = "HP:0000316", "HP:0000601", "HP:0000508"
    >>> without_contradictions({hypertelorism: 0.1, hypotelorism: 0.9, ptosis: 0.5})
    ('HP:0000601', 'HP:0000508')
    """
    kept: set[str] = set()
    for id in sorted(frequencies, key=lambda id: -frequencies[id]):  # a stable order
        if not kept & contradicting(id):
            kept.add(id)
    return tuple(id for id in frequencies if id in kept)


def contradicting(id: str) -> frozenset[str]:
    """The terms that cannot be true together with one."""
    return _contradictions().get(id, frozenset())


@cache
def _contradictions() -> Mapping[str, frozenset[str]]:
    ids = {term.name: term.id for term in all_terms().values()}
    table = tomllib.loads(Path(__file__).with_name("contradictions.toml").read_text())
    found: dict[str, set[str]] = {}
    for pair in table.values():
        one, other = ({ids[name] for name in pair[side]} for side in ("one", "other"))
        for these, those in ((one, other), (other, one)):
            for id in these:
                found.setdefault(id, set()).update(those - {id})
    return {id: frozenset(others) for id, others in found.items()}
