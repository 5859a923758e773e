"""How well a batch was answered, where the truth is known: beside chance, and with what to know."""

from __future__ import annotations

import streamlit as st

from raredx.diagnosis.batch.scores import Scored
from raredx.diagnosis.batch.store import Batch
from raredx.statistics.estimate import Estimate
from raredx.ui.compare_frame import figure
from raredx.ui.model_dots import Dot, dots, height_of
from raredx.ui.shell import as_text


def draw_scores(batch: Batch) -> None:
    """Draw the scores of a batch, or why there are none."""
    card = batch.card
    if not card.scores:
        st.info(
            "No score: of no image here is the condition known, or the model has met all of them."
            " Lay images in folders named by condition, or ask about a cohort with labels.",
            icon=":material/help:",
        )
        return
    shown = [_dot(one) for one in card.scores if one.value is not None]
    figure(
        dots(shown, title="% of images"),
        key="batch.scores",
        alt="Scores with their intervals, beside chance",
        height=height_of(shown),
    )
    st.caption("Bars are 95 % intervals over people, upright strokes what guessing gives.")
    st.markdown("\n".join(f"- {as_text(str(one))}." for one in card.scores))
    if card.promised:
        low, high = card.promised
        st.caption(
            as_text(
                f"Promised: over all who are like those that the model was tried on, sets hold the"
                f" truth in {card.config.coverage:.0%} ({low:.1%} to {high:.1%})."
            )
        )
    if card.remarks:
        said = "\n".join(f"- {as_text(line)}" for line in card.remarks)
        st.warning(said, icon=":material/info:")


def _dot(one: Scored) -> Dot:
    assert one.value is not None
    low = one.value if one.low is None else one.low
    high = one.value if one.high is None else one.high
    return Dot(
        label=one.title, value=Estimate(one.value, low, high), chance=one.chance, hover=one.note
    )
