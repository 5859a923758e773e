"""A model's answer as findings: what it says is present, absent or hidden, and what is unclear.

Models answer in prose, in broken JSON, with ids that do not exist or belong to other terms, and
name diseases though they were asked not to. What can be read without guessing is read; the rest is
listed with a reason, so that nothing disappears.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from raredx.ontology import store
from raredx.phenotype.report.answers import MOST_CHARACTERS, statements
from raredx.phenotype.report.entries import NotUnderstood, Said, read_statement
from raredx.phenotype.report.findings import Finding, Findings
from raredx.phenotype.report.lines import Item
from raredx.phenotype.report.vocabulary import State

_MOST_LISTED = 200
_SHOWN = 160


@dataclass(frozen=True)
class Worth:
    """What a reader's word is worth as a confidence. Nobody has calibrated it."""

    present: float = 0.6
    possible: float = 0.4
    absent: float = 0.1


@dataclass(frozen=True)
class Parsed:
    """What an answer says of terms that the tables hold."""

    findings: tuple[Finding, ...]
    """Terms that it calls present or possible."""
    absent: tuple[Finding, ...]
    unseen: tuple[str, ...]
    """Terms that it says could not be seen."""
    not_understood: tuple[NotUnderstood, ...]

    def as_findings(self) -> Findings:
        """All of it as findings of one face."""
        return Findings((*self.findings, *self.absent), self.unseen)

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        return {
            "findings": self.as_findings().as_dict(),
            "not_understood": [vars(one) for one in self.not_understood],
        }


def parse(answer: str, *, worth: Worth = Worth()) -> Parsed:
    r"""Read an answer.

    Parameters
    ----------
    answer : str
        Whatever the model wrote. Of more than 20,000 characters the rest is not read.
    worth : Worth
        The confidence of a reader's "present", "possible" and "absent".

    Examples
    --------
    >>> found = parse("EYES: No ptosis.\nTERMS:\n- Wide-set eyes: present\n- Blue nose: present")
    >>> [(one.term, one.why) for one in found.findings]
    [('HP:0000316', "it wrote 'Wide-set eyes'")]
    >>> [one.term for one in found.absent]
    ['HP:0000508']
    >>> found.not_understood
    (NotUnderstood(text='Blue nose', why='no term of the face has this name'),)
    """
    said, unclear = _read(answer)
    states: dict[str, State] = {}
    for term, some in sorted(said.items()):
        if (state := _agreed(some)) is None:
            both = " and ".join(dict.fromkeys(repr(_short(one.text)) for one in some))
            unclear.append(NotUnderstood(store.term_rows()[term].name, f"it says both: {both}"))
        else:
            states[term] = state

    def of(*wanted: State) -> tuple[Finding, ...]:
        return tuple(
            Finding(
                term, getattr(worth, state), "reader", f"it wrote {_short(said[term][0].text)!r}"
            )
            for term, state in states.items()
            if state in wanted
        )

    return Parsed(
        findings=of("present", "possible"),
        absent=of("absent"),
        unseen=tuple(term for term, state in states.items() if state == "unseen"),
        not_understood=tuple(dict.fromkeys(unclear)),
    )


def _read(answer: str) -> tuple[dict[str, list[Said]], list[NotUnderstood]]:
    """What is said of each term, and what is unclear."""
    said: dict[str, list[Said]] = defaultdict(list)
    unclear: list[NotUnderstood] = []
    listed = 0
    for statement in statements(answer):
        listed += isinstance(statement, Item)
        if listed > _MOST_LISTED:
            unclear.append(NotUnderstood("…", f"more than {_MOST_LISTED} entries are not read"))
            break
        for one in read_statement(statement):
            if isinstance(one, Said):
                said[one.term].append(one)
            else:
                unclear.append(NotUnderstood(_short(one.text), one.why))
    if len(answer) > MOST_CHARACTERS:
        why = f"more than {MOST_CHARACTERS:,} characters are not read"
        unclear.append(NotUnderstood("…", why))
    return said, unclear


def _agreed(some: list[Said]) -> State | None:
    """The state that an answer gives a term: what it lists wins, but for a contradiction."""
    if {"present", "absent"} <= {one.state for one in some}:
        return None
    states = {one.state for one in some if one.listed} or {one.state for one in some}
    if len(states) == 1:
        return states.pop()
    return "possible" if states == {"present", "possible"} else None


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
