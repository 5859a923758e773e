"""What a sentence says of the terms that it names: there, not there, or not to be seen.

A denial reaches as far as it does for a careful reader: to the end of its clause, through a list
that ends in "or". Where a list could be read both ways, as in "no ptosis, wide mouth", the later
terms are told apart as unclear rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from raredx.phenotype.report.naming import MARKS, Span, spans_in, tokens_of
from raredx.phenotype.report.vocabulary import State, listed

_LONGEST_CLAUSE = 80  # words; nobody's sentence, but a model may never stop


@dataclass(frozen=True)
class Spotted:
    """A term that a sentence names; the state is None where the sentence can be read both ways."""

    term: str
    state: State | None


def spotted(sentence: str) -> list[Spotted]:
    """The terms that a sentence names, and what it says of each.

    >>> from raredx.ontology.facts import term
    >>> found = spotted("Eyes are wide-set; there is no ptosis or synophrys, but a thin upper lip")
    >>> [(term(one.term).name, one.state) for one in found]
    [('Hypertelorism', 'present'), ('Ptosis', 'absent'), ('Synophrys', 'absent'), \
('Thin upper lip vermilion', 'present')]
    """
    found = []
    for clause in _clauses(tokens_of(sentence.replace(";", " but "))):
        spans = spans_in(clause)
        in_names = {at for span in spans for at in range(span.start, span.end)}
        denials = [
            at
            for at, token in enumerate(clause)
            if token in listed("cues", "denies") and at not in in_names
        ]
        found += [Spotted(span.term, _state(clause, span, denials)) for span in spans]
    return found


def _clauses(tokens: list[str]) -> Iterator[list[str]]:
    ends = listed("cues", "ends")
    clause: list[str] = []
    for token in tokens:
        if token not in ends:
            clause.append(token)
        if token in ends or len(clause) == _LONGEST_CLAUSE:
            yield clause
            clause = []
    yield clause


def _state(clause: list[str], span: Span, denials: list[int]) -> State | None:
    around = _segment(clause, span)
    if any(f" {phrase} " in f" {' '.join(around)} " for phrase in listed("cues", "hides")):
        return "unseen"
    passed_over = (*listed("cues", "says"), "(", ":")
    after = [token for token in clause[span.end : span.end + 4] if token not in passed_over]
    if after and after[0] in listed("cues", "denied"):
        is_plain = after[0] != "not" or not after[1:] or after[1] in listed("cues", "denial_ends")
        return "absent" if is_plain else None
    before = [at for at in denials if at < span.start]
    if before and (reach := _reach(clause, before[-1], span)) != "beyond":
        return "absent" if reach == "within" else None
    return "possible" if set(around) & set(listed("cues", "doubts")) else "present"


def _reach(clause: list[str], denial: int, span: Span) -> Literal["within", "unclear", "beyond"]:
    """Whether a denial reaches a term that stands behind it."""
    between = clause[denial + 1 : span.start]
    breaks = [at for at, token in enumerate(between) if token in (",", "and")]
    if not breaks:
        return "within"
    says = set(listed("cues", "says"))
    if says & set(between[breaks[0] :]) or says & set(_segment(clause, span)):
        return "beyond"
    return "within" if {"or", "nor"} & set(clause[denial + 1 :]) else "unclear"


def _segment(clause: list[str], span: Span) -> list[str]:
    """The words around a term up to the next comma or bracket."""
    start, end = span.start, span.end
    while start > 0 and clause[start - 1] not in MARKS:
        start -= 1
    while end < len(clause) and clause[end] not in MARKS:
        end += 1
    return clause[start:end]
