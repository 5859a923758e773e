"""Which rare diseases a stranger's record names: by explicit steps, each finding with its step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from raredx.evidence.abbreviations import definitions
from raredx.evidence.diseases import read_aliases
from raredx.evidence.names import Disease, NameIndex
from raredx.evidence.search.records import Record
from raredx.ontology.orphanet import DiseaseName, disease_names

Step = Literal["title", "alias", "defined here", "abstract"]

_BRANCHES = ("Rare ", "Genetic ")  # Orphanet's groups, not diseases


@dataclass(frozen=True)
class Found:
    """A disease that a record names, and the step that found it.

    `title`: the title names it, or has an abbreviation that the record spells out.
    `alias`: the title has an abbreviation of the alias list, and the record does not spell it out.
    `defined here`: title or abstract spell out an abbreviation of it.
    `abstract`: the abstract names it.
    """

    disease: DiseaseName
    step: Step


def diseases_in(
    record: Record, synonyms: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Found, ...]:
    """The diseases that a record names, each once, by the best step that finds it.

    Synonyms stand by Orphanet's name, as in a `Search`.

    >>> record = Record("a.nbib", 1, "1", "Grading ROP", abstract="Apart from cystic fibrosis, ...")
    >>> [(found.disease.name, found.step) for found in diseases_in(record)]
    [('Retinopathy of prematurity', 'alias'), ('Cystic fibrosis', 'abstract')]
    """
    given = sorted((synonyms or {}).items())
    index = _index(tuple((name, synonym) for name, some in given for synonym in some))
    spelt = definitions(f"{record.title} . {record.abstract}")
    short = set(re.findall(r"[\w.-]+", record.title))
    unspelt = short - set(spelt) if not record.title.isupper() else set()
    steps: list[tuple[Step, list[Disease]]] = [
        ("title", index.within(record.title)),
        ("title", _meant(index, [spelt[one] for one in spelt if one in short])),
        ("alias", _meant(index, [name for one, name in _aliases().items() if one in unspelt])),
        ("defined here", _meant(index, spelt.values())),
        ("abstract", index.within(record.abstract)),
    ]
    found: dict[str, Found] = {}
    for step, diseases in steps:
        for disease in diseases:
            if not disease.name.startswith(_BRANCHES):
                found.setdefault(disease.name, Found(_described()[disease.name], step))
    return tuple(found.values())


def _meant(index: NameIndex, names: Iterable[str]) -> list[Disease]:
    return [found[0] for name in names if (found := index.find(name))]


@cache
def _described() -> dict[str, DiseaseName]:
    return {one.name: one for one in disease_names()}


@cache
def _aliases() -> dict[str, str]:
    """Abbreviations that stand for one disease whatever a study is about, and long enough."""
    usual = {
        token: name for (token, review_class), name in read_aliases().items() if not review_class
    }
    return {token: name for token, name in usual.items() if " " not in token and len(token) > 2}


@lru_cache(maxsize=4)
def _index(synonyms: tuple[tuple[str, str], ...]) -> NameIndex:
    """Orphanet's names, and others that are known for some of them."""
    index = NameIndex(Disease(one.name, one.orpha_code, one.category) for one in disease_names())
    for (token, _), name in read_aliases().items():
        if " " in token:
            index.add_synonym(token, name)
    for name, synonym in synonyms:
        index.add_synonym(synonym, name)
    return index
