"""A cell "Performance" parsed: which value was stated of which metric, where and about what.

    cell    = clause ((";" | "." | break) clause)*
    clause  = [label ":"] item (("," | "/" | "and" | "vs") item)*
    item    = metrics [words] [":" | "="] values       the usual order
            | value [words] metric                     "90% accuracy"
            | [words] value                            carried: the metric of the value before
    metrics = metric (("/" | "," | "and") metric)*     with as many values, or "both"
    value   = [relation] number ["±" number] ["-" number] [unit] [interval]

Brackets hold clauses of their own and know the metric outside. What is not sure is not bound. No
ranking may be made from these: which value is comparable with which is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from raredx.evidence.performance.frames import Draft
from raredx.evidence.performance.labels import label_of, subset_of
from raredx.evidence.performance.reader import Reader
from raredx.evidence.performance.terms import terms
from raredx.evidence.performance.tokens import Token, tokens
from raredx.evidence.performance.written import Written

_DIGITS = 9  # after which a float is only noise


@dataclass(frozen=True)
class Binding:
    """A value stated of a metric; `start` and `end` say where in the cell it is written.

    A range has no `value`, only `low` and `high`; a change has only `change`.
    """

    metric: str
    quality: bool
    value: float | None
    unit: str
    relation: str
    spread: float | None
    low: float | None
    high: float | None
    level: float | None
    change: float | None
    subset: str
    context: str
    flags: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Parsed:
    """What a cell says: values bound to metrics, and numbers that nobody bound, with why."""

    bindings: tuple[Binding, ...]
    unbound: tuple[Token, ...]


def parse(cell: str) -> Parsed:
    """Bind the numbers of a cell to the metrics that it names.

    >>> [(b.metric, b.value, b.subset) for b in parse("AUC: training 0.95, test 0.91").bindings]
    [('AUC', 0.95, 'training'), ('AUC', 0.91, 'test')]
    >>> [(b.metric, b.value, b.flags) for b in parse("Sens/Spec: 92/98").bindings][0]
    ('sensitivity', 0.92, ('assumed percent', 'paired'))
    >>> [(t.text, t.why) for t in parse("Dice 0.8; 30 patients").unbound]
    [('30', 'another sort of number than the value before it')]
    """
    pieces = tokens(cell)
    found, labels = terms(pieces)
    reader = Reader(found)
    reader.read()
    bindings = tuple(_binding(draft) for draft in reader.drafts)
    return Parsed(
        tuple(sorted(bindings, key=lambda binding: (binding.start, binding.metric))),
        tuple(sorted([*labels, *_unbound(pieces, reader)], key=lambda token: token.start)),
    )


def _unbound(pieces: list[Token], reader: Reader) -> list[Token]:
    """The numbers that stand in what nobody bound, once each, with the first reason."""
    bound = {draft.written.start for draft in reader.drafts}
    reasons: dict[int, str] = {}
    for term, why in reader.left:
        if term.start not in bound:
            for piece in pieces:
                if piece.kind == "number" and term.start <= piece.start < term.end:
                    reasons.setdefault(piece.start, why)
    return [replace(piece, why=reasons[piece.start]) for piece in pieces if piece.start in reasons]


def _binding(draft: Draft) -> Binding:
    written, fitted, metric = draft.written, draft.fitted, draft.metric
    level, low, high, flags = written.level, None, None, draft.flags
    unit, value, spread, change = "", None, None, None
    if fitted is not None:
        value, low, high, spread, unit = (
            fitted.value,
            fitted.low,
            fitted.high,
            fitted.spread,
            fitted.unit,
        )
        flags = (*fitted.flags, *flags)
        if low is None and draft.low is not None:
            low, high, level = _apart(draft.low, percent=fitted.unit == "fraction")
    else:
        change = _change(draft)
        unit = "fraction" if written.percent else written.unit
    if draft.comparator:
        flags = (*flags, "comparator")
    return Binding(
        metric=metric.name, quality=metric.quality, value=_rounded(value), unit=unit,
        relation=written.relation, spread=_rounded(spread), low=_rounded(low),
        high=_rounded(high), level=level, change=_rounded(change), subset=subset_of(draft),
        context=label_of(draft), flags=flags, start=written.start, end=written.end,
    )  # fmt: skip


def _apart(interval: Written, *, percent: bool) -> tuple[float, float, float | None]:
    """An interval that stood apart from its value, in the scale of the value."""
    assert interval.low is not None
    assert interval.high is not None
    ends = [token.value for token in (interval.low, interval.high)]
    if percent and max(ends) > 1:
        ends = [end / 100 for end in ends]
    return ends[0], ends[1], interval.level


def _change(draft: Draft) -> float:
    """By how much it changed; a percentage as a fraction, with its sign."""
    written = draft.written
    size = written.number.value / (100 if written.percent else 1)
    return -size if written.sign == "-" else size


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)
