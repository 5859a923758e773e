"""Find studies by words and facets, see where each fact comes from, and export what you found."""

import streamlit as st

from raredx.evidence.imported import current
from raredx.evidence.store import ORDERS
from raredx.ui import shell
from raredx.ui.choices import choice
from raredx.ui.evidence import about_catalogue
from raredx.ui.exports import export_menu
from raredx.ui.filters import filter_bar
from raredx.ui.importing import import_panel
from raredx.ui.studies import study_panel, study_table

with shell.page("studies"):
    store = current()
    wanted, answer = filter_bar(store)
    if not answer.rows:
        st.info("No study has all of this. Take a filter away, or clear them.")
        st.stop()
    orders = {name: name.capitalize() for name in ORDERS}
    with st.columns([1, 4])[0]:
        order = choice("Order", orders, key="order", default="newest")
    rows = store.rows(wanted, order=order)
    selected = study_table(
        rows, key=f"studies.{order}.{wanted.address}", chosen=st.query_params.get("study")
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        export_menu(rows, what="studies", wanted=wanted, catalogue=store.version)
        if selected:
            export_menu(selected, what="selected studies", wanted=wanted, catalogue=store.version)
            st.query_params["study"] = selected[-1]["study_id"]
        else:
            st.caption("Select rows to see all their facts, or to export these alone.")
            st.query_params.pop("study", None)
    if selected:
        study_panel(selected[-1]["study_id"], store)
    import_panel()
    about_catalogue(store)
