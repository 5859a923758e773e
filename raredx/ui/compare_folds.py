"""Two classifiers fold by fold: one line joins what both reached in the same fold."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from raredx.ui.compare_frame import figure, ink, mark
from raredx.ui.compare_loaded import Compared, by_fold
from raredx.words import count

_BELOW = "#E69F00"
_FEWEST = 2  # folds that can be told apart
_APART = 0.35  # of the room between the two, on either side


def draw_folds(compared: Compared, one: str, other: str) -> None:
    """Draw what both reached in each fold of each repeat."""
    ours, theirs = (by_fold(compared.said(name), compared.by) for name in (one, other))
    if len(ours) < _FEWEST:
        st.info("The test part is judged once: there are no folds.", icon=":material/info:")
        return
    scale = compared.by.scale
    better = {
        cell: (ours[cell] - theirs[cell]) * (1 if compared.by.higher_is_better else -1)
        for cell in ours
    }
    made = go.Figure()
    groups = (
        (f"{compared.short[one]} better", mark(), [c for c in ours if better[c] > 0]),
        (f"{compared.short[other]} better", _BELOW, [c for c in ours if better[c] < 0]),
        ("equal", ink(), [c for c in ours if better[c] == 0]),
    )
    for title, colour, cells in groups:
        if not cells:
            continue
        y = [v for c in cells for v in (scale * ours[c], scale * theirs[c], None)]
        told = [f"repeat {r + 1}, fold {f + 1}" for r, f in cells for _ in range(3)]
        made.add_scatter(
            x=[0, 1, None] * len(cells),
            y=y,
            name=f"{title}: {len(cells)}",
            mode="lines+markers",
            line={"color": colour, "width": 1},
            marker={"size": 6, "color": colour},
            opacity=0.75,
            hovertext=told,
            hovertemplate="%{hovertext}: %{y:.3~f}<extra></extra>",
        )
    made.update_xaxes(
        range=[-_APART, 1 + _APART],
        tickvals=[0, 1],
        ticktext=[compared.short[one], compared.short[other]],
        showgrid=False,
        zeroline=False,
    )
    made.update_yaxes(title=f"{compared.measure}{' (%)' if scale == 100 else ''}")
    made.update_layout(legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0})
    figure(
        made,
        key=f"folds-{one}-{other}",
        alt=f"{compared.measure} of both in {count(len(ours), 'fold')}, joined by lines",
        height=330,
    )
    made_of = count(len(ours), "fold")
    st.caption(
        f"{made_of} of all repeats. They share training images and are not independent: counting"
        " lines is no test, which is why the t-test is corrected."
    )
