"""Two images beside each other: shapes over each other, likeness, measures and signs of both."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from raredx.phenotype.analyse import WHOLE
from raredx.phenotype.pair import Pair, pair_of
from raredx.ui.face_conditions import condition_name
from raredx.ui.face_lab import Looked
from raredx.ui.face_measures import draw_differences
from raredx.ui.face_overlay import both_outlines
from raredx.ui.face_signs import draw_both_signs

_CLOSEST = 5
_BAR = st.column_config.ProgressColumn(format="%.0f", min_value=0, max_value=100)


def draw_pair(one: Looked, other: Looked) -> None:
    """Draw all that is said of two images together."""
    both = one, other
    pair = pair_of(
        one.analysis,
        other.analysis,
        one.reference,
        years=[each.subject.years for each in both],
        sexes=[each.subject.sex for each in both],
    )
    shapes, numbers = st.columns([2, 3])
    with shapes:
        faces = [each.reference.shape.faces(each.analysis.landmarks).shapes[0] for each in both]
        alt = "The outlines of both faces over each other"
        told = "Upright and of one size: :blue[the first], :orange[the other]"
        st.image(both_outlines(faces), told, width="stretch", alt=alt)
    with numbers:
        _draw_likeness(pair)
    st.subheader("Measures")
    draw_differences(pair.differences)
    st.subheader("Signs")
    draw_both_signs([each.analysis.findings for each in both])
    _draw_closest(both)


def _draw_likeness(pair: Pair) -> None:
    if not pair.likeness:
        st.info(
            "How like the two are is not said: the reference says nothing of one of them. Their"
            f" shapes are {pair.distance:.3f} apart, where 0 is the same shape (Procrustes)."
        )
        return
    whole = pair.likeness[0]
    st.metric("Likeness", f"{100 * whole.quantile:.0f} of 100", border=True)
    st.caption(
        f"More alike than {whole.quantile:.0%} of pairs of people with different conditions, as the"
        f" reference expects them. The cosine is {whole.cosine:+.2f}; the shapes are"
        f" {pair.distance:.3f} apart (Procrustes, 0 is the same)."
    )
    st.dataframe(
        [
            {
                "Region": each.region.capitalize(),
                "Likeness": 100 * each.quantile,
                "Cosine": each.cosine,
            }
            for each in pair.likeness[1:]
        ],
        hide_index=True,
        column_config={
            "Likeness": _BAR,
            "Cosine": st.column_config.NumberColumn(format="%+.2f"),
        },
    )


def _draw_closest(both: Sequence[Looked]) -> None:
    if not any(one.analysis.by_shape for one in both):
        return
    st.subheader("Closest conditions by shape")
    for column, one, title in zip(st.columns(2), both, ("The first", "The other"), strict=True):
        matches = one.analysis.by_shape[:_CLOSEST]
        column.dataframe(
            [
                {title: condition_name(match.condition), "Likeness": 100 * match.likeness[WHOLE]}
                for match in matches
            ],
            hide_index=True,
            column_config={"Likeness": _BAR, title: st.column_config.TextColumn(width="medium")},
        )
