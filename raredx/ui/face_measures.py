"""The measures of a face as a chart by region; a click on a mark shows its points."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from raredx.phenotype.analyse import Analysis, Measured
from raredx.phenotype.pair import Difference
from raredx.ui.charts import clicked, drawn
from raredx.ui.face_marked import draw_plain, draw_plain_pair, mark_new, unit
from raredx.ui.face_overlay import PAIR_INK
from raredx.words import count

UNUSUAL = 2.0
"""Standard deviations from which a measure stands out: one in twenty does by chance."""
_SHOWN = 12  # measures that are shown at least
_LONGEST = 40  # characters of a title beside the chart
_ROW = 21  # pixels
_QUIET, _LOUD = "#8A9AA0", "#0B8C99"


def draw_measures(analysis: Analysis) -> None:
    """Draw the measures, the unusual ones unless all are asked for."""
    if all(one.z is None for one in analysis.measures):
        draw_plain(analysis.measures)
        return
    unusual = [one for one in analysis.measures if abs(one.z or 0.0) >= UNUSUAL]
    st.markdown(
        f"**{len(unusual)} of {count(len(analysis.measures), 'measure')}** lie {UNUSUAL:g} standard"
        f" deviations or more from unaffected people; by chance about"
        f" {round(0.0455 * len(analysis.measures))} do."
    )
    every = st.toggle(f"All {len(analysis.measures)}", key="face.every")
    ranked = sorted(analysis.measures, key=lambda one: -abs(one.z or 0.0))
    shown = ranked if every else ranked[: max(len(unusual), _SHOWN)]
    figure = go.Figure()
    labels = _by_region(shown)
    _stems(figure, shown)
    figure.add_scatter(
        x=[one.z for one in shown],
        y=[one.name for one in shown],
        mode="markers",
        marker={
            "symbol": "square",
            "size": 11,
            "color": [_LOUD if abs(one.z or 0.0) >= UNUSUAL else _QUIET for one in shown],
        },
        customdata=[[one.name, one.title, f"{one.value:.3g}{unit(one)}"] for one in shown],
        hovertemplate="%{customdata[1]}: %{x:+.1f} SD, %{customdata[2]}<extra></extra>",
    )
    _axes(figure, labels)
    key = f"face.chart.{every}.{hash(tuple(one.z for one in shown))}"
    told = "Measures by region, in standard deviations from unaffected people"
    mark_new(clicked(drawn(figure, height=70 + _ROW * len(labels)), key, told), key)


def draw_differences(differences: Sequence[Difference]) -> None:
    """Draw the measures in which two faces differ most, both beside each other."""
    told = [one for one in differences if one.apart is not None]
    if not told:
        draw_plain_pair(differences)
        return
    every = st.toggle(f"All {len(told)}", key="face.every.both")
    shown = told if every else told[:_SHOWN]
    figure = go.Figure()
    for one in shown:
        figure.add_shape(
            type="line",
            x0=one.one.z,
            x1=one.other.z,
            y0=one.one.name,
            y1=one.one.name,
            line={"color": _QUIET, "width": 2},
            layer="below",
        )
    for ink, name, sides in (
        (PAIR_INK[0], "the first", [one.one for one in shown]),
        (PAIR_INK[1], "the other", [one.other for one in shown]),
    ):
        figure.add_scatter(
            x=[one.z for one in sides],
            y=[one.name for one in sides],
            name=name,
            mode="markers",
            marker={"symbol": "square", "size": 11, "color": ink},
            customdata=[[one.name, one.title] for one in sides],
            hovertemplate="%{customdata[1]}: %{x:+.1f} SD<extra></extra>",
        )
    _axes(figure, {one.one.name: one.one.title for one in shown})
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 0, "yanchor": "top"})
    key = f"face.both.{every}.{hash(tuple(one.apart for one in shown))}"
    alt = "Measures in which the two faces differ most, in standard deviations"
    mark_new(clicked(drawn(figure, height=110 + _ROW * len(shown)), key, alt), key)


def _by_region(shown: Sequence[Measured]) -> dict[str, str]:
    """The rows of a chart from the top: each region's name, then its measures; by their ranks."""
    found: dict[str, str] = {}
    for region in dict.fromkeys(one.region for one in shown):
        found[f"region {region}"] = f"<b>{region.capitalize()}</b>"
        found |= {one.name: one.title for one in shown if one.region == region}
    return found


def _stems(figure: go.Figure, shown: Sequence[Measured]) -> None:
    """A line from the mean of unaffected people to each mark."""
    x = [value for one in shown for value in (0, one.z, None)]
    y = [value for one in shown for value in (one.name, one.name, None)]
    figure.add_scatter(
        x=x, y=y, mode="lines", line={"color": _QUIET, "width": 1.5}, hoverinfo="skip"
    )


def _axes(figure: go.Figure, labels: dict[str, str]) -> None:
    rows = list(labels)[::-1]
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=rows,
        tickvals=rows,
        ticktext=[_short(labels[row]) for row in rows],
        range=[-0.7, len(rows) - 0.3],
        showgrid=False,
    )
    figure.update_xaxes(title="standard deviations", zeroline=True, side="top")
    figure.add_vrect(-UNUSUAL, UNUSUAL, fillcolor=_QUIET, opacity=0.12, line_width=0, layer="below")
    figure.update_layout(showlegend=False)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
