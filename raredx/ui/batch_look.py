"""One row of a batch looked at closely: its picture, every answer, and what has to be known."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import numpy as np
import streamlit as st

from raredx.cohorts.store import open_cohort
from raredx.diagnosis.batch.export import outcome_of
from raredx.diagnosis.batch.store import Batch
from raredx.diagnosis.prediction import TEACHING
from raredx.errors import UserError
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.predict_answer import shown_name
from raredx.ui.shell import as_text
from raredx.ui.signs import ORPHANET

_SHOWN = 12
_MET = {
    "fitted": "The model was fitted on this person: what it says is rosier than of a stranger.",
    "calibration": "This picture set the model's confidence and its sets.",
    "cohort": "Of the cohort that the model comes from, and of nobody whom it was fitted on.",
}


def look_closer(batch: Batch) -> None:
    """Show the row that the address names, over the page."""
    asked = st.query_params.get("row")
    if asked is None:
        return
    if not (asked.isascii() and asked.isdigit() and int(asked[:9]) < len(batch.rows)):
        st.warning(as_text(f"The address names row {asked[:20]}, which is not here."))
        return
    (row,) = batch.rows.slice(int(asked), 1).to_pylist()
    title = as_text(PurePosixPath(row["file"]).name[:60])
    st.dialog(title, width="large", on_dismiss=_close)(_whole)(batch, row)


def _whole(batch: Batch, row: dict[str, Any]) -> None:
    picture, told = st.columns([2, 3], gap="medium")
    with picture:
        _picture(batch, row)
    with told:
        _headline(row)
        if row["shares"] is not None:
            _ranked(batch, row)
    for line in row["doubts"] or ():
        st.warning(as_text(line), icon=":material/warning:")
    if row["met"]:
        st.warning(_MET[row["met"]], icon=":material/history:")
    if row["uncounted"] and batch.card.scores:
        st.caption(as_text(f"Without a part in the scores: {row['uncounted']}."))
    if row["nearest"]:
        nearest = ", ".join(f"{one['condition']} ({one['likeness']:.2f})" for one in row["nearest"])
        st.caption(as_text(f"Most like people whom the model was fitted on: {nearest}."))
    st.caption(as_text(" ".join(batch.card.notices)))


def _picture(batch: Batch, row: dict[str, Any]) -> None:
    if row["image_id"] is None:
        st.caption("There is no picture.")
        return
    shown = _large(batch, row["image_id"]) or batch.picture(row["image_id"])
    if shown is not None:
        st.image(shown, width="stretch")
    origin = row["origin"]
    if origin in ORIGIN_ICON:
        st.badge(origin, icon=ORIGIN_ICON[origin], color=ORIGIN_COLOUR[origin])  # type: ignore[arg-type]
    else:
        st.badge("origin not known", icon=":material/help:", color="gray")
    if not batch.card.config.cohort:
        st.caption(as_text(row["file"]))
    else:
        st.page_link(
            "app_pages/predict.py",
            label="Its map, signs and symptoms",
            icon=":material/stethoscope:",
            query_params={
                "model": batch.card.config.model,
                "cohort": batch.card.config.cohort,
                "image": row["image_id"],
            },
        )


def _large(batch: Batch, image_id: str) -> Any:
    """The picture as its cohort has it, where that is as it was."""
    if not batch.card.config.cohort:
        return None
    try:
        cohort = open_cohort(batch.card.config.cohort)
        same = cohort.data_hash == batch.card.asked_hash
        return cohort.image(image_id) if same else None
    except UserError:
        return None


def _headline(row: dict[str, Any]) -> None:
    outcome, reason = outcome_of(row)
    if outcome == "for teaching":
        st.error(as_text(TEACHING), icon=":material/school:")
    if reason:
        st.warning(as_text(f"{reason[0].upper()}{reason[1:]}"), icon=":material/do_not_disturb_on:")
    if row["answer"]:
        st.markdown(f"**{as_text(shown_name(row['answer']))}: {row['probability']:.0%}**")
    if row["truth"]:
        rank = f", at rank {row['rank']}" if row["rank"] else ""
        st.markdown(as_text(f"Truth: {shown_name(row['truth'])}{rank}"))
    elif row["label"]:
        st.markdown(as_text(f"Labelled {row['label']}, which the model does not know"))


def _ranked(batch: Batch, row: dict[str, Any]) -> None:
    shares, card, held = np.array(row["shares"]), batch.card, {*(row["held"] or ())}
    st.dataframe(
        [
            {
                "Condition": shown_name(card.classes[place]),
                "Probability": 100 * float(shares[place]),
                "In the set": card.classes[place] in held,
                "ORPHA": ORPHANET + code.partition(":")[2] if (code := card.codes[place]) else None,
            }
            for place in np.argsort(-shares, kind="stable")[:_SHOWN]
        ],
        hide_index=True,
        column_config={
            "Condition": st.column_config.TextColumn(width=200),
            "Probability": st.column_config.ProgressColumn(
                format="%.1f %%", min_value=0, max_value=100
            ),
            "ORPHA": st.column_config.LinkColumn(display_text=r"detail/(\d+)$", width=70),
        },
    )
    st.caption(f"{len(held):,} of {len(shares):,} conditions are in the set.")


def _close() -> None:
    st.query_params.pop("row", None)
