"""The regions by which the documents show the terms: regions.toml, with the terms of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from raredx.cohorts.simulate.knowledge.terms import Term, all_terms
from raredx.settings import ROOT

PICTURES = ROOT / "docs" / "pictures"


@dataclass(frozen=True, kw_only=True)
class Region:
    """A part of the face, and how its terms are shown."""

    name: str
    title: str
    first: str
    around: tuple[str, ...] = ()
    width: float = 0.0
    picture: tuple[int, int]
    columns: int
    turned: frozenset[str] = frozenset()
    terms: tuple[Term, ...]

    @property
    def path(self) -> Path:
        """The region's plate."""
        return PICTURES / f"terms-{self.name}.webp"


@cache
def all_regions() -> tuple[Region, ...]:
    """Every region in the order of the terms; a new term is of the region in which it stands."""
    table = tomllib.loads(Path(__file__).with_name("regions.toml").read_text())
    terms = list(all_terms().values())
    ids = [term.id for term in terms]
    begins = [*(ids.index(row["first"]) for row in table.values()), len(ids)]
    return tuple(
        Region(
            name=name,
            terms=tuple(terms[begin:end]),
            picture=tuple(row.pop("picture")),
            turned=frozenset(row.pop("turned", ())),
            around=tuple(row.pop("around", ())),
            **row,
        )
        for (name, row), (begin, end) in zip(table.items(), pairwise(begins), strict=True)
    )
