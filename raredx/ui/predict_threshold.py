"""Present or not: the answer of a model of two classes, by a threshold that can be moved."""

from __future__ import annotations

import streamlit as st

from raredx.diagnosis.threshold import DEFAULT, Judged, judged, presentable
from raredx.errors import UserError
from raredx.statistics.shares import Share
from raredx.ui.predict import Asked
from raredx.ui.shell import as_text
from raredx.ui.visit import kept


def draw_threshold(asked: Asked) -> None:
    """Draw whether the condition is present, from which probability on, and what that is worth."""
    assert asked.told.differential
    options = presentable(asked.bundle)
    present = options[0]
    if len(options) > 1:
        present = st.segmented_control(
            "Present means", options, default=present, required=True, key="predict.present"
        )
    probability = next(
        one.probability for one in asked.told.differential.ranked if one.name == present
    )
    threshold = st.slider(
        "Present from a probability of", 0.01, 0.99, DEFAULT, 0.01, format="percent",
        key="predict.threshold",
        help="Lower, it misses fewer who have it and alarms more who do not.",
    )  # fmt: skip
    said = "Present" if probability >= threshold else "Not present"
    st.markdown(f"**{said}**: {as_text(present)}, {probability:.1%}")
    _draw_worth(asked, present, threshold)


def _draw_worth(asked: Asked, present: str, threshold: float) -> None:
    def ask() -> Judged | str:
        try:
            with st.spinner("Asking about the calibration part…"):
                return judged(asked.bundle, present)
        except UserError as error:
            return error.problem

    found = kept("threshold", (asked.bundle.digest, present), ask)
    if isinstance(found, str):
        st.caption(
            as_text(f"Sensitivity and specificity are not known: the model does not carry"
                    f" them, and what they would be asked of is not here ({found}).")
        )  # fmt: skip
        return
    both = (
        ("Sensitivity", found.sensitivity(threshold)),
        ("Specificity", found.specificity(threshold)),
    )
    for column, (name, worth) in zip(st.columns(2), both, strict=True):
        column.metric(name, _short(worth))
        column.caption(str(worth))
    st.caption(
        f"At this threshold, of {len(found.truth):,} images of the calibration part: the model was"
        " not fitted on them, only its confidence was. A threshold that is chosen here looks better"
        " than it will be."
    )


def _short(worth: Share) -> str:
    return f"{worth.value:.0%}" if worth.of else "of none"
