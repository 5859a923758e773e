"""Reading the terms of a cell from left to right: which value belongs to which metric.

A metric waits for the values that follow it; a value that none waits for looks for the name right
after it ("90% accuracy") and then for the metric of the value before it. What is not sure is left.
"""

from __future__ import annotations

from raredx.evidence.performance.binder import Binder
from raredx.evidence.performance.frames import NAMED, STICKY, Draft, Frame
from raredx.evidence.performance.terms import Term
from raredx.evidence.performance.vocabulary import vocabulary, words

_NO_VALUE_OF = {"threshold", "thresholds", "cutoff", "cut-off", "loss", "analysis", "-based"}


class Reader(Binder):
    """Reads terms into drafts of bindings, with one frame for each open bracket."""

    def __init__(self, terms: list[Term]) -> None:
        super().__init__(terms)
        self._outer: list[tuple[Frame, Draft | None]] = []

    def read(self) -> None:
        """Go through all terms once."""
        for at, term in enumerate(self.terms):
            if at not in self._done:
                getattr(self, f"_{term.role}")(at, term)
        self._end_item()

    def _word(self, at: int, term: Term) -> None:
        frame, text = self._frame, term.text.casefold()
        frame.after_value = False
        if text in words("denial") and frame.waiting:
            frame.waiting = []
        if text in words("versus") and self._is_versus(at):
            self._end_item()
            frame.comparator, frame.versus, frame.comma = self._level(), True, False
        elif text in words("comparator"):
            frame.comparator, frame.comma = self._level(), False
        frame.change |= text in words("change")
        frame.quantity |= text in words("quantity") and not (
            frame.waiting and text in words("light")
        )
        if text not in words("light"):
            if frame.direct and text in words("quantity"):
                frame.waiting = []  # "accuracy threshold", "sensitivity error"
            frame.direct = frame.adjacent = False
        frame.words.append(term)
        frame.since = text

    def _level(self) -> int:
        """A comparator that is named in a bracket holds to its end."""
        return STICKY if self._outer else max(self._frame.comparator, NAMED)

    def _is_versus(self, at: int) -> bool:
        """Whether "vs" follows a result, and does not join two names ("ALS vs controls")."""
        before, after = self._role(at - 1), self._role(at + 1)
        after_result = self._last is not None or self._frame.held
        return (
            after == "value"
            or before == "open"
            or (before in ("value", "close", "join", "metric") and after_result)
        )

    def _role(self, at: int) -> str:
        return self.terms[at].role if 0 <= at < len(self.terms) else "break"

    def _metric(self, at: int, term: Term) -> None:
        frame, metric = self._frame, term.metric
        assert metric is not None
        frame.after_value = False
        if at + 1 < len(self.terms) and self.terms[at + 1].text.casefold() in _NO_VALUE_OF:
            frame.quantity = True
            frame.words.append(term)
            return
        if frame.comparator == NAMED and frame.comma:
            frame.comparator, frame.versus = 0, False
        self._last = None if not frame.words else self._last
        listed = frame.adjacent and frame.joined
        condition = [word.text.casefold() for word in frame.words[-2:]] in (["at"], ["at", "a"])
        frame.waiting = [*frame.waiting, metric] if listed else [] if condition else [metric]
        frame.listed, frame.since = [], ""
        frame.adjacent = frame.direct = True
        frame.joined = frame.parted = False
        frame.aside = condition
        frame.headed = frame.quantity = frame.unknown = False

    def _is(self, at: int, term: Term) -> None:
        frame = self._frame
        text = frame.text()
        if term.text == ":":
            said = frame.said()
            if said & words("comparator"):
                frame.comparator = frame.base if said & words("versus") else STICKY
            if text:
                frame.heading = text
            frame.words = []
            frame.headed = frame.headed or bool(frame.waiting)
            self._last = None
        elif frame.words and not frame.waiting and not frame.headed:
            frame.unknown = True

    def _join(self, at: int, term: Term) -> None:
        frame = self._frame
        frame.joined = True
        before, after = self._role(at - 1), self._role(at + 1)
        ended = before in ("value", "close", "interval") or (
            self._last is not None and after in ("value", "metric")
        )
        if term.text == "," or ended:
            self._end_item()
        elif frame.words:
            frame.words.append(term)

    def _arrow(self, at: int, term: Term) -> None:
        if self._last is not None:
            self._last.comparator = True
        self._end_item()

    def _stop(self, at: int, term: Term) -> None:
        self._end_item()
        self._frame.end_clause()
        if self._role(at - 1) != "metric":
            self._frame.waiting = []

    def _break(self, at: int, term: Term) -> None:
        self._end_item()
        self._frame = Frame(base=self._frame.base, comparator=self._frame.base)

    def _open(self, at: int, term: Term) -> None:
        after_value = self._role(at - 1) in ("value", "close", "interval") or at - 1 in self._done
        self._outer.append((self._frame, self._last if after_value else None))
        self._frame, self._last = self._frame.opened(after_value=after_value), None

    def _close(self, at: int, term: Term) -> None:
        if not self._outer:
            return
        inner, (frame, about) = self._frame, self._outer.pop()
        if about is not None and not inner.held:
            about.after.append(inner.text())
        if inner.spent and frame.waiting:
            frame.current, frame.shape = tuple(frame.waiting), inner.shape
            frame.waiting, frame.headed = [], True
        elif not inner.held and not frame.words and about is None:
            frame.words += [word for word in inner.words if word.text not in vocabulary().symbols]
        frame.held |= inner.held
        frame.names |= inner.names
        self._frame, self._last = frame, about

    def _interval(self, at: int, term: Term) -> None:
        assert term.value is not None
        about = self._last or (self._outer[-1][1] if self._outer else None)
        if about is not None and about.written.low is None:
            about.low = term.value
        else:
            self.left.append((term, "an interval apart from its value"))
