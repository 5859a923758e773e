"""Giving a value to its metric: the one that waits, the one named after it, the one before it."""

from __future__ import annotations

from dataclasses import replace

from raredx.evidence.performance.carry import (
    A_CONDITION,
    A_COUNT,
    A_QUANTITY,
    AMBIGUOUS,
    ELSEWHERE,
    carried,
    is_change,
    is_count,
    labels_after,
    metric_after,
    one_list,
    relation_before,
)
from raredx.evidence.performance.fit import Fitted, Unfit, fit
from raredx.evidence.performance.frames import Draft, Frame
from raredx.evidence.performance.terms import Term
from raredx.evidence.performance.vocabulary import Metric, words
from raredx.evidence.performance.written import Written

_SHARED = {"both", "all", "each"}


class Binder:
    """Binds values in the frame of what was read before; `left` are those that nobody bound."""

    def __init__(self, terms: list[Term]) -> None:
        self.terms = terms
        self.drafts: list[Draft] = []
        self.left: list[tuple[Term, str]] = []
        self._frame = Frame()
        self._last: Draft | None = None  # of this item: words after the value are about it
        self._done: set[int] = set()

    def _value(self, at: int, term: Term) -> None:
        frame, group = self._frame, one_list(self.terms, at)
        assert term.value is not None
        names = after = metric_after(self.terms, at) if not frame.waiting else None
        if is_change(self.terms, at, frame):
            metric = frame.waiting or (names and names[0]) or list(frame.current)
            self._bind_change(at, [] if frame.quantity else metric[:1])
        elif len(frame.waiting) > 1:
            self._bind_several(at, group, tuple(frame.waiting), "waiting")
        elif frame.waiting:
            self._bind_waiting(at, group)
        elif after is not None:
            found, place = after
            self._done.add(place)
            if frame.since == "at" and frame.held:
                self.left.append((term, A_CONDITION))
            elif self._bind(at, found[0], direct=False):
                frame.current = (found[0],)
        elif len(frame.current) > 1:
            self._bind_several(at, group, frame.current, "carried")
        elif pair := self._pair(at, group):
            self._bind_several(at, group, pair, "paired")
        elif isinstance(why := carried(self.terms, at, frame), str):
            self.left.append((term, why))
            frame.words = []
            frame.aside |= not term.value.number.whole
        else:
            self._bind(at, why, direct=False, flags=("carried",))

    def _bind_waiting(self, at: int, group: list[int]) -> None:
        frame = self._frame
        metric = frame.waiting[0]
        if why := self._refusal(at):
            self.left.append((self.terms[at], why))
            return
        labels = [*frame.listed, *filter(None, frame.text().split(" and "))]
        if self._bind(at, metric, direct=frame.direct):
            frame.headed = frame.headed or not frame.direct
            if not metric.aside:
                frame.current = (metric,)
            frame.waiting, frame.spent = [], True
            if len(group) > 1 and (
                labels := labels if len(labels) == len(group) else labels_after(self.terms, group)
            ):
                self._rest_of_list(group, metric, labels)

    def _refusal(self, at: int) -> str:
        """Why a value is not that of the metric that waits."""
        frame = self._frame
        if frame.parted and not frame.heading:
            return ELSEWHERE
        if frame.since in words("quantity") and frame.since not in words("light"):
            return A_QUANTITY
        return A_COUNT if is_count(self.terms, at) else ""

    def _rest_of_list(self, group: list[int], metric: Metric, labels: list[str]) -> None:
        """AUC of training, validation and test set were 0.9, 0.8 and 0.7; or the names after."""
        self.drafts[-1].before = labels[0]
        for place, label in zip(group[1:], labels[1:], strict=True):
            if self._bind(place, metric, direct=False, flags=("carried",)):
                self.drafts[-1].before = label
            self._done.add(place)

    def _bind_several(
        self, at: int, group: list[int], metrics: tuple[Metric, ...], how: str
    ) -> None:
        """Several metrics and as many values; or one value said to be that of all of them."""
        frame = self._frame
        said = frame.said()
        if said & _SHARED and len(group) == 1:
            flags = ("shared",)
            pairs = [(at, metric) for metric in metrics]
        elif len(group) == len(metrics):
            flags = ("paired",)
            pairs = list(zip(group, metrics, strict=True))
        else:
            self.left.append((self.terms[at], AMBIGUOUS))
            frame.words = []
            return
        text = frame.text()
        bound = [self._bind(place, m, direct=frame.direct, flags=flags) for place, m in pairs]
        self._done |= set(group)
        if any(bound):
            for draft in self.drafts[-sum(bound) :]:
                draft.before = text
            frame.current, frame.waiting = metrics, []
            frame.spent |= how == "waiting"

    def _pair(self, at: int, group: list[int]) -> tuple[Metric, ...]:
        """The two metrics before a pair "82%/98%" that names none."""
        joined = self.terms[at + 1].text == "/" if at + 1 < len(self.terms) else False
        if len(group) != 2 or not joined or len(self.drafts) < 2:
            return ()
        metrics = tuple(draft.metric for draft in self.drafts[-2:])
        names = [metric.name for metric in metrics]
        return metrics if names in (["sensitivity", "specificity"],) else ()

    def _bind(self, at: int, metric: Metric, *, direct: bool, flags: tuple[str, ...] = ()) -> bool:
        frame, term = self._frame, self.terms[at]
        written = term.value
        assert written is not None
        if frame.change and frame.since == "from":
            flags = (*flags, "before")
        written = replace(written, relation=relation_before(self.terms, at) or written.relation)
        fitted: Fitted | Unfit = fit(metric, written, direct=direct)
        if isinstance(fitted, Unfit):
            self.left.append((term, fitted.why))
            return False
        self._add(metric, written, fitted, flags)
        frame.aside = metric.aside
        if not metric.aside:
            frame.shape = written.shape
            frame.names |= {metric.name}
            frame.clause |= {metric.name}
        return True

    def _bind_change(self, at: int, metrics: list[Metric]) -> None:
        written = self.terms[at].value
        assert written is not None
        if metrics:
            self._add(metrics[0], written, None, ("change",))
            self._frame.waiting = []
        else:
            self.left.append((self.terms[at], "a change of an unnamed metric"))

    def _add(
        self, metric: Metric, written: Written, fitted: Fitted | None, flags: tuple[str, ...]
    ) -> None:
        frame = self._frame
        draft = Draft(
            metric,
            written,
            fitted,
            self._is_comparator(flags),
            frame.heading,
            frame.intro,
            frame.text(),
            flags=tuple(flag for flag in flags if flag != "before"),
        )
        self.drafts.append(draft)
        self._last = draft
        frame.words, frame.crossed, frame.held = [], False, True
        frame.quantity = frame.change = frame.unknown = frame.adjacent = False

    def _is_comparator(self, flags: tuple[str, ...]) -> bool:
        frame = self._frame
        return "before" in flags or (frame.comparator > 0 and not frame.said() & words("own"))

    def _end_item(self) -> None:
        if self._last is not None and self._frame.words:
            self._last.after.append(self._frame.text())
        self._last = None
        self._frame.end_item()
