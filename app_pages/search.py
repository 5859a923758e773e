"""Build the literature search for any diseases, open it in PubMed, and screen what it finds."""

import streamlit as st

from raredx.evidence.catalogue import read
from raredx.evidence.search.config import Search
from raredx.evidence.search.example import NAME, example_list
from raredx.evidence.search.results import MOST_BYTES
from raredx.ui import shell
from raredx.ui.queries import draw_pitfalls, draw_queries
from raredx.ui.screening import draw_screened
from raredx.ui.search import choose

with shell.page("search"):
    building, screening = st.tabs(["Build the search", "Screen what it found"])
    with building:
        choice, written = st.columns([2, 3], gap="large")
        with choice:
            search = choose()
        if search is not None:
            with written:
                draw_queries(search)
            draw_pitfalls(search)
    with screening:
        dropped = st.file_uploader(
            "What PubMed has saved: .nbib, .txt or .csv",
            type=["nbib", "txt", "csv"],
            accept_multiple_files=True,
            max_upload_size=MOST_BYTES // 1_000_000,
            key="lists",
        )
        if dropped:
            files = [(file.name, file.getvalue()) for file in dropped]
            draw_screened(files, search or Search())
        elif st.session_state.get("search.example"):
            st.caption("The list is invented, but for one record that is in the catalogue.")
            draw_screened([(NAME, example_list(read()["studies"]))], search or Search())
        else:
            st.info(
                "In PubMed press *Save*, choose the format *PubMed* (with abstracts) or *CSV*"
                " (without) and drop the file here. Each record is looked through for Orphanet's"
                " diseases, for the vision terms and the other names chosen under *Build the"
                " search*, and for whether it is a study of the catalogue."
            )
            st.button(
                "Try it on an invented list",
                on_click=st.session_state.update,
                args=({"search.example": True},),
                icon=":material/science:",
            )
