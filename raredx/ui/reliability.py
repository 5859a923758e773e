"""How often answers of a confidence were right: the drawing, from bins wherever they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plotly.subplots import make_subplots

from raredx.learning.metrics import Reliability
from raredx.learning.metrics.reliability import Bin
from raredx.ui.compare_frame import bars, figure, ink, mark
from raredx.ui.model_dots import estimate_of

FEW = 30
"""Answers below which a mark is hollow."""


def found_there(kept: Mapping[str, Any]) -> Reliability:
    """The bins as a record keeps them."""
    return Reliability(
        bins=tuple(
            Bin(
                low=one["low"],
                high=one["high"],
                answers=one["answers"],
                confidence=one["confidence"],
                right=estimate_of(one, "right"),
            )
            for one in kept["bins"]
        ),
        error=kept["error"],
        floor=kept["floor"],
    )


def reliability_diagram(found: Reliability, *, key: str, alt: str) -> None:
    """Draw confidence against being right, and below it how many answers there were."""
    made = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.75, 0.25], vertical_spacing=0.05
    )
    bins = found.bins
    said = [100 * one.confidence for one in bins]
    made.add_scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        line={"dash": "dash", "width": 1.5, "color": ink()},
        hoverinfo="skip",
        row=1,
        col=1,
    )
    made.add_scatter(
        x=said,
        y=[100 * one.right.value for one in bins],
        mode="markers+lines",
        line={"color": mark(), "width": 1},
        marker={
            "size": 10,
            "color": mark(),
            "line": {"width": 2, "color": mark()},
            "symbol": ["circle" if one.answers >= FEW else "circle-open" for one in bins],
        },
        error_y=bars([one.right for one in bins]),
        hovertext=[f"{one.answers:,} answers" for one in bins],
        hovertemplate="said %{x:.0f} %, right %{y:.0f} %<br>%{hovertext}<extra></extra>",
        row=1,
        col=1,
    )
    made.add_bar(
        x=said,
        y=[one.answers for one in bins],
        width=[3] * len(bins),
        marker={"color": ink()},
        hovertemplate="%{y} answers<extra></extra>",
        row=2,
        col=1,
    )
    made.update_layout(showlegend=False)
    made.update_xaxes(range=[0, 100])
    made.update_xaxes(title="confidence in the first answer (%)", row=2, col=1)
    made.update_yaxes(title="right (%)", range=[-3, 104], row=1, col=1)
    made.update_yaxes(title="answers", row=2, col=1)
    figure(made, key=key, alt=alt, height=430)
