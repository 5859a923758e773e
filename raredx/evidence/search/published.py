"""The published search, letter by letter: the text of its queries with every line break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from raredx.evidence.search.config import Search
from raredx.evidence.search.terms import terms
from raredx.ontology.orphanet import disease_names

NAMES_PER_QUERY = 1000
_FIELDS = {"publication": "Date - Publication", "entry": "Date - Create"}
_OPEN_END = "3000"  # PubMed's own way to leave a range open


def published_queries(names: Iterable[str] | None = None) -> list[str]:
    """The texts of the published queries; for other names, what the same recipe makes of them.

    Names stay in their order, a thousand to a query; the last one takes the rest.

    >>> [query.count("[tiab]") - 31 for query in published_queries()][-2:]
    [1000, 1074]
    """
    listed = [one.name for one in disease_names()] if names is None else list(names)
    packs = in_thousands([quoted(name) for name in listed])
    return [published_text(pack, Search()) for pack in packs]


def in_thousands(clauses: list[str]) -> list[list[str]]:
    """Clauses in their order, a thousand to a query; the last one takes the rest."""
    starts = range(0, max(len(clauses) - NAMES_PER_QUERY, 0) + 1, NAMES_PER_QUERY)
    ends = [*starts[1:], len(clauses)]
    return [clauses[start:end] for start, end in zip(starts, ends, strict=True)]


def quoted(name: str) -> str:
    """A name as the published search asks for it.

    >>> quoted("Alexander disease")
    '"Alexander disease"[tiab]'
    """
    return f'"{name}"[tiab]'


def published_text(diseases: Sequence[str], search: Search) -> str:
    """One query in the published layout, for diseases that are written out already."""
    field = _FIELDS[search.date_of]
    end = f"{search.until:%Y/%m/%d}" if search.until else _OPEN_END
    dates = f'"{search.since:%Y/%m/%d}"[{field}] : "{end}"[{field}]'
    found = f"\n(\n{_vision(search)}\n AND ({' OR '.join(diseases)})\nAND ({dates})\n)\n"
    left_out = [one.published for one in terms().exclusions if one.text in search.exclude]
    return found + (f"NOT \n(\n({' OR '.join(left_out)})\n)\n" if left_out else "")


def _vision(search: Search) -> str:
    """The vision terms: a bracket for each block, and in a large block a line for each group."""
    blocks: dict[int, list[str]] = {}
    for group in terms().groups:
        if group.name in search.vision and group.published:
            line = " OR ".join(quoted(term) for term in group.published)
            blocks.setdefault(group.block, []).append(f"({line})")
    joint = "\n  OR\n"
    return f"(\n{joint.join('  ' + _block(lines) for lines in blocks.values())}\n)"


def _block(lines: list[str]) -> str:
    joint = " OR\n    "
    return lines[0] if len(lines) == 1 else f"(\n    {joint.join(lines)}\n  )"
