"""What the face shows, in terms and measures, beside what the model says."""

from __future__ import annotations

import streamlit as st

from raredx.ontology import facts
from raredx.ui.predict import Asked
from raredx.ui.terms import HPO_PAGE

_UNUSUAL = 2.0  # standard deviations


def draw_face(asked: Asked) -> None:
    """Draw the phenotype terms and the unusual measures of the face."""
    told = asked.told
    if told.teaching or not told.measures:
        st.caption("Signs are not told of this image: nobody knows faces of its kind.")
        return
    st.subheader("Signs")
    if told.terms:
        st.dataframe(
            [
                {
                    "Sign": facts.term(one["term"]).name,
                    "Confidence": 100 * one["confidence"],
                    "Why": one["why"],
                    "HPO": HPO_PAGE + one["term"],
                }
                for one in told.terms
            ],
            hide_index=True,
            key="predict.signs",
            column_config={
                "Confidence": st.column_config.ProgressColumn(
                    format="%.0f %%", min_value=0, max_value=100
                ),
                "HPO": st.column_config.LinkColumn(display_text=r"(HP:\d+)$"),
            },
        )
    else:
        st.caption("None that is likelier than not.")
    st.subheader("Unusual measures")
    unusual = [one for one in told.measures if one["z"] is not None and abs(one["z"]) >= _UNUSUAL]
    if not unusual:
        st.caption(f"None of {len(told.measures)} is {_UNUSUAL:g} standard deviations off.")
        return
    st.dataframe(
        [
            {"Measure": one["title"], "Part": one["region"], "z": one["z"]}
            for one in sorted(unusual, key=lambda one: -abs(one["z"]))
        ],
        hide_index=True,
        key="predict.measures",
        column_config={"z": st.column_config.NumberColumn(format="%+.1f")},
    )
