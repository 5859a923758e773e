"""The rows that are shown, to take along: each file says of which model and data it is."""

from __future__ import annotations

from functools import partial

import streamlit as st

from raredx.diagnosis.batch.export import FORMATS, export
from raredx.diagnosis.batch.shown import Shown
from raredx.diagnosis.batch.store import Batch


def export_menu(batch: Batch, shown: Shown) -> None:
    """Offer what is shown in every format; a file is made when it is asked for."""
    rows = len(shown.take(batch.rows))
    with st.popover(f"Export {rows:,}", icon=":material/download:", disabled=not rows):
        st.caption(
            f"What is shown: {shown}. Names of files are in it as they were: they can hold names"
            " of people."
        )
        for name, format in FORMATS.items():
            st.download_button(
                format.title,
                partial(export, batch, name, shown),
                f"raredx-{batch.name}-{rows}{format.suffix}",
                format.mime,
                key=f"batch.export.{name}",
                on_click="ignore",
                width="stretch",
            )
