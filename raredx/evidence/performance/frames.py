"""What a reader of a cell has in mind: the metric that waits for a value, and the words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from raredx.evidence.performance.fit import Fitted
from raredx.evidence.performance.terms import Term
from raredx.evidence.performance.vocabulary import Metric
from raredx.evidence.performance.written import Written

NAMED, STICKY = (
    1,
    2,
)  # how long what follows is a comparator's: to the next metric, to the clause's end


@dataclass
class Draft:
    """A value that found its metric, before its surroundings are read to the end."""

    metric: Metric
    written: Written
    fitted: Fitted | None  # None in a change
    comparator: bool
    heading: str
    intro: str  # words before the bracket in which it stands
    before: str
    after: list[str] = field(default_factory=list)
    flags: tuple[str, ...] = ()
    low: Written | None = None  # an interval that stood apart


@dataclass
class Frame:
    """The state of reading a clause, or a bracket in it."""

    waiting: list[Metric] = field(default_factory=list)  # named, without a value yet
    adjacent: bool = False  # since the last name there was nothing but "," "/" or "and"
    joined: bool = False  # and there was one
    direct: bool = False  # since the last name there was nothing that could be named itself
    headed: bool = False  # the metric heads a list of labels with values
    current: tuple[Metric, ...] = ()  # of the value before
    shape: str = ""
    names: frozenset[str] = frozenset()  # of metrics with values since the sentence began
    clause: frozenset[str] = frozenset()  # and since the clause began, outside brackets
    before: frozenset[str] = frozenset()  # and in the last clause that had any
    words: list[Term] = field(default_factory=list)  # of this item
    since: str = ""  # the last word since the metric was named
    listed: list[str] = field(default_factory=list)  # items without a value since the metric
    heading: str = ""
    intro: str = ""
    comparator: int = 0
    base: int = 0  # of the bracket itself
    versus: bool = False
    comma: bool = False  # since the comparator was named
    quantity: bool = False
    change: bool = False
    unknown: bool = False
    crossed: bool = False  # a ";" since the last value
    parted: bool = False  # a ";" since the last name
    aside: bool = False  # the last value was a note, such as a p value
    spent: bool = False  # a metric named before the bracket got its value in it
    held: bool = False  # something in the bracket had a value
    after_value: bool = False  # the bracket stands right after a value, and nothing is in it yet

    def opened(self, *, after_value: bool) -> Frame:
        """The state inside a bracket that opens here."""
        return replace(
            self,
            waiting=list(self.waiting),
            intro=self.text() or self.intro,
            words=[],
            listed=[],
            adjacent=False,
            heading="",
            base=STICKY if self.comparator else 0,
            comparator=STICKY if self.comparator else 0,
            quantity=False,
            unknown=False,
            spent=False,
            held=False,
            after_value=after_value,
        )

    def text(self) -> str:
        """The words of this item."""
        return " ".join(word.text for word in self.words)

    def said(self) -> set[str]:
        """The words of this item, in lower case."""
        return {word.text.casefold() for word in self.words}

    def end_item(self) -> None:
        """Forget what holds for one item of a list only."""
        if self.waiting and self.words:
            self.listed.append(self.text())
        self.words = []
        self.quantity = self.change = self.unknown = False
        self.comma = True

    def end_clause(self) -> None:
        """Forget what holds for one clause only."""
        self.end_item()
        self.listed = []
        self.heading = ""
        self.comparator = self.base
        self.versus = self.direct = self.adjacent = False
        self.crossed = self.parted = True
        self.aside = False
        self.before, self.clause = self.clause or self.before, frozenset()
