"""The published search, letter by letter: the text of its queries with every line break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from raredx.evidence.search.nomenclature import disease_names
from raredx.evidence.search.terms import Exclusion, Group, terms

NAMES_PER_QUERY = 1000
_FIELDS = {"publication": "Date - Publication", "entry": "Date - Create"}
_OPEN_END = "3000"  # PubMed's own way to write an open range


def published_queries(names: Iterable[str] | None = None) -> list[str]:
    """The texts of the published queries; for other names, what its recipe makes of them.

    Names stay in their order, a thousand to a query; the last one takes the rest.

    >>> [query.count("[tiab]") for query in published_queries()][-2:]
    [1031, 1105]
    """
    listed = [one.name for one in disease_names()] if names is None else list(names)
    whole = max(len(listed) // NAMES_PER_QUERY, 1)
    starts = [NAMES_PER_QUERY * part for part in range(whole)]
    ends = [*starts[1:], len(listed)]
    return [
        published_text([quoted(name) for name in listed[start:end]])
        for start, end in zip(starts, ends, strict=True)
    ]


def quoted(name: str) -> str:
    """A name as the published search asks for it.

    >>> quoted("Alexander disease")
    '"Alexander disease"[tiab]'
    """
    return f'"{name}"[tiab]'


def published_text(
    diseases: Sequence[str],
    *,
    groups: Sequence[Group] | None = None,
    exclusions: Sequence[Exclusion] | None = None,
    since: date | None = None,
    until: date | None = None,
    open_end: bool = False,
    date_of: str = "publication",
) -> str:
    """One query in the published layout; what is not given is as it was published."""
    asked = terms()
    vision = _blocks(asked.groups if groups is None else groups)
    end = _OPEN_END if open_end else f"{until or asked.until:%Y/%m/%d}"
    field = _FIELDS[date_of]
    dates = f'"{since or asked.since:%Y/%m/%d}"[{field}] : "{end}"[{field}]'
    left_out = " OR ".join(
        one.published for one in (asked.exclusions if exclusions is None else exclusions)
    )
    found = f"\n(\n{vision}\n AND ({' OR '.join(diseases)})\nAND ({dates})\n)\n"
    return f"{found}NOT \n(\n({left_out})\n)\n" if left_out else found


def _blocks(groups: Sequence[Group]) -> str:
    """The vision terms: a bracket for each block, and in a large block a line for each group."""
    written: dict[int, list[str]] = {}
    for group in groups:
        if group.published:
            line = f"({' OR '.join(quoted(term) for term in group.published)})"
            written.setdefault(group.block, []).append(line)
    blocks = [
        f"  {lines[0]}" if len(lines) == 1 else f"  (\n    {' OR\n    '.join(lines)}\n  )"
        for lines in written.values()
    ]
    return f"(\n{'\n  OR\n'.join(blocks)}\n)"
