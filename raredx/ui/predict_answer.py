"""What a model says of an image: how it stands to it, the ranked answer, and who is like it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from raredx.cohorts.store import open_cohort
from raredx.diagnosis.prediction import Nearest
from raredx.diagnosis.threshold import is_binary
from raredx.errors import UserError
from raredx.learning.bundle.gallery import marks
from raredx.ui.gallery import thumbnail
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.predict import Asked
from raredx.ui.predict_threshold import draw_threshold
from raredx.ui.shell import as_text
from raredx.ui.signs import ORPHANET

_SHOWN = 12
_NONE = {"unaffected": "unaffected, or none of these"}
"""What labels are called that are no condition."""


def draw_head(asked: Asked) -> None:
    """Draw what was found, why there is no answer or why to take it with care."""
    told, origin = asked.told, asked.subject.origin
    with st.container(horizontal=True, vertical_alignment="center"):
        if origin:
            st.badge(origin, icon=ORIGIN_ICON[origin], color=ORIGIN_COLOUR[origin])  # type: ignore[arg-type]
        else:
            st.badge("origin not known", icon=":material/help:", color="gray")
        st.markdown(f"**{as_text(headline(asked))}**")
    if told.withheld:
        shown = f"{told.withheld[0].upper()}{told.withheld[1:]} {told.alarm}".strip()
        st.warning(as_text(shown), icon=":material/do_not_disturb_on:")
    if told.teaching:
        st.error(as_text(told.notices[-1]), icon=":material/school:")
    for line in told.doubts:
        st.warning(as_text(line), icon=":material/warning:")
    if asked.fitted_on:
        st.warning(
            "The model was fitted on this very picture: what it says of it is rosier than of a"
            " stranger.",
            icon=":material/history:",
        )


def draw_answer(asked: Asked) -> None:
    """Draw the conditions by probability, which of them are in the set, and all of it as a file."""
    found = asked.told.differential
    assert found
    if is_binary(asked.bundle):
        draw_threshold(asked)
    st.markdown(as_text(found.told))
    many = len(found.ranked)
    every = many > _SHOWN and st.toggle(f"All {many:,}", key="predict.every")
    rows = [
        {
            "Condition": shown_name(one.name),
            "Probability": 100 * one.probability,
            "In the set": one.name in found.held,
            "Fitted on": one.images,
            "ORPHA": ORPHANET + one.code.partition(":")[2] if one.code else None,
        }
        for one in (found.ranked if every else found.ranked[:_SHOWN])
    ]
    st.dataframe(
        rows,
        hide_index=True,
        key="predict.ranked",
        column_config={
            "Condition": st.column_config.TextColumn(width=240, pinned=True),
            "Probability": st.column_config.ProgressColumn(
                format="%.1f %%",
                min_value=0,
                max_value=100,
                help="Calibrated on people whom the model was not fitted on",
            ),
            "In the set": st.column_config.CheckboxColumn(width=70),
            "Fitted on": st.column_config.NumberColumn("Images", width=60),
            "ORPHA": st.column_config.LinkColumn(display_text=r"detail/(\d+)$", width=70),
        },
    )
    told = asked.told.versions
    st.caption(as_text("; ".join(f"{name} {value}" for name, value in told.items()) + "."))


def draw_nearest(asked: Asked) -> None:
    """Draw the people whom the model was fitted on and who are most like this one."""
    st.caption(
        "The people whom the model was fitted on and who lie nearest, each once. 1 is the same"
        " direction, 0 a right angle, seen from the middle of them all."
    )
    pictures = _pictures(asked)
    for column, one in zip(st.columns(len(asked.told.nearest)), asked.told.nearest, strict=True):
        with column:
            if one.mark in pictures:
                st.image(pictures[one.mark], width="stretch")
            st.markdown(f"**{one.likeness:.2f}** {as_text(shown_name(one.condition))}")
    if not pictures:
        st.caption("Their pictures are not here: the model alone does not have them.")


def headline(asked: Asked) -> str:
    """The first answer with its probability, or that there is none."""
    told = asked.told
    if told.differential is None:
        return "No answer"
    first = told.differential.ranked[0]
    return f"{shown_name(first.name)}: {first.probability:.0%}"


def shown_name(label: str) -> str:
    """What a class is called.

    >>> shown_name("unaffected"), shown_name("Noonan syndrome")
    ('unaffected, or none of these', 'Noonan syndrome')
    """
    return _NONE.get(label, label)


def _pictures(asked: Asked) -> dict[int, Any]:
    """Pictures of the nearest people by their marks, where the model's cohort is as it was."""
    card = asked.bundle.card
    try:
        cohort = open_cohort(card.cohort)
    except UserError:
        return {}
    if cohort.data_hash != card.data_hash:
        return {}
    ids = cohort.rows("image_id")["image_id"].to_pylist()
    known = dict(zip(marks(ids).tolist(), ids, strict=True))
    nearest: tuple[Nearest, ...] = asked.told.nearest
    return {one.mark: thumbnail(cohort, known[one.mark]) for one in nearest if one.mark in known}
