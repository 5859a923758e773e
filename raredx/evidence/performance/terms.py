"""The terms of a cell: metrics, values, and the words and marks between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from raredx.evidence.performance.fit import Fitted, fit
from raredx.evidence.performance.intervals import interval_at, level_at
from raredx.evidence.performance.tokens import Token
from raredx.evidence.performance.values import written_at
from raredx.evidence.performance.vocabulary import Metric, named_at, symbol_at, words
from raredx.evidence.performance.written import Written

Role = Literal[
    "metric", "value", "interval", "word", "is", "join", "arrow", "stop", "break", "open", "close"
]

A_LABEL = "a name's number"
A_LEVEL = "the level of an interval"
_MARKS: dict[str, Role] = {
    **dict.fromkeys(":=<>≤≥~", "is"),
    **dict.fromkeys(",/&", "join"),
    ";": "stop",
    "→": "arrow",
    "(": "open",
    ")": "close",
}
_LINKS = ("and", "or")


@dataclass(frozen=True)
class Term:
    """What a run of pieces is: the metric that it names, the value that it writes, or its words."""

    role: Role
    text: str
    start: int
    end: int
    metric: Metric | None = None
    value: Written | None = None


def terms(pieces: Sequence[Token]) -> tuple[list[Term], list[Token]]:
    """The terms of a cell in order, and the numbers that belong to a name.

    >>> from raredx.evidence.performance.tokens import tokens
    >>> [term.role for term in terms(tokens("Test set 2: F1-score of 0.9; 3 readers"))[0]]
    ['word', 'word', 'word', 'is', 'metric', 'word', 'value', 'stop', 'value', 'word']
    """
    found: list[Term] = []
    labels: list[Token] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.kind == "number" and _is_label(pieces, at):
            found.append(Term("word", piece.text, piece.start, piece.end))
            labels.append(replace(piece, why=A_LABEL))
            at += 1
        elif interval := interval_at(pieces, at):
            written, at = interval
            found.append(Term("interval", "", written.start, written.end, value=written))
        elif length := level_at(pieces, at):
            named = pieces[at : at + length]
            found.append(_term("word", named))
            labels += [replace(one, why=A_LEVEL) for one in named if one.kind == "number"]
            at += length
        elif value := written_at(pieces, at, ranges=not _from_to(pieces, at)):
            written, at = value
            found.append(Term("value", "", written.start, written.end, value=written))
            if written.opened:
                found.append(Term("open", "(", written.end, written.end))
        elif piece.kind == "word" and (metric := _metric_at(pieces, at)):
            found.append(_term("metric", pieces[at : metric[1]], metric[0]))
            at = metric[1]
        else:
            found.append(_term(_role(piece), [piece]))
            at += 1
    return found, labels


def _term(role: Role, pieces: Sequence[Token], metric: Metric | None = None) -> Term:
    text = " ".join(piece.text for piece in pieces)
    return Term(role, text, pieces[0].start, pieces[-1].end, metric)


def _role(piece: Token) -> Role:
    if piece.kind == "break":
        return "break"
    if piece.kind == "mark":
        return _MARKS.get(piece.text, "word")
    return "join" if piece.text.casefold() in _LINKS else "word"


def _metric_at(pieces: Sequence[Token], at: int) -> tuple[Metric, int] | None:
    """A metric by its name; by its symbol only where the value that follows can be its own."""
    if named := named_at(pieces, at):
        return named
    if metric := symbol_at(pieces, at):
        place = at + 1
        while place < len(pieces) and pieces[place].text in (":", "=", "("):
            place += 1
        value = written_at(pieces, place)
        if value is None and place < len(pieces) and named_at(pieces, place):
            return None  # "AP: precision 0.9" is about something called AP
        if value is None or isinstance(fit(metric, value[0], direct=True), Fitted):
            return metric, at + 1
    return None


def _from_to(pieces: Sequence[Token], at: int) -> bool:
    """Whether two values stand here, "improved from 0.88 to 0.90", and no range."""
    before = [piece.text.casefold() for piece in pieces[max(at - 8, 0) : at]]
    return (
        before[-1:] == ["from"]
        and bool(words("change") & set(before))
        and not {"ranging", "ranged", "ranges", "range"} & set(before)
    )


def _is_label(pieces: Sequence[Token], at: int) -> bool:
    """Whether a whole number is part of a name: "grade 2", "2019", "class 0:"."""
    piece = pieces[at]
    if not piece.whole or piece.percent:
        return False
    if len(piece.text) == 4 and piece.text[:2] in ("19", "20"):
        return True
    before = pieces[at - 1] if at else None
    after = pieces[at + 1].text if at + 1 < len(pieces) else ""
    if before is not None and before.kind == "word" and before.text.casefold() in words("label"):
        return after not in ("±", "%")
    return after == ":" and before is not None and before.kind == "word" and piece.value < 100
