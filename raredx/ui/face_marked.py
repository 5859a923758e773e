"""The measure whose points stand out on the face: clicked, chosen, or named by the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from raredx.phenotype.analyse import Measured
from raredx.phenotype.pair import Difference
from raredx.phenotype.traits.measures import find_measure
from raredx.phenotype.traits.points import all_points
from raredx.ui.shell import as_text

_KEY = "face.measure"


def choose_measure(measures: Sequence[Measured]) -> Measured | None:
    """Draw the measure whose points stand out on the face, as the address or a click says."""
    known = {one.name: one for one in measures}
    asked = st.query_params.get("measure")
    st.session_state[_KEY] = asked if asked in known else None
    name = st.selectbox(
        "Measure on the face",
        list(known),
        index=None,
        format_func=lambda name: known[name].title,
        key=_KEY,
        placeholder="click a mark, or choose one",
        on_change=lambda: _mark(st.session_state[_KEY]),
    )
    if name is None:
        return None
    one, told = known[name], find_measure(name)
    points = ", ".join(all_points()[point].marks.lower() for point in told.points)
    z = "" if one.z is None else f", **{one.z:+.1f} SD**"
    moved = f" Also moved by {', '.join(told.disturbed_by)}." if told.disturbed_by else ""
    st.caption(f"{one.value:.3g}{unit(one)}{z}. Taken on: {as_text(points)}.{as_text(moved)}")
    return one


def draw_plain(measures: Sequence[Measured]) -> None:
    """Draw measures of which nobody can say how unusual they are."""
    st.caption("Plain measures: without a reference for such images, none is called unusual.")
    rows = [
        {"Region": one.region, "Measure": one.title, "Value": one.value, "Unit": one.unit}
        for one in measures
    ]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        height=420,
        key="face.plain",
        on_select="rerun",
        selection_mode="single-row",
        column_config={"Value": st.column_config.NumberColumn(format="%.3f")},
    )
    picked = chosen["selection"]["rows"]
    mark_new((measures[picked[0]].name,) if picked else (), "face.plain")


def draw_plain_pair(differences: Sequence[Difference]) -> None:
    """Draw measures of two faces of which nobody can say how far they are apart."""
    st.caption("Plain measures: without z-scores of both, none is called the largest difference.")
    rows = [
        {
            "Region": one.one.region,
            "Measure": one.one.title,
            "The first": one.one.value,
            "The other": one.other.value,
            "Unit": one.one.unit,
        }
        for one in differences
    ]
    number = st.column_config.NumberColumn(format="%.3f")
    both = {"The first": number, "The other": number}
    st.dataframe(rows, hide_index=True, height=420, column_config=both)


def mark_new(chosen: Sequence[str], key: str) -> None:
    """Mark the measure of a new click; one that was taken before is not taken again."""
    seen = f"{key}.taken"
    if chosen and st.session_state.get(seen) != chosen[0]:
        st.session_state[seen] = chosen[0]
        _mark(chosen[0])
    elif not chosen:
        st.session_state.pop(seen, None)


def _mark(name: str | None) -> None:
    if name:
        st.query_params["measure"] = name
    else:
        st.query_params.pop("measure", None)


def unit(one: Measured) -> str:
    """The unit behind a value; a ratio has none."""
    return "" if one.unit == "ratio" else one.unit
