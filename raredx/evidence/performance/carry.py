"""What stands around a value: a list, a metric after it, a change, and what carries on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from raredx.evidence.performance.frames import Frame
from raredx.evidence.performance.terms import Term
from raredx.evidence.performance.vocabulary import Metric, word_map, words

A_CONDITION = "a condition"
A_COUNT = "a count"
A_QUANTITY = "a quantity of its own"
AMBIGUOUS = "more than one metric could be meant"
ELSEWHERE = "its metric is in another clause"
_LONGEST_LABEL = 8
_LARGE = 0.3  # more than this is no difference between two results
_PREPOSITIONS = {
    *("of", "in", "for", "on", "at", "with", "by", "from", "to", "vs", "than", "and", "compared"),
    *("using", "over", "when", "as", "was", "is", "were"),
}
_LEAST = {
    ("at", "least"): "≥", ("more", "than"): ">", ("less", "than"): "<", ("up", "to"): "≤",
    ("higher", "than"): ">", ("greater", "than"): ">", ("lower", "than"): "<",
}  # fmt: skip


def one_list(terms: Sequence[Term], at: int) -> list[int]:
    """The places of the values in one list with this one: "0.9, 0.8 and 0.7", "98/95"."""
    places, place = [at], at + 1
    slashed = place < len(terms) and terms[place].text == "/"
    while place < len(terms) and terms[place].role == "join":
        if slashed and terms[place].text != "/":
            break
        joins = len(list(takewhile(lambda term: term.role == "join", terms[place : place + 2])))
        place += joins
        if place >= len(terms) or terms[place].role != "value":
            break
        places.append(place)
        place += 1
    return places


def metric_after(terms: Sequence[Term], at: int) -> tuple[list[Metric], int] | None:
    """The metric named right after a value, and where: "90% classification accuracy"."""
    for place in range(at + 1, min(at + 6, len(terms))):
        term = terms[place]
        if term.role == "metric" and term.metric is not None:
            following = terms[place + 1] if place + 1 < len(terms) else None
            if following is not None and (
                following.role in ("is", "value")
                or following.text.casefold() in words("quantity") | words("change")
            ):
                return None
            return [term.metric], place
        if term.role != "word" or term.text.casefold() in (
            _PREPOSITIONS | words("quantity") | words("change")
        ):
            return None
    return None


def relation_before(terms: Sequence[Term], at: int) -> str:
    """On which side the words before a value put it: "over 90%"."""
    before = [term.text.casefold() for term in terms[max(at - 2, 0) : at]]
    if len(before) == 2 and tuple(before) in _LEAST:
        return _LEAST[before[0], before[1]]
    relation = word_map("relation").get(before[-1], "") if before else ""
    return str(relation)


def is_change(terms: Sequence[Term], at: int, frame: Frame) -> bool:
    """Whether a number says by how much something changed, not what it is."""
    value = terms[at].value
    assert value is not None
    before = terms[at - 1].text.casefold() if at else ""
    after = [term.text.casefold() for term in terms[at + 1 : at + 4]]
    if value.sign == "+" or (
        value.sign == "-" and (value.percent or frame.change) and before in ("(", ":", ",", "")
    ):
        return True
    if before == "by":
        return frame.change
    if before in words("change") or (before == "of" and _changed(terms, at)):
        return True
    close = list(takewhile(lambda text: text not in (",", ";", ".", "(", ")", "and"), after))
    if "percentage" in close or ("points" in close[:2] and value.percent):
        return True
    if frame.waiting and value.number.value > (_LARGE * 100 if value.percent else _LARGE):
        return False  # "accuracy 95% higher than": a value
    return before != "to" and ("than" in close or close[:1] in [[word] for word in words("change")])


def is_count(terms: Sequence[Term], at: int) -> bool:
    """Whether a whole number counts things: "98/100", "98 images"."""
    value = terms[at].value
    assert value is not None
    if value.shape != "whole":
        return False
    if _over(terms, at) or _over(terms, at - 2):
        return True
    return (
        at + 1 < len(terms)
        and terms[at + 1].role == "word"
        and terms[at + 1].text.casefold() not in words("versus") | words("unit")
    )


def _over(terms: Sequence[Term], at: int) -> bool:
    """Whether two whole numbers with a slash between them start at a place."""
    if not 0 <= at < len(terms) - 2 or terms[at + 1].text != "/":
        return False
    first, last = terms[at].value, terms[at + 2].value
    return first is not None and last is not None and first.shape == last.shape == "whole"


def _changed(terms: Sequence[Term], at: int) -> bool:
    return at > 1 and terms[at - 2].text.casefold() in words("change")


def carried(terms: Sequence[Term], at: int, frame: Frame) -> Metric | str:
    """The metric of the value before, where it plainly goes on; else why it does not."""
    value = terms[at].value
    assert value is not None
    following = terms[at + 1] if at + 1 < len(terms) else None
    before = frame.words[-1].text.casefold() if frame.words else ""
    if not frame.current:
        return "no metric before it"
    if frame.aside:
        return "after another quantity"
    if value.shape != frame.shape:
        return "another sort of number than the value before it"
    if frame.unknown:
        return "its name is no known metric"
    if frame.quantity or _quantity_in(frame.heading) or _quantity_after(terms, at):
        return A_QUANTITY
    if following is not None and following.text.casefold() == "of":
        return "a share of something"
    if before in words("condition") and not frame.comparator:
        return A_CONDITION
    if frame.comparator and not frame.versus and len(frame.names) > 1:
        return AMBIGUOUS
    if len(frame.words) > _LONGEST_LABEL:
        return "too far from its metric"
    if following is not None and frame.after_value and following.role == "close":
        return "alone in brackets after a value"
    if frame.crossed and (
        len(frame.before) > 1
        or not (frame.words or frame.heading or frame.intro or _is_open(following))
    ):
        return ELSEWHERE
    return frame.current[0]


def labels_after(terms: Sequence[Term], group: list[int]) -> list[str]:
    """The names after a list of values, if there are as many: "0.9 and 0.8 for A and B"."""
    place = group[-1] + 1
    if place >= len(terms) or terms[place].text.casefold() not in ("for", "in", "on"):
        return []
    labels = [""]
    for term in takewhile(lambda term: term.role in ("word", "join"), terms[place + 1 :]):
        if term.role == "word":
            labels[-1] = f"{labels[-1]} {term.text}".strip()
        elif labels[-1]:
            labels.append("")
    return labels if len(labels) == len(group) and all(labels) else []


def _is_open(term: Term | None) -> bool:
    return term is not None and term.role == "open"


def _quantity_in(heading: str) -> bool:
    return any(word.casefold() in words("quantity") for word in heading.split())


def _quantity_after(terms: Sequence[Term], at: int) -> bool:
    near = takewhile(lambda term: term.role == "word", terms[at + 1 : at + 5])
    return any(term.text.casefold() in words("quantity") | {"had", "were", "was"} for term in near)
