"""A search in a web address, so that a link reproduces it; what cannot be had is noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from raredx.errors import UserError
from raredx.evidence.search.config import Search

_SINGLES = ("form", "date_of", "since", "until")
_LISTS = {
    "category": "categories",
    "disease": "diseases",
    "status": "statuses",
    "vision": "vision",
    "exclude": "exclude",
}
_NOTHING = "none"  # no last day, nothing left out
_MOST = 500  # values of one name that are looked at


def to_address(search: Search) -> dict[str, list[str]]:
    """A search as parameters of an address: what differs from the published one.

    >>> to_address(Search(form="corrected", diseases=("Alexander disease",), until=None))
    {'form': ['corrected'], 'until': ['none'], 'disease': ['Alexander disease']}
    """
    usual = Search()
    found = {
        name: [str(value or _NOTHING)]
        for name in _SINGLES
        if (value := getattr(search, name)) != getattr(usual, name)
    }
    found |= {
        name: list(values) or [_NOTHING]
        for name, field in _LISTS.items()
        if (values := getattr(search, field)) != getattr(usual, field)
    }
    synonyms = [f"{name}={one}" for name, some in search.synonyms.items() for one in some]
    return found | ({"synonym": synonyms} if synonyms else {})


def from_address(parameters: Mapping[str, Iterable[str]]) -> tuple[Search, list[str]]:
    """The search that an address asks for, and a note on each part of it that cannot be had.

    Parameters that are not a search's are left alone: they belong to the page.

    >>> search, notes = from_address({"form": ["corrected"], "disease": ["58", "lycanthropy"]})
    >>> search.diseases, notes
    (('Alexander disease',), ["disease 'lycanthropy' cannot be searched for: left out"])
    """
    values: dict[str, Any] = {}
    notes = []
    for said, part in _parts(parameters):
        more = _added(values, part)
        try:
            Search.of(**more)
        except UserError:
            notes.append(f"{said} cannot be searched for: left out")
        else:
            values = more
    return Search.of(**values), notes


def _parts(parameters: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What an address asks for, part by part: how to call it, and the values it gives."""
    given = {name: list(islice(texts, _MOST)) for name, texts in parameters.items()}
    for name in ("form", "date_of"):
        for text in given.get(name, [])[:1]:
            yield f"{name} {text[:60]!r}", {name: text}
    dates = {name: given[name][0] for name in ("since", "until") if given.get(name)}
    if dates:  # together: each may be impossible beside the usual other
        said = " and ".join(f"{name} {text[:60]!r}" for name, text in dates.items())
        yield said, {name: None if text == _NOTHING else text for name, text in dates.items()}
    for name, field in _LISTS.items():
        for text in given.get(name, []):
            yield f"{name} {text[:60]!r}", {field: () if text == _NOTHING else (text,)}
    for text in given.get("synonym", []):
        disease, _, synonym = text.partition("=")
        yield f"synonym {text[:60]!r}", {"synonyms": {disease: (synonym,)}}


def _added(old: Any, new: Any) -> Any:
    """What was there and what is new: dictionaries and tuples grow, anything else is replaced."""
    if isinstance(new, dict):
        old = old or {}
        return {**old, **{key: _added(old.get(key), value) for key, value in new.items()}}
    return (*(old or ()), *new) if isinstance(new, tuple) else new
