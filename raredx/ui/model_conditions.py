"""The conditions that a model can answer, and those that nobody could judge it by."""

from __future__ import annotations

from typing import Any

import streamlit as st

from raredx.learning.bundle.card import BundleCard, Condition
from raredx.ui.shell import as_text
from raredx.ui.signs import ORPHANET
from raredx.words import count

_COLUMNS = {
    "condition": st.column_config.TextColumn("Condition", width=190, pinned=True),
    "images": st.column_config.NumberColumn("Images", width=70, help="That it was fitted on"),
    "people": st.column_config.NumberColumn("People", width=70),
    "judged": st.column_config.TextColumn(
        "Judged", width=105, help="Whoever is the only one cannot be both learned from and asked"
    ),
    "orpha": st.column_config.LinkColumn("ORPHA", display_text=r"(\d+)$", width=75),
}


def draw_conditions(name: str, card: BundleCard) -> None:
    """Draw a row for each condition, those of fewest people last."""
    st.markdown(
        f"**{as_text(name)}** answers one of {count(len(card.conditions), 'condition')}, whoever is"
        f" shown: also people who have none of them. **{count(len(card.alone), 'condition')}** of"
        " one person can be answered and never judged."
    )
    rows = [_row(one) for one in sorted(card.conditions, key=lambda one: (-one.people, one.name))]
    st.dataframe(
        rows,
        column_config=_COLUMNS,
        column_order=list(_COLUMNS),
        hide_index=True,
        key="model.conditions",
        height=min(35 * (len(rows) + 1) + 2, 640),
        placeholder="",
    )
    if card.unseen:
        st.caption(as_text(f"Left out, as no image had features: {', '.join(card.unseen)}."))


def _row(one: Condition) -> dict[str, Any]:
    code = (one.code or "").removeprefix("ORPHA:")
    return {
        "condition": one.name,
        "images": one.images,
        "people": one.people,
        "judged": "never judged" if one.people == 1 else "",
        "orpha": f"{ORPHANET}{code}" if code.isdigit() else None,
    }
