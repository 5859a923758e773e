"""A mean face as a map: how far each point differs, where to, and which differences are sure."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from PIL import Image

from raredx.phenotype.overview.moved import EYE_CORNERS, Moved
from raredx.phenotype.population.people import Floats
from raredx.phenotype.population.warping import Window
from raredx.phenotype.shape.regions import regions
from raredx.ui.charts import drawn

Shade = Literal["outward", "effect"]
TITLES: dict[Shade, str] = {
    "outward": "Outward and inward",
    "effect": "Distance in standard deviations",
}
LONGER = 3
"""Arrows are so many times as long as the movement."""

_EVERY = 3  # a point has an arrow
_SIDE = 800  # pixels of the map, twice as many as are shown
_MARGIN = 28
_LEAST: dict[Shade, float] = {"outward": 2.0, "effect": 2.0}  # the end of the scale, at least
_UNITS: dict[Shade, str] = {"outward": "% of eye span", "effect": "SD of people"}
_SCALES: dict[tuple[Shade, str], list[str]] = {
    ("outward", "light"): ["#08589E", "#7BB8DA", "#F4F4F2", "#F0A25C", "#A63603"],
    ("outward", "dark"): ["#8FD0FF", "#2F7FB5", "#26323A", "#C06A1E", "#FFC27A"],
    ("effect", "light"): ["#F4F4F2", "#A9D3C9", "#4FA39B", "#0B5A5E", "#062F36"],
    ("effect", "dark"): ["#26323A", "#2B6E77", "#3DB5BF", "#9BE3E4", "#EDFBFA"],
}
_INK = {"light": "#12242B", "dark": "#F2F6F7"}


def heat_map(moved: Moved, shade: Shade, *, key: str, alt: str) -> None:
    """Draw the mean face, coloured by how far each of its points differs."""
    theme = st.context.theme.type or "light"
    window = _window(moved.mean)
    places = window.places[: len(moved.mean)]  # (478, 2) pixels, y down
    values = moved.outward if shade == "outward" else moved.effect
    end = max(_LEAST[shade], float(np.abs(values).max()))
    start = -end if shade == "outward" else 0.0
    colours = _SCALES[shade, theme]
    figure = go.Figure()
    figure.add_layout_image(
        source=_surface(window, (values - start) / (end - start), colours),
        **{"x": 0, "y": 0, "sizex": _SIDE, "sizey": _SIDE, "xref": "x", "yref": "y"},
        layer="below",
    )
    ink = _INK[theme]
    figure.add_trace(_arrows(moved, places, ink))
    scale = {"cmin": start, "cmax": end, "colorscale": colours, "unit": _UNITS[shade]}
    figure.add_trace(_points(moved, places, values, scale, ink))
    low, high = places.min(0) - _MARGIN, places.max(0) + _MARGIN
    figure.update_xaxes(range=[low[0], high[0]], visible=False, fixedrange=True)
    figure.update_yaxes(
        range=[high[1], low[1]], visible=False, fixedrange=True, scaleanchor="x", constrain="domain"
    )
    st.plotly_chart(drawn(figure, height=470), key=key, config={"displayModeBar": False}, alt=alt)


@st.cache_resource(max_entries=8, show_spinner=False)
def _window(mean: Floats) -> Window:
    return Window.on(mean, size=_SIDE)


def _surface(window: Window, share: Floats, colours: list[str]) -> Image.Image:
    """The face as a picture; around it nothing."""
    inside = np.all(window.corners < len(share), axis=1)  # (side * side,)
    padded = np.append(share, np.zeros(4))  # the window's corners
    values = (window.shares * padded[window.corners]).sum(1)  # (side * side,)
    stops = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours])
    steps = np.linspace(0, 1, len(colours))
    rgb = np.stack([np.interp(values, steps, stops[:, channel]) for channel in range(3)], 1)
    rgba = np.hstack([rgb, 255.0 * inside[:, None]]).round().astype(np.uint8)
    return Image.fromarray(rgba.reshape(window.size, window.size, 4))


def _arrows(moved: Moved, places: Floats, ink: str) -> go.Scatter:
    """Movements along the surface, of the points that surely differ."""
    one, other = EYE_CORNERS
    per_cent = np.linalg.norm(places[one] - places[other]) / 100  # pixels
    ends = places + LONGER * per_cent * moved.within[:, :2] * [1, -1]  # (478, 2), y down
    chosen = np.flatnonzero(moved.sure & (np.arange(len(places)) % _EVERY == 0))
    gaps = np.full_like(places, np.nan)
    x, y = np.stack([places, ends, gaps], 1)[chosen].reshape(-1, 2).T  # (3 * chosen,) each
    return go.Scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": ink, "width": 1},
        marker={
            "symbol": "arrow",
            "angleref": "previous",
            "size": [0, 6, 0] * len(chosen),
            "color": ink,
            "line": {"width": 0},
        },
        opacity=0.75,
        hoverinfo="skip",
        showlegend=False,
    )


def _points(
    moved: Moved, places: Floats, values: Floats, scale: dict[str, Any], ink: str
) -> go.Scatter:
    """All points; those that surely differ are ringed."""
    region = {point: name for name, points in regions().items() for point in points}
    told = [
        [region[point], *np.round([out, along, effect], 1), float(p)]
        for point, (out, along, effect, p) in enumerate(
            zip(
                moved.outward,
                np.linalg.norm(moved.within, axis=1),
                moved.effect,
                moved.p,
                strict=True,
            )
        )
    ]
    return go.Scatter(
        x=places[:, 0],
        y=places[:, 1],
        mode="markers",
        customdata=told,
        marker={
            "size": np.where(moved.sure, 5, 3),
            "color": values,
            "cmin": scale["cmin"],
            "cmax": scale["cmax"],
            "colorscale": scale["colorscale"],
            "line": {"color": ink, "width": np.where(moved.sure, 1, 0)},
            "colorbar": {
                "title": {"text": scale["unit"], "side": "right"},
                "thickness": 10,
                "len": 0.8,
            },
        },
        hovertemplate="%{customdata[0]}: outward %{customdata[1]} %, along %{customdata[2]} %,"
        " %{customdata[3]} SD, p = %{customdata[4]:.3f}<extra></extra>",
        showlegend=False,
    )
