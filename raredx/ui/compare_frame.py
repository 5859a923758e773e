"""What stands around every view of a comparison: who was judged, by chance what, and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from raredx.statistics.estimate import Estimate
from raredx.ui.charts import drawn
from raredx.ui.compare_loaded import Compared
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.words import count

FORMAT = "figures"
"""Where the page keeps whether figures leave as SVG or as PNG."""
_ENDS = {
    "simulated": "All people here are **simulated**: nothing of this is known of patients.",
    "synthetic": "Some images here are **synthetic**: a generator made them.",
    "real": "Research only: no basis for a diagnosis.",
}
_ROOM = 34  # pixels above a figure, for its toolbar
_CAMERA = 24  # pixels of the toolbar's button


def headline(compared: Compared) -> None:
    """Draw who was judged, of which origin, and how often."""
    said = compared.said(compared.names[0])
    images, subjects, asked = (
        len(np.unique(each)) for each in (said.images, said.subjects, said.truth)
    )
    never = len(compared.experiments[0].record.never_judged)
    how = (
        as_text(compared.experiments[0].record.protocol)
        if compared.part == "validation"
        else "the locked test part, opened"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        for origin in compared.origins():
            st.badge(origin, icon=ORIGIN_ICON.get(origin), color=ORIGIN_COLOUR.get(origin, "gray"))  # type: ignore[arg-type]
        st.markdown(
            f"**{count(images, 'image')} of {count(subjects, 'subject')}**, {asked:,} conditions"
            f" judged of {len(said.classes):,} that can be answered ({never:,} never judged)"
            f" · {how} · by chance **{compared.show(compared.by.chance(len(said.classes)))}**",
            width="stretch",
        )
    if compared.part == "test":
        told = [f"{one.name}: “{one.record.config.test_because}”" for one in compared.experiments]
        st.caption(as_text(f"Why the test part was opened: {'; '.join(told)}"))


def caption(compared: Compared, *sentences: str) -> None:
    """Draw what has to be known beside a figure: how many, of which origin, by chance what."""
    said = compared.said(compared.names[0])
    held = f"{count(len(np.unique(said.images)), 'image')} of"
    of = f"{held} {count(len(np.unique(said.subjects)), 'subject')}"
    chance = compared.show(compared.by.chance(len(said.classes)))
    ends = [_ENDS[origin] for origin in compared.origins() if origin in _ENDS]
    words = (*sentences, f"{of}; {compared.measure} by chance: {chance}.", *ends)
    st.caption(" ".join(words))


def figure(
    made: go.Figure,
    *,
    key: str,
    alt: str,
    height: int,
    wide: bool = False,
    opens: Callable[[tuple[str, ...]], None] | None = None,
) -> None:
    """Draw a figure that can be saved; a click on a mark opens what is behind it.

    A wide one is scrolled on a narrow screen instead of squeezed.
    """
    shown = drawn(made, height=height + _ROOM)
    shown.update_layout(margin={"l": 10, "r": 10, "t": _ROOM, "b": 10})

    def open_it() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points and opens:
            opens(tuple(points[-1]["customdata"]))

    with st.container(key=f"wide-{key}" if wide else None):
        st.plotly_chart(
            shown,
            key=key,
            on_select=open_it if opens else "ignore",
            selection_mode="points",
            config=_toolbar(key),
            alt=alt,
        )


def bars(values: Sequence[Estimate], *, scale: float = 100) -> dict[str, Any]:
    """Intervals as the bars of marks."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [scale * (one.high - one.value) for one in values],
        "arrayminus": [scale * (one.value - one.low) for one in values],
        "thickness": 1.5,
    }


def mark() -> str:
    """The colour of marks that are data."""
    return "#56B4E9" if st.context.theme.type == "dark" else "#0072B2"


def ink() -> str:
    """The colour of lines that are not data."""
    return "#8FA3AA" if st.context.theme.type == "dark" else "#5C6F76"


def chance_line(made: go.Figure, compared: Compared) -> None:
    """Draw where guessing stands, across the axis of values."""
    classes = len(compared.said(compared.names[0]).classes)
    chance = compared.by.chance(classes)
    made.add_vline(
        x=chance * compared.by.scale,
        line={"dash": "dash", "width": 1.5, "color": ink()},
        annotation={
            "text": f"chance {compared.show(chance)}",
            "yanchor": "bottom",
            "xanchor": "left" if compared.by.higher_is_better else "right",
            "xshift": 0 if compared.by.higher_is_better else -_CAMERA,
        },
        annotation_position="top",
    )


def _toolbar(name: str) -> dict[str, Any]:
    """One button, which saves the figure."""
    ending = st.session_state.get(FORMAT) or "svg"
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": ending, "filename": f"raredx-{name}", "scale": 2},
    }
