"""Which terms of the face a text names, by their names and synonyms, in whatever order of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from raredx.ontology import store, tables
from raredx.ontology.names import plain_name
from raredx.phenotype.report.vocabulary import listed

MARKS = frozenset(",()/:")
_LONGEST = 9  # words of a name that is looked for in a sentence
_TOKEN = re.compile(r"[^\s,()/:]+|[,()/:]")


@dataclass(frozen=True)
class Span:
    """Where a term is named: the tokens from `start` up to `end`."""

    term: str
    start: int
    end: int


def tokens_of(text: str) -> list[str]:
    """A text as plain words and marks, for comparison with names.

    >>> tokens_of("Wide-set eyes (mild)")
    ['wide', 'set', 'eyes', '(', 'mild', ')']
    """
    found: list[str] = []
    for token in _TOKEN.findall(text):
        found += [token] if token in MARKS else plain_name(token).split()
    return found


def named(text: str) -> str | None:
    """The visible term that bears just this name or synonym, but for case, plural and order.

    >>> named("eyebrows, thick"), named("thick eyebrows and lashes")
    ('HP:0000574', None)
    """
    tokens = [token for token in tokens_of(text) if token not in MARKS]
    return _by_words().get(" ".join(tokens)) or _by_bag().get(_bag(tokens))


def spans_in(tokens: list[str]) -> list[Span]:
    """The names in a clause: the longest first, as they stand, then with their words reordered."""
    taken = [False] * len(tokens)
    found: list[Span] = []
    for in_order in (True, False):
        for size in range(min(_LONGEST, len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                if any(taken[start : start + size]):
                    continue
                if term := _name_of(tokens[start : start + size], in_order=in_order):
                    found.append(Span(term, start, start + size))
                    taken[start : start + size] = [True] * size
    return sorted(found, key=lambda span: span.start)


def _name_of(tokens: list[str], *, in_order: bool) -> str | None:
    if not MARKS.isdisjoint(tokens):
        return None
    if in_order:
        return _by_words().get(" ".join(tokens))
    empty = listed("words", "empty")
    if tokens[0] in empty or tokens[-1] in empty or set(listed("words", "joins")) & set(tokens):
        return None
    return _by_bag().get(_bag(tokens))


def _bag(tokens: list[str]) -> str:
    """The words that matter, sorted, without plural."""
    singular = (token[:-1] if len(token) > 3 and token.endswith("s") else token for token in tokens)
    return " ".join(sorted(token for token in singular if token not in listed("words", "empty")))


@cache
def _by_words() -> dict[str, str]:
    """Visible terms by their names, then by synonyms of the same meaning, then by others."""
    rows = store.term_rows()
    own = [(row[0], row[-1]) for row in tables.rows("terms")]
    others = sorted(
        tables.rows("synonyms"),
        key=lambda row: (row[2] != "exact", -sum(rows[row[0]].diseases.values())),
    )
    found: dict[str, str] = {}
    for id, key in [*own, *((row[0], row[-1]) for row in others)]:
        if key and rows[id].visible:
            found.setdefault(key, id)
    return found


@cache
def _by_bag() -> dict[str, str]:
    found: dict[str, str] = {}
    for key, id in _by_words().items():
        found.setdefault(_bag(key.split()), id)
    return {bag: id for bag, id in found.items() if bag}
