"""Choosing a cohort on a page, and what its card says."""

from __future__ import annotations

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.cohorts.store import Listed, list_cohorts, open_cohort
from raredx.ui.choices import choice
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.words import count


def choose_cohort() -> tuple[str, Cohort] | None:
    """Draw the choice of a cohort, told which cannot be opened; None while there is none."""
    listed = list_cohorts()
    for broken in listed:
        if broken.fault:
            st.warning(as_text(f"{broken.name}: {broken.fault}"), icon=":material/folder_off:")
    whole = {one.name: _line(one) for one in listed if not one.fault}
    if not whole:
        return None
    name = choice("Cohort", whole, key="cohort", default=next(iter(whole)))
    return name, open_cohort(name)


def draw_card(cohort: Cohort) -> None:
    """Draw what a cohort is and is not, in words and numbers."""
    card = cohort.card()
    with st.container(horizontal=True, vertical_alignment="center"):
        for origin in card.origin:
            icon, colour = ORIGIN_ICON[origin], ORIGIN_COLOUR[origin]
            st.badge(f"{origin} · {card.counts[origin]:,}", icon=icon, color=colour)  # type: ignore[arg-type]
    st.markdown(as_text(card.summary))
    st.info(as_text(card.is_not), icon=":material/info:")
    st.table(
        {
            "Licence": as_text(card.licence),
            "Source": as_text(card.source),
            "Made by": as_text(card.made_by),
            "Data hash": f"`{card.data_hash}`",
        },
        border="horizontal",
    )


def numbers(cohort: Cohort) -> str:
    """How much a cohort holds, in words."""
    rows = cohort.rows("label", "subject_id")
    held = {"image": len(rows), "subject": len(rows["subject_id"].unique())}
    held["class"] = len(rows["label"].drop_null().unique())
    return ", ".join(count(number, noun) for noun, number in held.items())


def _line(listed: Listed) -> str:
    assert listed.card
    kind = "shipped, " if listed.shipped else ""
    return f"{listed.name} ({kind}{count(listed.card.counts['images'], 'image')})"
