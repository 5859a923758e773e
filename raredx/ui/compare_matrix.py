"""All conditions against all answers, as a matrix of squares that open their images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from raredx.learning.metrics.confusion import Cell
from raredx.ui.compare_frame import caption, figure
from raredx.ui.compare_images import open_cell
from raredx.ui.compare_loaded import Compared
from raredx.words import count

_WIDEST = 720  # pixels of the matrix
_SQUARES = (5, 24)  # pixels of a square, at least and at most
_NAMED = 40  # conditions whose names find room
_LONGEST = 30  # characters of a name beside the matrix
_ROOM = 60  # pixels below the matrix
_WRONG = {
    "light": ["#F6D9C4", "#E8935A", "#A63603"],
    "dark": ["#5A3320", "#C06A1E", "#FFC27A"],
}
_RIGHT = "#0072B2"


def draw_matrix(compared: Compared, name: str, cells: Sequence[Cell]) -> None:
    """Draw the conditions that are judged against each other; a click opens the images."""
    said = compared.said(name)
    asked = np.bincount(said.truth, minlength=len(said.classes))
    shown = [label for label, many in zip(said.classes, asked, strict=True) if many]
    places = {label: place for place, label in enumerate(shown)}
    total = {label: int(many) for label, many in zip(said.classes, asked, strict=True)}
    least, most = _SQUARES
    side = max(least, min(most, _WIDEST // len(shown)))
    theme = st.context.theme.type or "light"
    made = go.Figure()
    for right in (False, True):
        own = [c for c in cells if (c.truth == c.answer) == right and c.answer in places]
        shares = [c.count / total[c.truth] for c in own]
        scale = [[0, "rgba(0,114,178,0.25)"], [1, _RIGHT]] if right else _WRONG[theme]
        made.add_scatter(
            x=[places[c.answer] for c in own],
            y=[places[c.truth] for c in own],
            mode="markers",
            name="right" if right else "wrong",
            customdata=[(c.truth, c.answer) for c in own],
            text=[f"{c.count} of {total[c.truth]}, {count(len(c.images), 'image')}" for c in own],
            hovertemplate="%{customdata[0]}<br>answered %{customdata[1]}: %{text}<extra></extra>",
            marker={
                "symbol": "square",
                "size": side,
                "color": shares,
                "colorscale": scale,
                "cmin": 0,
                "cmax": 1,
                "line": {"width": 0},
            },
        )
    few = len(shown) <= _NAMED
    ticks = {
        "tickvals": list(range(len(shown))),
        "ticktext": [label[:_LONGEST] for label in shown],
        "showticklabels": few,
    }
    shared = {"showgrid": False, "zeroline": False, **ticks}
    made.update_xaxes(range=[-1, len(shown)], tickangle=-60, title="answer", **shared)
    made.update_yaxes(range=[len(shown), -1], title="condition", **shared)
    made.update_layout(legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0})
    figure(
        made,
        key=f"matrix-{name}",
        alt=f"What {compared.short[name]} takes for what, as a matrix of squares",
        height=_ROOM + (side + 2) * len(shown) + (120 if few else 0),
        wide=True,
        opens=lambda clicked: open_cell(*clicked),
    )
    never = len({cell.answer for cell in cells} - {*shown})
    left_out = f" Left out: answers of {count(never, 'condition')} without anybody to judge."
    caption(
        compared,
        "Rows are the conditions, columns the answers, in alphabetical order; the stronger a mark,"
        " the larger its share of the condition's answers. Click a mark for its images."
        + (left_out if never else ""),
    )
