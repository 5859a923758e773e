"""A brush over a picture: a box or a line around a region, by mouse or finger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
import streamlit as st

from raredx.diagnosis.explain.hiding import CELLS, painted

if TYPE_CHECKING:
    from PIL import Image

Drag = Literal["select", "lasso"]
"""Plotly's words for a box and a line."""

_SIDE = 340  # pixels: as much as a phone has
_MARK = _SIDE / CELLS
_COLOUR = "#E69F00"


def brush(image: Image.Image, side: int, *, drag: Drag, key: str) -> npt.NDArray[np.bool_]:
    """Draw a square picture to mark regions of; gives what is marked of (side, side) places.

    Clicks and brushes come back from marks alone, so a mark that is not seen lies on each place.
    """
    at = np.arange(CELLS) + 0.5
    columns, rows = np.meshgrid(at, at)
    figure = go.Figure(
        go.Scatter(
            x=columns.ravel(),
            y=rows.ravel(),
            mode="markers",
            marker={"symbol": "square", "size": _MARK, "color": _COLOUR, "opacity": 0},
            selected={"marker": {"opacity": 0.55}},
            unselected={"marker": {"opacity": 0}},
            hoverinfo="skip",
        )
    )
    figure.add_layout_image(
        source=image, xref="x", yref="y", x=0, y=0, sizex=CELLS, sizey=CELLS, layer="below"
    )
    hidden: dict[str, Any] = {"visible": False, "fixedrange": True}
    figure.update_xaxes(range=[0, CELLS], **hidden)
    figure.update_yaxes(range=[CELLS, 0], **hidden)
    figure.update_layout(
        width=_SIDE, height=_SIDE, margin={"l": 0, "r": 0, "t": 0, "b": 0}, dragmode=drag
    )
    chosen = st.plotly_chart(
        figure, width="content", key=key, on_select="rerun", selection_mode=("box", "lasso"),
        config={"displayModeBar": False}, alt="The picture as the model sees it, to mark a region",
    )  # fmt: skip
    marked = chosen["selection"]["point_indices"]
    return painted(((one % CELLS, one // CELLS) for one in marked), side)
