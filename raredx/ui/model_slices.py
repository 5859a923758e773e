"""For whom a model does how well: by sex, age, skin tone, site and whatever else is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from raredx.learning.external.slices import FEWEST, UNKNOWN, Slice
from raredx.learning.external.store import Record
from raredx.ui.choices import choice
from raredx.ui.compare_frame import figure
from raredx.ui.model_dots import TOO_FEW, Dot, dots, estimate_of, height_of, interval
from raredx.ui.shell import as_text

_ASKED_FOR = ("sex", "age", "skin tone", "site")
_METRICS = {"top-1": "First answer right (top-1)", "top-5": "Among the first 5 (top-5)"}


def draw_slices(name: str, record: Record) -> None:
    """Draw each group beside all people; small ones are counted and not judged."""
    st.subheader("For whom")
    metric = choice("Judged by", _METRICS, key="slice", default="top-1")
    overall = next((one for one in record.scores if one["metric"] == metric), None)
    rows = group_rows(record.slices, metric)
    if overall is None or overall["value"] is None:
        st.info(as_text(f"{metric} is not reported there: {(overall or {}).get('note')}."))
        return
    if rows:
        figure(
            dots(rows, title=f"{_METRICS[metric]}, %", line=overall["value"]),
            key=f"slices-{name}-{metric}",
            alt=f"{metric} of groups of people with intervals, beside that of all",
            height=height_of(rows),
        )
    st.caption(
        " ".join(
            [
                f"In brackets: people. The line is all {record.people:,} of them,"
                f" {100 * overall['value']:.1f} % ({interval(estimate_of(overall))}); strokes are"
                f" chance. Below {FEWEST} people: {TOO_FEW}. Groups were looked at one by one, so"
                " some will differ by chance.",
                *not_told(record.slices),
            ]
        )
    )


def group_rows(found: Sequence[Slice], metric: str) -> list[Dot]:
    """A heading for each thing that people differ in, and a row for each group."""
    rows = []
    for by in dict.fromkeys((*_ASKED_FOR, *(one.by for one in found))):
        own = [one for one in found if one.by == by]
        if len(own) > 1:
            rows += [Dot(label=by.capitalize()), *(_group(one, metric) for one in own)]
    return rows


def not_told(found: Sequence[Slice]) -> list[str]:
    """Sentences about what all have in common, and what nobody knows of them.

    >>> few = Slice(by="sex", value="female", images=2, people=2, scores=(), note="too few")
    >>> not_told([few])
    ['All are of one sex: female.', 'Nothing is known there of age, skin tone, site.']
    """
    told, unknown = [], [by for by in _ASKED_FOR if by not in {one.by for one in found}]
    for by in dict.fromkeys(one.by for one in found):
        values = [one.value for one in found if one.by == by]
        if values == [UNKNOWN]:
            unknown.append(by)
        elif len(values) == 1:
            told.append(as_text(f"All are of one {by}") + f": {as_text(values[0])}.")
    return [*told, *([f"Nothing is known there of {', '.join(unknown)}."] if unknown else [])]


def _group(one: Slice, metric: str) -> Dot:
    label = f"{one.value} ({one.people:,})"
    score: dict[str, Any] | None = next((s for s in one.scores if s["metric"] == metric), None)
    if score is None or score["value"] is None:
        return Dot(label=label, few=True)
    return Dot(
        label=label,
        value=estimate_of(score),
        chance=score["chance"],
        hover=f"{one.images:,} images of {one.people:,} people",
    )
