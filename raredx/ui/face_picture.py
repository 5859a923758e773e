"""The picture of the face lab, what is drawn over it, and where the page keeps such choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from raredx.ui.face_lab import Looked
from raredx.ui.face_overlay import overlay
from raredx.ui.shell import as_text

STAYS = "face-stays"
"""The key of a container that stays in sight while what is beside it is scrolled."""
_WIDE = f"@media (min-width: 640px) {{.st-key-{STAYS} {{position: sticky; top: 1rem}}}}"


def draw_picture(looked: Looked, drawn: str, marked: Sequence[int] = ()) -> None:
    """Draw the picture with what was found in it."""
    one, analysis = looked.subject, looked.analysis
    points = None if analysis.lost else analysis.landmarks.points[0]
    svg = overlay(one.image, points, drawn=drawn, marked=marked)
    st.html(f"<style>{_WIDE}</style>")
    st.image(svg, as_text(one.title), width="stretch", alt=f"{one.title}: {analysis.says}")


def kept(name: str, options: Mapping[str, str], label: str) -> str:
    """Draw a choice that lives in the address; the first option is the default."""
    key, first = f"face.{name}", next(iter(options))
    asked = st.query_params.get(name, first)
    st.session_state[key] = asked if asked in options else first
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: st.query_params.update({name: st.session_state[key]}),
    )
    return chosen or first
