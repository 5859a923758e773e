"""A button that opens the choice of formats; the file is made when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from string import digits
from typing import Any

import streamlit as st

from raredx.evidence.datasets import Wanted
from raredx.evidence.export import FORMATS, About, export, file_name
from raredx.evidence.export.tables import Rows
from raredx.evidence.filters import Filter
from raredx.evidence.imported import cells_of


def export_menu(rows: Rows, *, what: str, wanted: Filter | Wanted, catalogue: str) -> None:
    """Offer what is shown in every format, with what was asked for inside."""
    today = datetime.now(UTC).date()
    about = About(what, str(wanted), wanted.address, catalogue, len(rows), today)
    with st.popover(f"Export {len(rows):,} {what}", icon=":material/download:", disabled=not rows):
        if any(cells_of(_own(row)) for row in rows[:1]) and st.checkbox(
            "With the cells of the workbook", key=f"cells.{what}"
        ):
            rows = [{**row, **_cells(row)} for row in rows]
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


def _own(row: Mapping[str, Any]) -> str:
    return str(row.get("study_id") or row.get("dataset_id"))


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    """The original cells of a row, under their headings and the letters of their columns."""
    return {
        f"{cell.heading} ({cell.address.rstrip(digits)})": cell.text for cell in cells_of(_own(row))
    }
