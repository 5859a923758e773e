"""Tables of an overview: what can be recognised, and how the regions of a face differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from raredx.phenotype.overview.kept import Overview
from raredx.phenotype.population.recognisable import FEW, OPEN, SMALLEST, YES
from raredx.ui.phenotypes import caption
from raredx.ui.phenotypes_export import download

_KEY = "recognisable"
_COLUMNS = {
    "condition": st.column_config.TextColumn("Condition", width=260),
    "verdict": st.column_config.TextColumn("Recognisable?", width=130),
    "auc": st.column_config.NumberColumn("AUC", format="%.3f", width=70, help="0.5 is chance"),
    "interval": st.column_config.TextColumn("95 % interval", width=110),
    "q": st.column_config.NumberColumn(
        "p, corrected", format="%.4f", width=100, help="False discovery rate over all conditions"
    ),
    "people": st.column_config.NumberColumn("People", width=70),
    "apart": st.column_config.NumberColumn(
        "× chance",
        format="%.1f",
        width=90,
        help="Distance of the mean shape from unaffected, over what chance brings",
    ),
    "points": st.column_config.NumberColumn(
        "Points", width=70, help="Of 478, that surely differ from unaffected"
    ),
}
_REGION = {
    "region": st.column_config.TextColumn("Region", width=90),
    "effect": st.column_config.NumberColumn(
        "Differs by", format="%.1f SD", width=90, help="Mean over its points"
    ),
    "share": st.column_config.TextColumn("Sure points", width=100),
    "moves": st.column_config.TextColumn("Moves", width=460),
}


def draw_recognisable(overview: Overview) -> None:
    """Draw all conditions, the one that is told best first; a click leads to the condition."""
    card = overview.card
    rows = sorted(
        overview.conditions.to_pylist(), key=lambda row: (-(row["auc"] or 0), row["condition"])
    )
    verdicts = [row["verdict"] for row in rows]
    numbers = {name: verdicts.count(name) for name in (YES, OPEN, FEW)}
    st.markdown(
        f"**{numbers[YES]:,} of {len(rows):,} conditions are recognisable** by their faces;"
        f" {numbers[OPEN]:,} are not shown to be, {numbers[FEW]:,} have too few people to say."
    )
    st.dataframe(
        [_as_shown(row) for row in rows],
        column_config=_COLUMNS,
        hide_index=True,
        key=_KEY,
        height=min(36 * (len(rows) + 1) + 2, 520),
        on_select=lambda: _open(rows),
        selection_mode="single-row",
        placeholder="",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        download(rows, card, "recognisable")
        st.caption("Select a row to see the condition; click a heading to sort.")
    wider = (
        f" Chance is taken {card.stretch:.2f} times as wide as permuted labels say."
        if card.stretch
        else ""
    )
    caption(
        card,
        "AUC: how often somebody with the condition is taken for it rather than somebody without;"
        " 0.5 is chance. Everybody is judged by what was fitted on others.",
        f"One-sided permutation test over people, corrected over conditions.{wider}",
        f"*Not shown to be* is no proof that a face tells nothing; under {SMALLEST} people nothing"
        " is said.",
    )


def region_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw how the regions of a face differ."""
    shown = [{**row, "share": f"{row['sure']} of {row['points']}"} for row in rows]
    st.dataframe(
        shown,
        column_config=_REGION,
        column_order=list(_REGION),
        hide_index=True,
        key="regions",
        height="content",
    )


def sentence(row: Mapping[str, Any]) -> str:
    """Whether a condition can be recognised, in one sentence with its figures."""
    if row["auc"] is None:
        return f"*Recognisable?* {row['people']:,} people are too few to say."
    answer = "Recognisable" if row["verdict"] == YES else "Not shown to be recognisable"
    figures = f"AUC {row['auc']:.2f}, 95 % CI {row['low']:.2f} to {row['high']:.2f}"
    return f"**{answer}** by the face: {figures}; chance 0.50; p = {row['q']:.4f}, corrected."


def _as_shown(row: Mapping[str, Any]) -> dict[str, Any]:
    interval = "" if row["low"] is None else f"{row['low']:.2f} to {row['high']:.2f}"
    apart = row["distance"] / row["by_chance"] if row["by_chance"] else None
    return {
        "condition": row["condition"],
        "verdict": row["verdict"] or "",
        "auc": row["auc"],
        "interval": interval,
        "q": row["q"],
        "people": row["people"],
        "apart": apart,
        "points": row["points"],
    }


def _open(rows: Sequence[Mapping[str, Any]]) -> None:
    """Go to the condition whose row was selected."""
    if chosen := st.session_state[_KEY]["selection"]["rows"]:
        st.query_params.update(view="condition", condition=rows[chosen[0]]["condition"])
