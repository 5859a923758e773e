"""Values with their intervals, one below the other; of too few people the words stand instead."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any

import plotly.graph_objects as go

from raredx.statistics.estimate import Estimate
from raredx.ui.compare_frame import bars, ink, mark

TOO_FEW = "too few to tell"
_ROW, _FRAME = 27, 64  # pixels
_FAR = 0.6  # to the right of it words stand on the left of the line
_LONGEST = 24  # characters of a label


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A row: a value, too few to give one, or a heading over the rows below."""

    label: str
    value: Estimate | None = None
    chance: float | None = None
    few: bool = False
    hover: str = ""


def dots(rows: Sequence[Dot], *, title: str, line: float | None = None) -> go.Figure:
    """Draw shares (0 to 1) in per cent, each in a row.

    Parameters
    ----------
    line : float, optional
        What all of them are set beside: drawn from the top to the bottom.
    """
    made = go.Figure()
    places = dict(enumerate(rows))
    valued = {at: row for at, row in places.items() if row.value is not None}
    values = [row.value for row in valued.values() if row.value is not None]
    if line is not None:
        made.add_vline(x=100 * line, line={"width": 1.5, "color": ink()})
    made.add_scatter(
        x=[100 * one.value for one in values],
        y=list(valued),
        mode="markers",
        marker={"size": 10, "color": mark()},
        error_x=bars(values),
        hovertext=[_hover(row) for row in valued.values()],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )
    by_chance = {at: row.chance for at, row in valued.items() if row.chance is not None}
    made.add_scatter(
        x=[100 * chance for chance in by_chance.values()],
        y=list(by_chance),
        mode="markers",
        marker={"symbol": "line-ns", "size": 13, "line": {"width": 2, "color": ink()}},
        hovertemplate="by chance %{x:.1f} %<extra></extra>",
    )
    beside = line or 0
    for at in (at for at, row in places.items() if row.few):
        made.add_annotation(
            x=100 * beside,
            y=at,
            text=TOO_FEW,
            showarrow=False,
            xanchor="left" if beside < _FAR else "right",
            xshift=8 if beside < _FAR else -8,
            font={"color": ink(), "size": 12},
        )
    made.update_layout(showlegend=False)
    made.update_xaxes(title=title)
    made.update_yaxes(
        tickvals=list(places),
        ticktext=[_label(row) for row in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
    )
    return made


def height_of(rows: Sequence[Dot]) -> int:
    """Pixels that rows need."""
    return _FRAME + _ROW * len(rows)


def estimate_of(row: Mapping[str, Any], name: str = "value") -> Estimate:
    """A value with its interval out of a record's columns.

    >>> estimate_of({"value": 0.5, "value_low": 0.25, "value_high": None})
    Estimate(value=0.5, low=0.25, high=nan)
    """
    columns = (row[name], row[f"{name}_low"], row[f"{name}_high"])
    return Estimate(*(nan if one is None else one for one in columns))


def interval(found: Estimate, *, digits: int = 1) -> str:
    """An interval of shares in per cent; other samples of some people all give the same value.

    >>> interval(Estimate(0.5, 0.25, 0.75)), interval(Estimate(1.0, nan, nan))
    ('95 % CI 25.0 to 75.0', 'no interval')
    """
    if isnan(found.low) or isnan(found.high):
        return "no interval"
    return f"95 % CI {100 * found.low:.{digits}f} to {100 * found.high:.{digits}f}"


def _label(row: Dot) -> str:
    text = row.label if len(row.label) <= _LONGEST else f"{row.label[: _LONGEST - 1]}…"
    shown = html.escape(text)
    if row.few:
        return f'<span style="color:{ink()}">{shown}</span>'
    return shown if row.value is not None else f"<b>{shown}</b>"


def _hover(row: Dot) -> str:
    assert row.value is not None
    said = f"{html.escape(row.label)}: {100 * row.value.value:.1f} % ({interval(row.value)})"
    return f"{said}<br>{html.escape(row.hover)}" if row.hover else said
