"""Which Orphanet diseases a study is about: by explicit steps, each link with its step.

The review names diseases mostly by abbreviations of its own. A token is looked up in an alias list,
then as it stands, then by what the study's own title and abstract say that it stands for, then by
what most studies mean by it, if this one has a word of that disease too. A study whose tokens lead
nowhere is linked by the names in its title, and last by those in its summary. Names in an abstract
do not count: an abstract also names what a disease leads to, and what it is compared with. Two
lists correct the cells of single studies: a disease that is only an example, or that no subject
has, is marked so, and no title or summary brings it back; one that the cell forgets is added.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from raredx.evidence.abbreviations import definitions, most_usual
from raredx.evidence.names import Disease, NameIndex
from raredx.evidence.vocabulary import clean
from raredx.evidence.workbook import Row, Sheet
from raredx.ontology.names import core_name, plain_name

Confidence = Literal["high", "medium", "low", "none"]

STEPS: dict[str, Confidence] = {
    "exact": "high",  # the token is a name of Orphanet's
    "normalised": "high",  # but for case, spelling, plural
    "defined here": "high",  # an abbreviation that the study itself spells out
    "alias": "high",  # in vocabularies/aliases.csv, with its reason
    "also about": "high",  # the study has such patients, the cell forgets it: also_about.csv
    "core words": "medium",  # but for order, "disease", "syndrome"
    "defined elsewhere": "medium",  # most studies that use the abbreviation mean this, and it fits
    "title": "medium",  # no token was found, but the title names the disease
    "summary": "low",  # nor does the title, but the review's summary of the study does
    "unlinked": "none",  # a token without a disease
    "not about": "none",  # the cell lists it, the study is not about it: not_about.csv
    "group": "none",  # "449 Rare Diseases": a number of diseases, not a disease
}
_GROUP = re.compile(r"\b\d+ (?:rare|common|diseases)|\bover \d+|more than \d+", re.IGNORECASE)
_FILLER = re.compile(r"etc\.?|others?|variety of diseases?.*", re.IGNORECASE)
_LEADING = re.compile(r"^includ(?:e|ing)\b *|^(?:and|or) ", re.IGNORECASE)
_SPLIT = re.compile(r"[,;:、]")
_TAGS = re.compile(r"<[^>]+>")
_USUAL_SHARE = 0.5
_HEADS = ("Rare ", "Genetic ")  # Orphanet's groups, not diseases


@dataclass(frozen=True)
class Link:
    """A token of a study's disease cell, or a name in its text, and the disease it leads to."""

    row: Row
    token: str
    disease: Disease | None
    step: str
    column: str  # the cell that gave it

    @property
    def confidence(self) -> Confidence:
        """How far the link can be trusted."""
        return STEPS[self.step]


