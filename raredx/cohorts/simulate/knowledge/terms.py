"""Terms of the Human Phenotype Ontology: what each does to a face, at any severity.

>>> TERMS = all_terms()
>>> TERMS["HP:0000316"].name
'Hypertelorism'
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from math import tanh
from pathlib import Path
from types import MappingProxyType

from raredx.errors import NotFoundError

UP, DOWN = 1, -1
_SIGNS = {"+": UP, "-": DOWN}

ACTION_LIMIT, BUMP_LIMIT, SLIDER_LIMIT = 0.9, 1.3, 1.4
TONGUE, TONGUE_LIMIT = "fa:tongueOut", 2.0  # at 1 it stays behind the lip
TRAIT_LIMITS = {"hairline": 0.025, "strabismus": 0.45}
TRAIT_LIMIT = 2.5
"""What sums of several terms come near, and never reach: a face keeps its limits."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A sign that the simulated face can show."""

    id: str
    name: str
    changes: Mapping[str, float] = field(default_factory=dict, repr=False)
    """Sliders and bumps of the head, at a severity of 1."""
    traits: Mapping[str, float] = field(default_factory=dict, repr=False)
    """What the surface shows, at a severity of 1."""
    moves: Mapping[str, int] = field(default_factory=dict, repr=False)
    """The measures of the true vertices that it stands for: `UP` or `DOWN`."""
    where: tuple[str, ...] = field(default=(), repr=False)
    """The landmarks around which a picture must change."""
    not_for: frozenset[str] = field(default=frozenset(), repr=False)
    """Narrower terms that are no case of this one in a picture of the face."""


@cache
def all_terms() -> Mapping[str, Term]:
    """Every term that the simulated face shows, by its id."""
    table = tomllib.loads(Path(__file__).with_name("terms.toml").read_text())
    return MappingProxyType(
        {
            id: Term(
                id=id,
                name=row["name"],
                changes=row.get("changes", {}),
                traits=row.get("traits", {}),
                moves={name: _SIGNS[sign] for name, sign in row.get("moves", {}).items()},
                where=tuple(row.get("where", ())),
                not_for=frozenset(row.get("except", ())),
            )
            for id, row in table.items()
        }
    )


def find_term(id: str) -> Term:
    """The term with an id, or an error that names near ones."""
    try:
        return all_terms()[id]
    except KeyError:
        near = get_close_matches(id, all_terms(), n=3, cutoff=0.8)
        raise NotFoundError(
            f"The simulated face cannot show {id}",
            remedy=f"Near ids are {', '.join(near)}"
            if near
            else "docs/simulator.md lists its terms",
        ) from None


def effects(severities: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """What terms with their severities do together to the head and to its surface.

    Parameters
    ----------
    severities : mapping of str to float
        Term ids, each with its severity: 0 is absent, 1 plainly visible.

    Returns
    -------
    changes, traits : tuple of dict
        For `Head.shape` and for `Look.with_traits`. Effects add; a sum bends softly towards a
        limit, so that many terms on one slider do not break a face.

    Examples
    --------
    >>> changes, traits = effects({"HP:0000664": 0.5})
    >>> changes
    {}
    >>> {name: round(value, 2) for name, value in traits.items()}
    {'synophrys': 0.49, 'brow_thickness': 0.15}
    """
    changes: defaultdict[str, float] = defaultdict(float)
    traits: defaultdict[str, float] = defaultdict(float)
    for id, severity in severities.items():
        term = find_term(id)
        for name, amount in term.changes.items():
            changes[name] += amount * severity
        for name, amount in term.traits.items():
            traits[name] += amount * severity
    return (
        {name: _softly(amount, _limit(name)) for name, amount in changes.items() if amount},
        {
            name: _softly(amount, TRAIT_LIMITS.get(name, TRAIT_LIMIT))
            for name, amount in traits.items()
            if amount
        },
    )


def _limit(change: str) -> float:
    if change == TONGUE:
        return TONGUE_LIMIT
    if change.startswith("fa:"):
        return ACTION_LIMIT
    return BUMP_LIMIT if change.startswith("x:") else SLIDER_LIMIT


def _softly(amount: float, limit: float) -> float:
    """An amount that bends towards a limit.

    >>> [round(_softly(amount, 2), 2) for amount in (0.2, 1, 5)]
    [0.2, 0.92, 1.97]
    """
    return limit * tanh(amount / limit)
