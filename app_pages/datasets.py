"""Find data sets, see what they hold and who may use them, and go to where they are."""

import streamlit as st

from raredx.evidence.datasets import QUESTIONS, all_datasets
from raredx.evidence.imported import current
from raredx.evidence.link_check import recall
from raredx.jobs import get_kind
from raredx.ui import shell
from raredx.ui.datasets import dataset_card, question_bar
from raredx.ui.exports import export_menu
from raredx.ui.jobs import submit_panel

ACROSS = 2

with shell.page("datasets"):
    store = current()
    found = all_datasets(store.tables, cells=store.cells)
    wanted = question_bar(found, QUESTIONS)
    kept = [one for one in found if wanted.keeps(one)]
    st.markdown(f"**{len(kept)} of {len(found)} data sets** · {shell.as_text(str(wanted))}")
    if not kept:
        st.info("No data set has all of this. Take a filter away, or clear them.")
    export_menu(
        [one.record for one in kept], what="data sets", wanted=wanted, catalogue=store.version
    )
    checked = recall()
    for start in range(0, len(kept), ACROSS):
        row = kept[start : start + ACROSS]
        for column, one in zip(st.columns(ACROSS), row, strict=False):
            with column:
                dataset_card(one, store, checked)
    st.caption(
        "Volumes and access are what the review's workbook says; what it does not say is not"
        " zero. It states no licences: look at the data set's own page before you use it."
    )
    with st.expander("Check whether the links still answer", icon=":material/link:"):
        submit_panel(get_kind("evidence-links"))
