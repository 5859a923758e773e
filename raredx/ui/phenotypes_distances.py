"""How far apart conditions are: a matrix in which what is alike stands together, and its pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from raredx.phenotype.overview.kept import Overview
from raredx.ui.phenotypes import caption, leads_to, told
from raredx.ui.phenotypes_export import download
from raredx.ui.phenotypes_squares import distance_matrix
from raredx.ui.shell import as_text

_SIDE = 150  # pixels of a mean face


def draw_distances(overview: Overview) -> None:
    """Draw the matrix; a click on a mark leads to the pair."""
    card = overview.card
    if not told(card, "distances"):
        return
    rows = overview.tables["distances"].to_pylist()
    pairs = {frozenset((row["condition"], row["other"])): row for row in rows}
    asked = frozenset((st.query_params.get("one", ""), st.query_params.get("other", "")))
    if asked in pairs:
        _pair(overview, pairs[asked])
    elif asked != {""}:
        st.warning(
            "The address names a pair that is not in this cohort.", icon=":material/link_off:"
        )
    chosen = distance_matrix(card.order, pairs)
    if chosen and frozenset(chosen) != asked:
        st.query_params.update(one=chosen[0], other=chosen[1])
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        download(rows, card, "distances")
        st.caption("Click a square for the pair.")
    caption(
        card,
        f"Distances between the mean shapes of {len(card.order):,} groups, in standard deviations"
        " of people, what small numbers add taken off; 0 is no further apart than two samples of"
        " one condition. The order is that of an average-linkage tree.",
    )


def _pair(overview: Overview, row: Mapping[str, Any]) -> None:
    low, high = (max(row[end], 0) ** 0.5 for end in ("low", "high"))
    apart = max(row["squared"], 0) ** 0.5
    with st.container(border=True):
        both = (row["condition"], row["other"])
        sure = (
            ""
            if row["low"] > 0
            else " The interval reaches 0: so few people do not show that they differ."
        )
        borrowed = (
            " One has a single person, and borrows the spread of all." if row["borrowed"] else ""
        )
        st.markdown(
            f"**{as_text(both[0])}** and **{as_text(both[1])}** are **{apart:.1f} SD** apart"
            f" (95 % CI {low:.1f} to {high:.1f}).{sure}{borrowed}"
        )
        with st.container(horizontal=True):
            for name in both:
                with st.container(width=_SIDE, gap="small"):
                    _face(overview, name)


def _face(overview: Overview, name: str) -> None:
    if name in overview.faces:
        st.image(overview.faces[name], width=_SIDE)
    if name in {*overview.conditions["condition"].to_pylist()}:
        leads_to(
            as_text(name),
            icon=":material/face:",
            key=f"pair.{name}",
            view="condition",
            condition=name,
        )
    else:
        st.caption(as_text(name))
