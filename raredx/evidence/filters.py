"""Which studies are meant: one value that drives every view and export, and lives in an address."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlencode

from raredx.evidence.facets import BY_NAME, MISSING

Order = Literal["newest", "oldest", "most cited", "largest", "title", "row"]

_MOST_WORDS = 12
_MOST_TEXT = 200


@dataclass(frozen=True)
class Filter:
    """Words that must all appear, and the values wanted in some facets: one of each facet's.

    >>> wanted = Filter("kabuki", {"modality": ("CT", "MRI")})
    >>> print(wanted)
    contains 'kabuki'; Modality is CT or MRI
    >>> wanted.address
    'q=kabuki&modality=CT&modality=MRI'
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plain = " ".join(self.text[:_MOST_TEXT].split())
        kept = {name: tuple(self.chosen[name]) for name in BY_NAME if self.chosen.get(name)}
        object.__setattr__(self, "text", plain)
        object.__setattr__(self, "chosen", kept)

    def __hash__(self) -> int:
        return hash(self.address)

    def __bool__(self) -> bool:
        return bool(self.text or self.chosen)

    @property
    def words(self) -> list[str]:
        """The words that must all appear."""
        return folded(self.text).split()[:_MOST_WORDS]

    @property
    def address(self) -> str:
        """The filter as the query of a web address."""
        return urlencode(self.parameters, doseq=True)

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The filter as parameters of an address; years that follow each other as a range."""
        found = {"q": [self.text]} if self.text else {}
        for name, values in self.chosen.items():
            found[name] = _ranges(values) if name == "year" else list(values)
        return found

    def __str__(self) -> str:
        parts = [f"contains '{self.text}'"] if self.text else []
        for name in self.chosen:
            shown = [value.replace("..", " to ") for value in self.parameters[name]]
            parts.append(f"{BY_NAME[name].title} is {_listed(shown)}")
        return "; ".join(parts) or "all studies"

    def also(self, **values: str) -> Filter:
        """The filter narrowed to one value in some facets."""
        return Filter(self.text, {**self.chosen, **{name: (v,) for name, v in values.items()}})

    def without(self, name: str) -> Filter:
        """The filter without one facet."""
        return Filter(self.text, {n: v for n, v in self.chosen.items() if n != name})


def folded(text: str) -> str:
    """A text for comparison: small letters without accents.

    >>> folded("Behçet")
    'behcet'
    """
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def from_address(
    parameters: Mapping[str, Iterable[str]] | str, known: Mapping[str, Iterable[str]]
) -> tuple[Filter, list[str]]:
    """The filter that an address asks for, and a note on each part of it that is not known.

    Parameters that are no facets are left alone: they belong to the page.

    >>> from_address("modality=MRT&modality=MRI", {"modality": ["MRI"]})[1]
    ["Modality has no 'MRT': left out"]
    """
    given = parse_qs(parameters) if isinstance(parameters, str) else parameters
    chosen: dict[str, tuple[str, ...]] = {}
    notes: list[str] = []
    for name, facet in BY_NAME.items():
        there = tuple(known.get(name, ()))
        wanted = [value for one in given.get(name, ()) for value in _wanted(name, one, there)]
        chosen[name] = tuple(dict.fromkeys(value for value in wanted if value in there))
        unknown = [value for value in wanted if value not in there]
        notes += [f"{facet.title} has no {value[:60]!r}: left out" for value in unknown[:3]]
    return Filter(next(iter(given.get("q", ())), ""), chosen), notes


def _wanted(name: str, value: str, known: Iterable[str]) -> list[str]:
    """What a part of an address asks for: itself, or the years in a range that are known."""
    first, dots, last = value.partition("..")
    if name == "year" and dots and first.isdecimal() and last.isdecimal():
        within = [
            year for year in known if year.isdecimal() and int(first) <= int(year) <= int(last)
        ]
        return within or [value]
    return [value]


def _ranges(years: Iterable[str]) -> list[str]:
    """Years, those that follow each other as one range.

    >>> _ranges(["2019", "2020", "2021", "2024"])
    ['2019..2021', '2024']
    """
    runs: list[list[str]] = []
    for year in sorted(set(years), key=lambda value: (value == MISSING, value)):
        if runs and year.isdecimal() and int(year) == int(runs[-1][-1]) + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs]


def _listed(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"
