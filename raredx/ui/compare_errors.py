"""What is taken for what: every count opens its images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from raredx.learning.metrics import confusion
from raredx.learning.metrics.confusion import Cell
from raredx.learning.predictions import Predictions
from raredx.ui.compare import choose_one
from raredx.ui.compare_images import draw_images, open_cell
from raredx.ui.compare_loaded import Compared
from raredx.ui.compare_matrix import draw_matrix
from raredx.words import count

_LISTED = 200  # confusions in the table
_SHOWN_ROWS = 8
_KEY = "errors.table"
_COLUMNS = {
    "truth": st.column_config.TextColumn("Condition", width=210),
    "answer": st.column_config.TextColumn("Taken for", width=210),
    "share": st.column_config.NumberColumn("Of its answers", format="%.0f %%", width=110),
    "times": st.column_config.TextColumn("Times", width=90),
    "images": st.column_config.NumberColumn("Images", width=70),
}


def draw_errors(compared: Compared) -> None:
    """Draw what a classifier takes for what, the most frequent first, and the images behind it."""
    name = choose_one(compared)
    said = compared.said(name)
    cells = confusion(said)
    wrong = sorted(
        (cell for cell in cells if cell.truth != cell.answer),
        key=lambda cell: (-cell.count, cell.truth, cell.answer),
    )
    missed, answers = sum(cell.count for cell in wrong), len(said)
    repeats = len(np.unique(said.repeat))
    st.markdown(
        f"**{missed:,} of {answers:,} answers are wrong** ({missed / answers:.0%}), over"
        f" {count(repeats, 'repeat')}; {count(len(wrong), 'pair')} of conditions are confused."
    )
    _table(said, wrong[:_LISTED])
    draw_images(compared, name)
    matrix = st.expander(
        "All conditions as a matrix", icon=":material/grid_on:", key="matrix", on_change="rerun"
    )
    if matrix.open:
        with matrix:
            draw_matrix(compared, name, cells)


def confused_rows(said: Predictions, wrong: Sequence[Cell]) -> list[dict[str, Any]]:
    """A row for each confusion."""
    asked = np.bincount(said.truth, minlength=len(said.classes))  # (c,)
    places = {name: place for place, name in enumerate(said.classes)}
    return [
        {
            "truth": cell.truth,
            "answer": cell.answer,
            "share": 100 * cell.count / int(asked[places[cell.truth]]),
            "times": f"{cell.count} of {asked[places[cell.truth]]}",
            "images": len(cell.images),
        }
        for cell in wrong
    ]


def _table(said: Predictions, wrong: Sequence[Cell]) -> None:
    if not wrong:
        st.info("Every answer is right.", icon=":material/check_circle:")
        return

    def opened() -> None:
        if rows := st.session_state[_KEY]["selection"]["rows"]:
            open_cell(wrong[rows[0]].truth, wrong[rows[0]].answer)

    st.dataframe(
        confused_rows(said, wrong),
        column_config=_COLUMNS,
        hide_index=True,
        key=_KEY,
        height=36 * (min(len(wrong), _SHOWN_ROWS) + 1) + 2,
        on_select=opened,
        selection_mode="single-row",
    )
    st.caption("The most frequent first. Select a row for its images.")
