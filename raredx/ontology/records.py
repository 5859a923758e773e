"""What the ontology says, as values: terms, diseases, and which disease has which sign."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Synonym:
    """Another name of a term."""

    name: str
    scope: str
    """How near its meaning is: exact, related, broad or narrow."""
    kind: str = ""
    """What sort of word it is: layperson, abbreviation, plural form, uk spelling, or ""."""


@dataclass(frozen=True)
class Term:
    """A term of HPO. Its parents and children are ids, as far as the tables hold them."""

    id: str
    name: str
    definition: str
    synonyms: tuple[Synonym, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]
    visible: bool
    """Whether a photograph of a head can show it; else it is an ancestor, or of another organ."""


@dataclass(frozen=True)
class Annotation:
    """That a disease has a sign, how often, and who says so."""

    disease_id: str
    term_id: str
    frequency: float | None
    """From 0 to 1: counted, in per cent, or the middle of the class. None: nobody says."""
    frequency_class: str
    """obligate, very frequent, frequent, occasional, very rare, excluded, or ""."""
    source: str
    """Publications and databases, with semicolons between."""
    seen: int | None = None
    """Patients with the sign, where they were counted."""
    of: int | None = None
    """Patients looked at, where they were counted."""
    sex: str = ""
    """"male" or "female", where the statement is about one sex alone."""


@dataclass(frozen=True)
class Disease:
    """A disease of Orphanet's list or OMIM's, and its signs: of the head, or of all organs."""

    id: str
    name: str
    category: str
    """Orphanet's category; OMIM has none."""
    terms: tuple[Annotation, ...] = field(repr=False)
    """Signs that patients have, the most frequent first."""
    absent: tuple[Annotation, ...] = field(default=(), repr=False)
    """Signs that patients do not have: the source says NOT, or saw none in those it counted."""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A term or disease that a search found, and why."""

    id: str
    name: str
    step: str
    """id, name, synonym, beginning, words or spelling: how the text led here."""
    matched: str
    """The id or the name that the text was found in."""
    score: float
    """From 0 to 1; a better match is higher."""

    @property
    def why(self) -> str:
        """The reason in words.

        >>> Match("HP:0000316", "Hypertelorism", "synonym", "Wide-set eyes", 0.98).why
        "synonym 'Wide-set eyes'"
        """
        said = self.step if self.matched == self.name else f"{self.step} {self.matched!r}"
        return {"beginning": f"begins {self.matched!r}", "words": f"words of {self.matched!r}",
                "spelling": f"spelt nearly as {self.matched!r}"}.get(self.step, said)  # fmt: skip
