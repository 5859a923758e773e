"""The answers of a batch as a table with pictures, page by page; a row leads to a closer look."""

from __future__ import annotations

import base64
from typing import Any

import pyarrow as pa
import streamlit as st

from raredx.diagnosis.batch.export import outcome_of
from raredx.diagnosis.batch.shown import Shown
from raredx.diagnosis.batch.store import Batch
from raredx.ui.predict_answer import shown_name
from raredx.words import count

_PER_PAGE = 50
_ROW = 64  # pixels
_MET = {
    "": "",
    "fitted": "fitted on",
    "calibration": "calibration",
    "cohort": "same cohort",
}


def draw_table(batch: Batch, shown: Shown) -> None:
    """Draw a page of the rows that are meant; a click on one opens it."""
    places = pa.array(range(len(batch.rows)))
    found = shown.take(batch.rows.append_column("place", places))
    if not len(found):
        st.info("No row answers to all of that. Ask for less.", icon=":material/filter_alt_off:")
        return
    pages = -(-len(found) // _PER_PAGE)
    page = min(max(_whole(st.query_params.get("page"), 1), 1), pages)
    here = found.slice((page - 1) * _PER_PAGE, _PER_PAGE).to_pylist()
    key = f"batch.rows.{st.session_state.get('batch.opened', 0)}"
    st.dataframe(
        _without_empty([_line(row, batch) for row in here]),
        hide_index=True,
        row_height=_ROW,
        key=key,
        on_select=lambda: _open(key, [row["place"] for row in here]),
        selection_mode="single-row",
        column_config={
            "Picture": st.column_config.ImageColumn(width=70),
            "First answer": st.column_config.TextColumn(width=200),
            "Probability": st.column_config.ProgressColumn(
                format="%.0f %%", min_value=0, max_value=100, width=110
            ),
            "Set": st.column_config.NumberColumn(
                help="How many conditions hold the truth as often as is said", width=50
            ),
            "Truth": st.column_config.TextColumn(width=180),
            "Rank": st.column_config.NumberColumn(help="Of the truth", width=50),
            "Why none, or how": st.column_config.TextColumn(width=260),
            "Met": st.column_config.TextColumn(
                help="Whether the model was fitted on this person, or has met it otherwise",
                width=90,
            ),
            "File": st.column_config.TextColumn(width=160),
        },
    )
    _turn(page, pages, len(found))


def _line(row: dict[str, Any], batch: Batch) -> dict[str, Any]:
    outcome, reason = outcome_of(row)
    return {
        "Picture": as_image(batch, row["image_id"]),
        "First answer": shown_name(row["answer"]) if row["answer"] else "–",
        "Probability": None if row["probability"] is None else 100 * row["probability"],
        "Set": None if row["held"] is None else len(row["held"]),
        "Truth": row["truth"] or (f"{row['label']} (not known)" if row["label"] else None),
        "Rank": row["rank"],
        "Why none, or how": f"{outcome}: {reason}" if reason else "; ".join(row["doubts"] or ()),
        "Met": _MET.get(row["met"], row["met"]),
        "Origin": row["origin"] or "not known",
        "File": row["file"],
    }


def _without_empty(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines without the columns in which nothing stands."""
    names = [name for name in lines[0] if any(line[name] not in (None, "") for line in lines)]
    return [{name: line[name] for name in names} for line in lines]


def as_image(batch: Batch, image_id: str | None) -> str | None:
    """A small picture as an address that holds it; None where there is none."""
    data = batch.picture(image_id) if image_id else None
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" if data else None


def _open(key: str, places: list[int]) -> None:
    chosen = st.session_state[key]["selection"]["rows"]
    if chosen:
        st.query_params["row"] = str(places[chosen[0]])
        st.session_state["batch.opened"] = st.session_state.get("batch.opened", 0) + 1


def _turn(page: int, pages: int, rows: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            st.button(
                "Previous", key="batch.previous", disabled=page == 1, on_click=_go, args=(page - 1,)
            )
            st.markdown(f"Page {page:,} of {pages:,}", width="content")
            st.button(
                "Next", key="batch.next", disabled=page == pages, on_click=_go, args=(page + 1,)
            )
        st.caption(f"{count(rows, 'row')}. Tick one for all that is known of it.")


def _go(page: int) -> None:
    st.query_params["page"] = str(page)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default