class Linker:
    """Links the studies of a sheet to diseases."""

    def __init__(self, sheet: Sheet, index: NameIndex) -> None:
        self._index = index
        self._defined = {row.number: definitions(_prose(row)) for row in sheet.rows}
        self._words = {row.number: set(plain_name(_prose(row)).split()) for row in sheet.rows}
        self._usual = most_usual(self._defined.values())
        self._aliases = read_aliases()
        self._not_about = read_not_about()
        self._also_about = read_also_about()
        for (token, _), name in self._aliases.items():
            if " " in token:  # a name, not an abbreviation: it may stand in a title
                index.add_synonym(token, name)

    def links(self, row: Row) -> list[Link]:
        """What a study is about, every token accounted for."""
        found = [self._token(row, token) for token in tokens(row.text("diseases"))]
        found += self._forgotten(row)
        if not any(link.disease and link.confidence != "none" for link in found):
            found += self._named(row, "title") or self._named(row, "summary")
        return found

    def _token(self, row: Row, token: str) -> Link:
        if _GROUP.search(token):
            return Link(row, token, None, "group", "diseases")
        if (_pmid(row), token) in self._not_about:
            return Link(row, token, self._resolve(row, token)[0], "not about", "diseases")
        disease, step = self._resolve(row, token)
        return Link(row, token, disease, step, "diseases")

    def _resolve(self, row: Row, token: str) -> tuple[Disease | None, str]:
        by_class = self._aliases.get((token, row.text("class")))
        if name := by_class or self._aliases.get((token, "")):
            return self._index.exact[name], "alias"
        if found := self._index.find(token):
            return found
        defined = self._defined[row.number]
        own = defined.get(token) or defined.get(f"{token}s") or defined.get(token.removesuffix("s"))
        if own and (found := self._index.find(own)):
            return found[0], "defined here"
        if not own and (usual := self._elsewhere(row, token)):
            return usual, "defined elsewhere"
        return None, "unlinked"

    def _elsewhere(self, row: Row, token: str) -> Disease | None:
        """What most studies mean by a token, if this study has a word of that disease."""
        usual, times, all_times = self._usual.get(token, ("", 0, 0))
        found = self._index.find(usual) if times > _USUAL_SHARE * all_times else None
        if found and self._words[row.number] & set(core_name(found[0].name).split()):
            return found[0]
        return None

    def _forgotten(self, row: Row) -> list[Link]:
        """Diseases that the cell does not list, each with the cell that names it."""
        return [
            Link(row, name, self._index.exact[name], "also about", column)
            for pmid, name, column in self._also_about
            if pmid == _pmid(row)
        ]

    def _named(self, row: Row, column: str) -> list[Link]:
        """The diseases that a text names, but for groups and for what was set aside."""
        aside = {
            self._resolve(row, token)[0] for pmid, token in self._not_about if pmid == _pmid(row)
        }
        return [
            Link(row, disease.name, disease, column, column)
            for disease in self._index.within(_TAGS.sub("", clean(row.text(column))))
            if not disease.name.startswith(_HEADS) and disease not in aside
        ]


def is_about(link: Mapping[str, str]) -> bool:
    """Whether a row of the table says that the study is about the disease in it."""
    return bool(link["name"]) and link["confidence"] != "none"


def tokens(cell: str) -> list[str]:
    """The diseases that a cell lists; what stands in brackets is a token of its own.

    >>> tokens("IPF,other ILD (UIP), including CF; etc")
    ['IPF', 'other ILD', 'UIP', 'CF']
    """
    found: list[str] = []
    for part in _SPLIT.split(re.sub(r"[()]", ",", clean(cell))):
        token = _LEADING.sub("", part.strip(" ."))
        if token and not _FILLER.fullmatch(token):
            found.append(token)
    return list(dict.fromkeys(found))


def read_aliases() -> dict[tuple[str, str], str]:
    """Tokens and what they stand for, some of them in one class of the review alone."""
    return {(row["token"], row["review_class"]): row["name"] for row in _vocabulary("aliases.csv")}


def read_not_about() -> set[tuple[str, str]]:
    """PMIDs, and tokens or names of diseases that those studies turn out not to be about."""
    return {(row["pmid"], row["token"]) for row in _vocabulary("not_about.csv")}


def read_also_about() -> list[tuple[str, str, str]]:
    """PMIDs, diseases that their cells forget, and the columns that name them."""
    return [(row["pmid"], row["name"], row["column"]) for row in _vocabulary("also_about.csv")]


def all_links(sheet: Sheet, diseases: Iterable[Disease]) -> Iterator[Link]:
    """The links of every study of a sheet, in the order of its rows."""
    linker = Linker(sheet, NameIndex(diseases))
    for row in sheet.rows:
        yield from linker.links(row)


def _vocabulary(name: str) -> list[dict[str, str]]:
    path = Path(__file__).with_name("vocabularies") / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _pmid(row: Row) -> str:
    return clean(row.text("pmid"))


def _prose(row: Row) -> str:
    """What a study says of itself in sentences, where abbreviations are spelt out."""
    columns = ("title", "abstract", "summary", "criteria", "sample", "subject")
    return _TAGS.sub("", clean(" . ".join(row.text(column) for column in columns)))
