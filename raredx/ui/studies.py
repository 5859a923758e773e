"""Studies on a page: a table that leads to their sources, a panel with all that is known of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from raredx.evidence.details import PUBMED, Fact, datasets_of, facts_of
from raredx.evidence.imported import cells_of
from raredx.evidence.store import Store
from raredx.ui.shell import as_text

_MOST = 1000  # rows that a table shows
_COLUMNS = {
    "study_id": st.column_config.TextColumn("Row", help="Row of the review's workbook", width=60),
    "year": st.column_config.NumberColumn("Year", format="%d", width=60),
    "title": st.column_config.TextColumn("Title", width=420),
    "disease": st.column_config.ListColumn("Disease", width=220),
    "modality": st.column_config.ListColumn("Modality", width=140),
    "architecture": st.column_config.ListColumn("Architecture", width=160),
    "validation": st.column_config.ListColumn("Validation", width=180),
    "availability": st.column_config.TextColumn("Data", width=80),
    "sample_total": st.column_config.NumberColumn("N", format="localized", width=80),
    "citations": st.column_config.NumberColumn("Cited", width=70),
    "pubmed": st.column_config.LinkColumn("PubMed", display_text=r"/(\d+)/$", width=100),
}


def study_table(
    rows: Sequence[Mapping[str, Any]], *, key: str, chosen: str | None = None
) -> list[Mapping[str, Any]]:
    """Draw studies as a table, one of them chosen at first; gives those that are selected in it."""
    shown = list(rows[:_MOST])
    if len(rows) > _MOST:
        st.caption(
            f"The first {_MOST:,} of {len(rows):,} rows are shown; exports hold all of them."
        )
    clicked = st.dataframe(
        [_as_shown(row) for row in shown],
        column_config=_COLUMNS,
        column_order=list(_COLUMNS),
        hide_index=True,
        key=key,
        height=min(36 * (len(shown) + 1) + 2, 460),
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={
            "selection": {"rows": [n for n, row in enumerate(shown) if row["study_id"] == chosen]}
        },
        placeholder="",
    )
    return [shown[at] for at in clicked["selection"]["rows"] if at < len(shown)]


def study_panel(study: str, store: Store) -> None:
    """Draw all that is known of a study, each fact with its cell and how it was found."""
    (record,) = [row for row in store.tables["studies"] if row["study_id"] == study]
    st.subheader(as_text(record["title"]))
    place = ", ".join(part for part in (record["journal"], record["year"]) if part)
    st.caption(as_text(place or "Journal and year are not in the workbook"))
    with st.container(horizontal=True):
        if record["pmid"]:
            st.link_button("PubMed", f"{PUBMED}{record['pmid']}/", icon=":material/open_in_new:")
        for fact in facts_of(study, store.tables):
            if fact.link:
                label = fact.value.rpartition("→ ")[2]
                st.link_button(as_text(label), fact.link, icon=":material/open_in_new:")
        for dataset, relation in datasets_of(study, store.tables).items():
            st.page_link(
                "app_pages/datasets.py",
                label=f"Data set {dataset}, {relation} here",
                icon=":material/database:",
                query_params={"q": dataset, "featured": "all"},
            )
    for note in _notes(record, store):
        st.warning(as_text(note), icon=":material/report:")
    facts = facts_of(study, store.tables)
    rows = []
    for topic, some in groupby(facts, key=lambda fact: fact.topic):
        rows += [_fact_row(topic if first else "", fact) for first, fact in _marked(some)]
    st.dataframe(
        rows,
        column_config={
            "": st.column_config.TextColumn(width=130),
            "Value": st.column_config.TextColumn(width=430),
        },
        hide_index=True,
        key=f"facts.{study}",
        row_height=30,
        height="content",
    )
    st.caption(
        "Cells are those of the review's workbook, sheet 1. A value is *copied*, *normalised*"
        " (another spelling), *parsed* (read out of a sentence) or *inferred* (a rule that looks"
        " for words). For a disease the step is named that linked it. Figures of performance are"
        " claims: studies are not ranked by them, because a cell seldom says on which data, for"
        " which task and against what they were measured."
    )
    draw_cells(study)


def draw_cells(record: str) -> None:
    """Draw the original cells of a study or a data set, where its workbook is imported."""
    if cells := cells_of(record):
        with st.expander("The cells as they stand in the workbook", icon=":material/table_view:"):
            for cell in cells:
                st.markdown(f"**{as_text(cell.heading)}** :gray[{cell.address}]")
                st.text(cell.text)


def _as_shown(row: Mapping[str, Any]) -> dict[str, Any]:
    link = f"{PUBMED}{row['pmid']}/" if row["pmid"] else None
    return {**row, "availability": " / ".join(row["availability"]), "pubmed": link}


def _notes(record: Mapping[str, str], store: Store) -> list[str]:
    first = record["same_as"] or record["study_id"]
    same = [
        row["row"]
        for row in store.tables["studies"]
        if first in (row["study_id"], row["same_as"]) and row["study_id"] != record["study_id"]
    ]
    repeated = [f"The same study stands in row {row}, with other values" for row in same]
    return [*filter(None, [record["problems"]]), *repeated]


def _marked(facts: Any) -> list[tuple[bool, Fact]]:
    return [(number == 0, fact) for number, fact in enumerate(facts)]


def _fact_row(topic: str, fact: Fact) -> dict[str, str]:
    unsure = "" if fact.sure else " (not sure)"
    return {
        "": topic,
        "Value": fact.value + unsure,
        "How": fact.how,
        "Cell": fact.cell,
        "Rule": fact.rule,
    }
