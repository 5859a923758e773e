"""What goes wrong, or is easily overlooked, in the published search: counted, with examples."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from raredx.evidence.search.build import build
from raredx.evidence.search.config import Search, selected
from raredx.evidence.search.terms import terms
from raredx.evidence.search.wording import LONG, has_spellings
from raredx.ontology.orphanet import DiseaseName


@dataclass(frozen=True)
class Pitfall:
    """A pitfall of one search: how many of its parts fall into it, why, and what helps."""

    key: str
    title: str
    count: int
    of: int
    why: str
    remedy: str
    examples: tuple[str, ...]
    mended: bool  # by the corrected form


def pitfalls(search: Search) -> list[Pitfall]:
    """The pitfalls of a search. In the corrected form, those that are left.

    >>> [(one.key, one.count) for one in pitfalls(Search())[:3]]
    [('prefixed', 1120), ('heads', 31), ('long', 2570)]
    """
    names = selected(search)
    hits = _in_names(names, search) | _in_terms(search)
    sizes = {key: len(names) for key in _in_names((), search)} | _sizes(search, names)
    queries = build(search)
    hits["length"] = [f"{one.length:,} characters" for one in queries if not one.url]
    sizes["length"] = len(queries)
    return [
        Pitfall(
            count=len(hits[text["key"]]),
            of=sizes[text["key"]],
            examples=tuple(hits[text["key"]][:3]),
            **text,
        )
        for text in _texts()
        if hits[text["key"]] and not (text["mended"] and search.form == "corrected")
    ]


def _in_names(names: Sequence[DiseaseName], search: Search) -> dict[str, list[str]]:
    return {
        "prefixed": [one.name for one in names if one.plain != one.name],
        "heads": [one.name for one in names if one.is_head],
        "long": [one.name for one in names if len(one.plain.split()) >= LONG],
        "spellings": [one.name for one in names if has_spellings(one.plain)],
        "operators": [one.name for one in names if re.search(r"[()\[\]:/&|]", one.plain)],
        "capitals": [one.name for one in names if re.fullmatch(r"[A-Z]{3,}", one.plain)],
        "synonyms": [one.name for one in names if not search.synonyms.get(one.name)],
        "headings": [one.name for one in names],
    }


def _in_terms(search: Search) -> dict[str, list[str]]:
    vision = [
        (term, group)
        for group in terms().groups
        if group.name in search.vision
        for term in group.published
    ]
    excluded = {one.text: one.published for one in terms().exclusions if one.text in search.exclude}
    return {
        "ambiguous": [term for term, group in vision if term in group.ambiguous],
        "wildcards": [term for term, _ in vision if "*" in term[:-1]],
        "versions": [term for term, group in vision if f"{term}*" in group.corrected],
        "not-a-type": [v for k, v in excluded.items() if k == "Books and Documents"],
        "case-study": [v for k, v in excluded.items() if k == "case study"],
        "trials": [v for k, v in excluded.items() if k == "Clinical Trial"],
        "dates": ["[Date - Publication]"] if search.date_of == "publication" else [],
    }


def _sizes(search: Search, names: Sequence[DiseaseName]) -> dict[str, int]:
    """Of how many vision terms, exclusions and queries a pitfall takes some."""
    groups = [group for group in terms().groups if group.name in search.vision]
    vision = sum(len(group.published) for group in groups)
    return {
        **dict.fromkeys(("ambiguous", "wildcards", "versions"), vision),
        **dict.fromkeys(("not-a-type", "case-study", "trials"), len(search.exclude)),
        "dates": 1,
    }


@cache
def _texts() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("pitfalls.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["pitfall"])
