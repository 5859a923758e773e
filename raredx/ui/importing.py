"""The authors' workbooks on a page: dropped, fetched by one click, shown in words, removed."""

from __future__ import annotations

import streamlit as st

from raredx.evidence.fetch import fetch_workbooks
from raredx.evidence.imported import NAMES, forget, import_workbooks, read_imported
from raredx.evidence.spreadsheet import File
from raredx.settings import settings
from raredx.ui.shell import as_text, plain_errors
from raredx.words import count


def import_panel() -> None:
    """Draw what is imported, and the ways to import or remove it."""
    with st.expander("The review's workbooks", icon=":material/table_view:"):
        st.markdown(
            "With the authors' two workbooks imported, every original cell is shown beside the"
            " facts, found by the search above and exported with them. They stay in your"
            " workspace; their abstracts belong to their publishers."
        )
        with plain_errors():
            imported = read_imported()
            if imported:
                for one in imported.workbooks:
                    what = f"{NAMES[one.kind]}: {count(one.rows, 'row')}, {one.file}"
                    st.markdown(f":green[:material/check:] {as_text(what)}")
                st.caption(as_text(str(imported)))
        dropped = st.file_uploader(
            "Drop the workbooks", type=["xlsx"], accept_multiple_files=True, key="workbooks"
        )
        with st.container(horizontal=True):
            st.button(
                "Import",
                key="import",
                type="primary",
                disabled=not dropped,
                on_click=_import,
                args=([File(one.name, one.getvalue()) for one in dropped],),
            )
            st.button(
                "Fetch from the authors' repository",
                key="import.fetch",
                icon=":material/cloud_download:",
                disabled=settings().offline,
                help="Both files of the published commit, checked by their checksums",
                on_click=_fetch,
            )
            if imported:
                st.button("Remove", key="import.forget", icon=":material/delete:", on_click=_remove)


def _import(files: list[File]) -> None:
    with plain_errors(), st.spinner("Reading the workbooks…"):
        imported = import_workbooks(files)
        st.toast(as_text(str(imported)), icon=":material/check:")


def _fetch() -> None:
    with plain_errors(), st.spinner("Fetching the workbooks…"):
        import_workbooks(fetch_workbooks())


def _remove() -> None:
    with plain_errors():
        forget()
