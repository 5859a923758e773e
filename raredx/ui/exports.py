"""A button that opens the choice of formats; the file is made when it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from raredx.evidence.datasets import Wanted
from raredx.evidence.export import FORMATS, About, export, file_name
from raredx.evidence.export.tables import Rows
from raredx.evidence.filters import Filter


def export_menu(rows: Rows, *, what: str, wanted: Filter | Wanted, catalogue: str) -> None:
    """Offer what is shown in every format, with what was asked for inside."""
    today = datetime.now(UTC).date()
    about = About(what, str(wanted), wanted.address, catalogue, len(rows), today)
    with st.popover(f"Export {len(rows):,} {what}", icon=":material/download:", disabled=not rows):
        for name, format in FORMATS.items():
            st.download_button(
                f"{format.title}, {format.purpose}",
                data=partial(export, rows, about=about, format=name),
                file_name=file_name(about, name),
                mime=format.mime,
                key=f"export.{what}.{name}",
                on_click="ignore",
                width="stretch",
            )
