"""Charts of the evidence: every mark carries the values that lead to its studies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from raredx.evidence.gaps import Crossing
from raredx.evidence.trends import Covered, Sizes, Yearly
from raredx.statistics.shares import Share

Clicked = tuple[str, ...]  # the values behind the mark that was clicked; none while none is

_ROW = 27  # pixels
_SHORT = 34  # characters of a label
_BAR = {"displayModeBar": False}
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8A8A8A", "#7A5195")
_DASHES = ("solid", "dash", "dot", "dashdot")
_BRIGHT = 0.3  # of the most studies: above, a mark is so strong that its figure changes ink
_INKS = ({"light": "#0B2328", "dark": "#E4ECEE"}, {"light": "#FFFFFF", "dark": "#0B2328"})
_SCALE = {
    "light": [[0, "#DCEFF1"], [0.25, "#8CC9CF"], [0.6, "#2F94A0"], [1, "#074A52"]],
    "dark": [[0, "#1F3A3F"], [0.25, "#2B6E77"], [0.6, "#3DB5BF"], [1, "#C8F1F4"]],
}


def gap_map(found: Crossing, *, bubbles: bool, key: str, alt: str) -> Clicked:
    """Two facets against each other, empty pairs too; gives the pair that is clicked."""
    pairs = [(down, across) for down in found.down for across in found.across]
    most = max(found.pairs.values(), default=1)
    bright = [pair for pair in pairs if found.pairs.get(pair, 0) > _BRIGHT * most]
    pale = [pair for pair in pairs if 0 < found.pairs.get(pair, 0) <= _BRIGHT * most]
    empty = [pair for pair in pairs if pair not in found.pairs]
    figure = go.Figure([_empty(empty), _filled(pale, found, most, bubbles, _INKS[0])])
    figure.add_trace(_filled(bright, found, most, bubbles, _INKS[1]))
    figure.update_yaxes(categoryorder="array", categoryarray=[*found.down][::-1])
    figure.update_xaxes(categoryorder="array", categoryarray=[*found.across], tickangle=-45)
    return clicked(drawn(figure, height=190 + _ROW * len(found.down)), key, alt, wide=True)


def bars(counts: Mapping[str, int], *, key: str, alt: str) -> Clicked:
    """Studies by value; gives the value that is clicked."""
    values = list(counts)
    figure = go.Figure(
        go.Bar(
            x=values,
            y=[*counts.values()],
            customdata=[[value] for value in values],
            text=[*counts.values()],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            marker={"color": _COLOURS[0], "cornerradius": 3},
            hovertemplate="%{x}: %{y} studies<extra></extra>",
        )
    )
    figure.update_xaxes(type="category")
    return clicked(drawn(figure, height=280), key, alt)


def shares(series: Sequence[Yearly], *, key: str, alt: str) -> Clicked:
    """Shares of each year's studies with their intervals; gives the value and year clicked."""
    figure = go.Figure()
    for number, one in enumerate(series):
        years, found = list(one.years), list(one.years.values())
        figure.add_scatter(
            x=years,
            y=[share.value for share in found],
            name=f"{one.value} ({one.studies})",
            mode="lines+markers",
            line={"color": _COLOURS[number % 8], "dash": _DASHES[number // 8 % 4]},
            marker={"size": 9},
            error_y=_interval(found) if len(series) == 1 else None,
            customdata=[[one.value, str(year)] for year in years],
            hovertext=[str(share) for share in found],
            hovertemplate="%{x}, %{customdata[0]}: %{hovertext}<extra></extra>",
        )
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    figure.update_layout(legend={"orientation": "h", "y": -0.15})
    return clicked(drawn(figure, height=380), key, alt)


def sizes(found: Sequence[Sizes], *, key: str, alt: str) -> Clicked:
    """The quartiles of sample sizes by year, on a logarithmic axis; gives the year clicked."""
    middles = [one.quartiles[1] for one in found]
    figure = go.Figure(
        go.Scatter(
            x=[one.year for one in found],
            y=middles,
            mode="lines+markers",
            marker={"size": 9, "color": _COLOURS[0]},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [one.quartiles[2] - one.quartiles[1] for one in found],
                "arrayminus": [one.quartiles[1] - one.quartiles[0] for one in found],
            },
            customdata=[[str(one.year), one.known, one.of] for one in found],
            hovertemplate="%{x}: median %{y:,.0f}, known of %{customdata[1]} of %{customdata[2]}"
            "<extra></extra>",
        )
    )
    figure.update_yaxes(type="log", dtick=1, tickformat=",d", title="Sample size")
    return clicked(drawn(figure, height=320), key, alt)


def coverage(found: Sequence[Covered], *, key: str, alt: str) -> Clicked:
    """The share of each category's diseases that have a study; gives the category clicked."""
    shown = [one for one in found if one.diseases.of]
    figure = go.Figure(
        go.Scatter(
            x=[one.diseases.value for one in shown],
            y=[one.category for one in shown],
            mode="markers",
            marker={"size": 10, "color": _COLOURS[0]},
            error_x=_interval([one.diseases for one in shown]),
            customdata=[[one.category] for one in shown],
            hovertext=[f"{one.diseases}; {one.studies} studies" for one in shown],
            hovertemplate="%{y}<br>%{hovertext}<extra></extra>",
        )
    )
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[one.category for one in shown][::-1],
        tickvals=[one.category for one in shown],
        ticktext=[_short(one.category) for one in shown],
    )
    figure.update_xaxes(tickformat=".0%", rangemode="tozero", title="Diseases with a study")
    return clicked(drawn(figure, height=120 + 22 * len(shown)), key, alt)


