"""Which rows of a batch are shown: questions that live in the address, each with what there is."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import streamlit as st

from raredx.diagnosis.batch.shown import ONLY, ORDERS, Only, Order, Shown
from raredx.diagnosis.batch.store import Batch
from raredx.ui.predict_answer import shown_name
from raredx.ui.shell import as_text

_TITLES: dict[Only, str] = {
    "all": "All",
    "answered": "Answered",
    "withheld": "Withheld",
    "wrong": "Wrong",
    "right": "Right",
    "refused": "Not read",
}
_ORDERS: dict[Order, str] = {
    "asked": "As asked",
    "sure": "Surest first",
    "unsure": "Least sure first",
    "set": "Largest set first",
}


def narrowed(batch: Batch) -> Shown:
    """Draw what can be asked of rows, and keep it in the address."""
    rows = batch.rows
    asked = _asked(rows)
    counts = {one: len(Shown(only=one).take(rows)) for one in ONLY}
    there = [one for one in ONLY if one in ("all", asked.only) or counts[one]]
    _widget("only", asked.only)
    st.segmented_control(
        "Rows",
        there,
        format_func=lambda one: f"{_TITLES[one]} {counts[one]:,}",
        key="batch.only",
        required=True,
        on_change=_read,
        args=("only", "all"),
        label_visibility="collapsed",
    )
    wide, middle, narrow = st.columns([4, 3, 2], vertical_alignment="bottom")
    names = _conditions(rows)
    _widget("condition", list(asked.conditions))
    wide.multiselect(
        "First answer or truth",
        list(names),
        format_func=lambda name: f"{shown_name(name)} · {names[name]:,}",
        placeholder=f"any of {len(names):,} conditions",
        key="batch.condition",
        on_change=_read,
        args=("condition", []),
    )
    _widget("probability", (asked.least, asked.most))
    middle.slider(
        "Probability of the first answer",
        0.0, 1.0, step=0.01, format="percent", key="batch.probability", on_change=_read_range,
    )  # fmt: skip
    _widget("order", asked.order)
    narrow.selectbox(
        "Order", ORDERS, format_func=_ORDERS.__getitem__, key="batch.order",
        on_change=_read, args=("order", "asked"),
    )  # fmt: skip
    return asked


def _asked(rows: pa.Table) -> Shown:
    """What the address asks for; what there is not is told, and left aside."""
    given = st.query_params
    names = _conditions(rows)
    conditions = given.get_all("condition")
    if unknown := [one for one in conditions if one not in names]:
        st.warning(as_text(f"No answer and no truth here is {unknown[0][:60]!r}"))
    only, order = given.get("only", "all"), given.get("order", "asked")
    least, most = (_share(given.get(one), other) for one, other in (("from", 0.0), ("to", 1.0)))
    return Shown(
        conditions=tuple(one for one in conditions if one in names),
        only=only if only in ONLY else "all",
        least=min(least, most),
        most=max(least, most),
        order=order if order in ORDERS else "asked",
    )


def _conditions(rows: pa.Table) -> dict[str, int]:
    """The conditions that were answered or are true, and in how many rows."""
    both = zip(rows["answer"].to_pylist(), rows["truth"].to_pylist(), strict=True)
    found = Counter(name for pair in both for name in {*pair} if name)
    return dict(sorted(found.items()))


def _widget(name: str, value: object) -> None:
    st.session_state[f"batch.{name}"] = value


def _read(name: str, default: object) -> None:
    chosen = st.session_state[f"batch.{name}"]
    st.query_params.pop("page", None)
    if chosen == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen


def _read_range() -> None:
    st.query_params.pop("page", None)
    for name, value, whole in zip(
        ("from", "to"), st.session_state["batch.probability"], (0, 1), strict=True
    ):
        if value == whole:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = f"{value:.2f}"


def _share(text: str | None, default: float) -> float:
    try:
        value = float(text or default)
    except ValueError:
        return default
    return value if 0 <= value <= 1 else default
