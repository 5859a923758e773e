"""The picture of the face lab, and what is drawn over it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from raredx.ui.face_lab import Looked
from raredx.ui.face_overlay import overlay
from raredx.ui.shell import as_text

STAYS = "face-stays"
"""The key of a container that stays in sight while what is beside it is scrolled."""
_WIDE = f"@media (min-width: 640px) {{:has(> .st-key-{STAYS}) {{position: sticky; top: 1rem}}}}"


def draw_picture(looked: Looked, drawn: str, marked: Sequence[int] = ()) -> None:
    """Draw the picture with what was found in it."""
    one, analysis = looked.subject, looked.analysis
    points = None if analysis.lost else analysis.landmarks.points[0]
    svg = overlay(one.image, points, drawn=drawn, marked=marked)
    st.html(f"<style>{_WIDE}</style>")
    st.image(svg, as_text(one.title), width="stretch", alt=f"{one.title}: {analysis.says}")
