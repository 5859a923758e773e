"""Matrices of square marks: each leads to its pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from raredx.phenotype.population.matrix import SimilarityMatrix
from raredx.ui.charts import Clicked, clicked, drawn
from raredx.ui.phenotypes import shortened

Pairs = Mapping[frozenset[str], Mapping[str, Any]]

_LONGEST = 26  # characters of a name beside a matrix
_MOST_NAMED = 60  # groups, above which only every second one is named
_ROOM = 150  # pixels below a matrix
_FEW = 5  # images of which a matrix fits on a telephone
_FIGURE = 40  # pixels of a square with a figure in it
_BRIGHT = 0.6  # of the scale, where the ink of a figure changes
_INKS = {"light": ("#0B2328", "#FFFFFF"), "dark": ("#E4ECEE", "#0B2328")}
_SCALE = {
    "light": ["#EEF4F4", "#A9D3D6", "#4FA3AB", "#137078", "#062F36"],
    "dark": ["#1B2A30", "#245A63", "#2F94A0", "#7CCFD4", "#E6FBFB"],
}


def distance_matrix(order: Sequence[str], pairs: Pairs) -> Clicked:
    """How far groups are apart, in an order of theirs; gives the pair that is clicked."""
    below = [(one, two) for two in range(len(order)) for one in range(two)]
    names = [(order[one], order[two]) for one, two in below]
    apart = [max(pairs[frozenset(both)]["squared"], 0.0) ** 0.5 for both in names]
    side = max(5, min(26, 760 // len(order)))
    theme = st.context.theme.type or "light"
    figure = go.Figure(
        go.Scatter(
            x=[one for one, _ in below],
            y=[two for _, two in below],
            mode="markers",
            customdata=names,
            text=[f"{value:.1f}" for value in apart],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<br>%{text} SD apart<extra></extra>",
            marker={
                "symbol": "square",
                "size": side,
                "color": apart,
                "colorscale": _SCALE[theme][::-1],
                "cmin": 0,
                "line": {"width": 0},
                "colorbar": {
                    "title": {"text": "SD apart", "side": "top"},
                    "orientation": "h",
                    "thickness": 10,
                    **{"len": 0.4, "x": 0.75, "y": 0.88},
                },
            },
        )
    )
    every = 2 if len(order) > _MOST_NAMED else 1
    places = list(range(0, len(order), every))
    ticks = {
        "tickvals": places,
        "ticktext": [shortened(order[place], _LONGEST) for place in places],
    }
    size = 9 if len(order) > _MOST_NAMED else 11
    shared = {"showgrid": False, "zeroline": False, "tickfont": {"size": size}, **ticks}
    figure.update_xaxes(range=[-1, len(order)], tickangle=-60, **shared)
    figure.update_yaxes(range=[len(order), -1], **shared)
    height = _ROOM + (side + 1) * len(order)
    return clicked(
        drawn(figure, height=height),
        "distances",
        "Distances between conditions as a matrix of squares",
        wide=True,
    )


def likeness_matrix(found: SimilarityMatrix, names: Mapping[str, str]) -> Clicked:
    """How alike images are, each by the name of its id; gives the pair that is clicked."""
    theme = st.context.theme.type or "light"
    order = found.order.tolist()
    share = found.quantile[np.ix_(order, order)]  # (m, m)
    ids = found.names[order].tolist()
    figure = go.Figure()
    for bright in (False, True):
        cells = [
            (x, y)
            for y in range(len(order))
            for x in range(len(order))
            if x != y and (share[y, x] > _BRIGHT) == bright
        ]
        shown = [float(share[y, x]) for x, y in cells]
        ink = {"color": _INKS[theme][bright]}
        figure.add_scatter(
            x=[x for x, _ in cells],
            y=[y for _, y in cells],
            mode="markers+text",
            text=[f"{100 * value:.0f}" for value in shown],
            textfont={"size": 11, **ink},
            selected={"textfont": ink},
            unselected={"textfont": ink},
            customdata=[(ids[y], ids[x]) for x, y in cells],
            hovertext=[f"{names[ids[y]]}<br>{names[ids[x]]}" for x, y in cells],
            hovertemplate="%{hovertext}<br>more alike than %{text} % of pairs<extra></extra>",
            marker={
                "symbol": "square",
                "size": _FIGURE - 6,
                "color": shown,
                "colorscale": _SCALE[theme],
                "cmin": 0,
                "cmax": 1,
                "line": {"width": 0},
            },
            showlegend=False,
        )
    shared = {"showgrid": False, "zeroline": False, "tickvals": list(range(len(order)))}
    figure.update_xaxes(
        range=[-0.6, len(order) - 0.4],
        ticktext=[str(place + 1) for place in order],
        side="top",
        constrain="domain",
        constraintoward="left",
        **shared,
    )
    figure.update_yaxes(
        range=[len(order) - 0.4, -0.6],
        ticktext=[f"{names[ids[at]]} · {place + 1}" for at, place in enumerate(order)],
        scaleanchor="x",
        constrain="domain",
        **shared,
    )
    drawing = drawn(figure, height=60 + _FIGURE * len(order))
    return clicked(
        drawing, "likeness", "How alike the images are, as a matrix", wide=len(order) > _FEW
    )
