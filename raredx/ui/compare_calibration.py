"""Whether confidence can be believed: a reliability diagram with its counts, and one number."""

from __future__ import annotations

from functools import partial

import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from raredx.learning.metrics import Reliability, reliability
from raredx.learning.metrics.reliability import Equal
from raredx.ui.choices import choice
from raredx.ui.compare import choose_one
from raredx.ui.compare_frame import bars, caption, figure, ink, mark
from raredx.ui.compare_loaded import Compared, per_classifier

_EQUAL: dict[Equal, str] = {"width": "of equal width", "mass": "of equally many answers"}
_FEW = 30  # answers below which a mark is hollow


def draw_calibration(compared: Compared) -> None:
    """Draw how often answers of a confidence were right."""
    left, right = st.columns(2)
    with left:
        name = choose_one(compared)
    with right:
        equal: Equal = choice("Bins", _EQUAL, key="bins", default="width")
    found = per_classifier(compared, name, f"bins {equal}", partial(reliability, equal=equal))
    experiment = compared.experiment(name)
    place = experiment.names.index(name.partition(":")[2])
    temperature = experiment.record.cells[place]["temperature"]
    fitted = experiment.record.calibration
    first, second, third = st.columns(3)
    first.metric("ECE", f"{found.error:.1%}", border=True)
    second.metric("Even if exactly right", f"{found.floor:.1%}", border=True)
    third.metric("Mean temperature", f"{temperature:.2f}" if fitted else "none", border=True)
    _diagram(found, compared, name)
    flat = (
        f"Scores were divided by a temperature, fitted in each fold on {fitted:,} images of other"
        " people; above 1 they had been too sure, below 1 not sure enough."
        if fitted
        else "Scores were not calibrated: the split has no calibration part."
    )
    caption(
        compared,
        "On the dashed line confidence is exactly right; below it answers are too sure. Bars are"
        f" 95 % intervals over people; hollow marks stand for fewer than {_FEW} answers. ECE is a"
        " mean of distances: some of it is there even where every confidence is right.",
        flat,
    )


def _diagram(found: Reliability, compared: Compared, name: str) -> None:
    made = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.75, 0.25], vertical_spacing=0.05
    )
    bins = found.bins
    said = [100 * one.confidence for one in bins]
    made.add_trace(
        go.Scatter(
            x=[0, 100],
            y=[0, 100],
            mode="lines",
            line={"dash": "dash", "width": 1.5, "color": ink()},
            hoverinfo="skip",
        ),
        row=1,
        col=1,
    )
    made.add_trace(
        go.Scatter(
            x=said,
            y=[100 * one.right.value for one in bins],
            mode="markers+lines",
            line={"color": mark(), "width": 1},
            marker={
                "size": 10,
                "color": mark(),
                "line": {"width": 2, "color": mark()},
                "symbol": ["circle" if one.answers >= _FEW else "circle-open" for one in bins],
            },
            error_y=bars([one.right for one in found.bins]),
            hovertext=[f"{one.answers:,} answers" for one in bins],
            hovertemplate="said %{x:.0f} %, right %{y:.0f} %<br>%{hovertext}<extra></extra>",
        ),
        row=1,
        col=1,
    )
    made.add_trace(
        go.Bar(
            x=said,
            y=[one.answers for one in bins],
            width=[3] * len(bins),
            marker={"color": ink()},
            hovertemplate="%{y} answers<extra></extra>",
        ),
        row=2,
        col=1,
    )
    made.update_layout(showlegend=False)
    made.update_xaxes(range=[0, 100])
    made.update_xaxes(title="confidence in the first answer (%)", row=2, col=1)
    made.update_yaxes(title="right (%)", range=[-3, 104], row=1, col=1)
    made.update_yaxes(title="answers", row=2, col=1)
    figure(
        made,
        key=f"reliability-{name}",
        alt=f"How often answers of {compared.short[name]} were right, by their confidence",
        height=430,
    )
