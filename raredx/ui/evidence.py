"""What a click on a chart leads to, and gaps as a table."""

from __future__ import annotations

import streamlit as st

from raredx.assets import read_card
from raredx.evidence.catalogue import FOLDER
from raredx.evidence.filters import Filter
from raredx.evidence.gaps import Crossing
from raredx.evidence.store import Store
from raredx.evidence.study_tables import Table
from raredx.ui.shell import as_text
from raredx.ui.studies import study_table


def studies_of(store: Store, wanted: Filter) -> None:
    """Draw the studies of a mark, and the way to them on their own page."""
    rows = store.rows(wanted)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{len(rows):,} rows** · {as_text(str(wanted))}", width="stretch")
            st.page_link(
                "app_pages/studies.py",
                label="Open in Studies",
                icon=":material/arrow_forward:",
                query_params=wanted.parameters,
            )
        if rows:
            study_table(rows, key=f"marked.{wanted.address}")
        else:
            st.caption("No study has both: this is a gap.")


def about_catalogue(store: Store) -> None:
    """Draw where the catalogue comes from, its known errors, and what was not understood."""
    with st.expander("About this catalogue", icon=":material/info:"):
        card = read_card(FOLDER)
        st.markdown(as_text(card.summary))
        st.caption(as_text(f"Licence: {card.licence}. Version {store.version}."))
        st.markdown(
            "**How much of the figures of performance was understood.** What could be read in two"
            " ways was left; why each number was left is counted."
        )
        rows = [{"Counted": r["counted"], "Number": int(r["number"])} for r in _report(store)]
        st.dataframe(rows, hide_index=True, key="metric.report", height=240)


def _report(store: Store) -> Table:
    """The parse report in words."""
    words = {
        "cells": "cells that report figures",
        "metric_rows": "rows with a metric of quality",
        "metric_pairs": "values bound to a metric of quality",
        "metric_rows_any": "rows with any value bound",
        "metric_values_bound": "values bound to any metric",
        "metric_numbers_unbound": "numbers left unbound",
    }
    report = store.tables["metric_report"]
    return [{**row, "counted": words.get(row["counted"], row["counted"])} for row in report]


def draw_gaps(found: Crossing, down: str, across: str) -> None:
    """Draw the gaps of a map, the most surprising first, with the rule that ranks them."""
    st.subheader("Gaps")
    most = st.segmented_control(
        "Count as a gap", [0, 1, 2], default=0, key="gaps.most", required=True,
        format_func=lambda n: "no study" if n == 0 else f"up to {n}",
    )  # fmt: skip
    gaps = found.gaps(most=most or 0)
    rows = [
        {
            down: gap.down,
            across: gap.across,
            "Studies": gap.studies,
            "Expected": round(gap.expected, 1),
            "Chance": f"{gap.chance:.2g}",
            "Corrected": f"{gap.corrected:.2g}",
        }
        for gap in gaps[:100]
    ]
    st.dataframe(rows, hide_index=True, key="gaps", height=320)
    surprising = sum(gap.corrected < 0.05 for gap in gaps)
    st.caption(
        f"{len(gaps):,} gaps; {surprising:,} would surprise even after correction (below 0.05)."
        " *Expected*: studies with both, if rows and columns had nothing to do with each other."
        " *Chance*: of so few or fewer then (hypergeometric). *Corrected*: for the number of pairs"
        " looked at (Holm). A gap may have a plain reason: an eye disease needs no CT of the lung."
        " Values of one column that belong together, or a disease in two classes, are not"
        " independent; read this as a list of questions, not of answers."
    )
