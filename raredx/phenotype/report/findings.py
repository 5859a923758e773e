"""What was found in one face: which terms, how surely, by what; and what nothing could look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from raredx.ontology import facts

Source = Literal["measure", "picture", "reader"]
SOURCES: tuple[Source, ...] = get_args(Source)
"""Measures of the landmarks; a small image model; a vision-language model that reads the image."""

PRESENT = 0.5
"""A term of this confidence or more is taken as present, unless another threshold is given."""
ABSENT = 0.2
"""A term that was looked at and has this confidence or less is taken as absent."""


@dataclass(frozen=True)
class Finding:
    """That a term of HPO is present, how surely, and why.

    >>> Finding("HP:0000578", 0.83, "measure", "2.9 SD above people of that age and sex").term
    'HP:0000316'

    An alternative id leads to the current one, as everywhere.
    """

    term: str
    confidence: float
    """From 0 to 1. For measures and the image model it is calibrated, for a reader it is not."""
    source: Source
    why: str
    """In words; empty where the source gives no reason."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "term", facts.term(self.term).id)
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"{self.confidence} is no confidence from 0 to 1")
        if self.source not in SOURCES:
            raise ValueError(f"{self.source!r} is none of {', '.join(SOURCES)}")


@dataclass(frozen=True)
class Findings:
    """All that was found in one face. A source judges a term once; several may judge the same.

    >>> wide, ptosis = "HP:0000316", "HP:0000508"
    >>> found = Findings((Finding(wide, 0.83, "measure", "2.9 SD above"),), unseen=(ptosis,))
    >>> [one.term for one in found.present()], found.absent, found.unseen
    (['HP:0000316'], (), ('HP:0000508',))
    """

    judged: tuple[Finding, ...] = ()
    unseen: tuple[str, ...] = ()
    """Terms that nothing could look at. They are not absent: nobody knows."""

    def __post_init__(self) -> None:
        unseen = sorted({facts.term(id).id for id in self.unseen})
        object.__setattr__(self, "unseen", tuple(unseen))
        seen = [(one.term, one.source) for one in self.judged]
        if len(set(seen)) < len(seen):
            raise ValueError("a source judges the same term twice")
        if both := {term for term, _ in seen} & set(unseen):
            raise ValueError(f"{', '.join(sorted(both))}: both judged and unseen")

    @property
    def surest(self) -> tuple[Finding, ...]:
        """For each term that was looked at, what the source says that is surest of its presence.

        The most present come first. `about` has what the other sources say.
        """
        best: dict[str, Finding] = {}
        for one in sorted(self.judged, key=_rank):
            best.setdefault(one.term, one)
        return tuple(best.values())

    def present(self, threshold: float = PRESENT) -> tuple[Finding, ...]:
        """The terms that are taken as present, the surest first."""
        return tuple(one for one in self.surest if one.confidence >= threshold)

    @property
    def absent(self) -> tuple[Finding, ...]:
        """The terms that were looked at and are taken as absent: no source sees them."""
        return tuple(one for one in self.surest if one.confidence <= ABSENT)

    def about(self, term: str) -> tuple[Finding, ...]:
        """What each source says of a term, the surest first."""
        return tuple(one for one in sorted(self.judged, key=_rank) if one.term == term)

    def as_dict(self) -> dict[str, Any]:
        """The findings as plain values, for JSON."""
        judged = [
            {"term": one.term, "confidence": one.confidence, "source": one.source, "why": one.why}
            for one in sorted(self.judged, key=_rank)
        ]
        return {"judged": judged, "unseen": list(self.unseen)}


def joined(several: Iterable[Findings]) -> Findings:
    """Findings of several sources as those of one face: unseen is what none of them saw."""
    several = tuple(several)
    judged = tuple(one for found in several for one in found.judged)
    unseen = {id for found in several for id in found.unseen} - {one.term for one in judged}
    return Findings(judged, tuple(unseen))


def _rank(one: Finding) -> tuple[float, str, int]:
    return -one.confidence, one.term, SOURCES.index(one.source)