def _empty(pairs: Sequence[tuple[str, str]]) -> go.Scatter:
    colour = "rgba(140,150,155,0.45)"
    return go.Scatter(
        x=[across for _, across in pairs],
        y=[down for down, _ in pairs],
        mode="markers",
        marker={"symbol": "square-open", "size": 9, "color": colour, "line": {"width": 1}},
        customdata=pairs,
        hovertemplate="%{y}<br>%{x}: no study<extra></extra>",
    )


def _filled(
    pairs: Sequence[tuple[str, str]],
    found: Crossing,
    most: int,
    bubbles: bool,
    inks: Mapping[str, str],
) -> go.Scatter:
    """Pairs that have studies; pale and strong ones apart, since their figures differ in ink."""
    times = [found.pairs[pair] for pair in pairs]
    theme = st.context.theme.type or "light"
    ink = {"color": inks[theme]}
    return go.Scatter(
        x=[across for _, across in pairs],
        y=[down for down, _ in pairs],
        mode="markers" if bubbles else "markers+text",
        text=times,
        textfont={"size": 10, **ink},
        selected={"textfont": ink},
        unselected={"textfont": ink},
        marker={
            "symbol": "circle" if bubbles else "square",
            "size": [6 + 24 * (n / most) ** 0.5 for n in times] if bubbles else 23,
            "color": [n**0.5 for n in times],
            "colorscale": _SCALE[theme],
            "cmin": 0,
            "cmax": most**0.5,
            "line": {"width": 0},
        },
        customdata=pairs,
        hovertemplate="%{y}<br>%{x}: %{text} studies<extra></extra>",
    )


def _interval(found: Sequence[Share]) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [share.interval[1] - share.value for share in found],
        "arrayminus": [share.value - share.interval[0] for share in found],
        "thickness": 1,
    }


def drawn(figure: go.Figure, *, height: int) -> go.Figure:
    """A figure in the look of the house."""
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        showlegend=len(figure.data) > 1 and bool(figure.data[0].name),
        dragmode=False,
        clickmode="event+select",
    )
    figure.update_traces(selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    figure.update_xaxes(automargin=True)
    figure.update_yaxes(automargin=True)
    return figure


def clicked(figure: go.Figure, key: str, alt: str, *, wide: bool = False) -> Clicked:
    """Draw a figure; a wide one is scrolled on a narrow screen instead of squeezed."""
    with st.container(key=f"wide-{key}" if wide else None):
        chosen = st.plotly_chart(
            figure, key=key, on_select="rerun", selection_mode="points", config=_BAR, alt=alt
        )
    points = chosen["selection"]["points"]
    return tuple(points[-1]["customdata"]) if points else ()


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
