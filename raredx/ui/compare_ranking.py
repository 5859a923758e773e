"""The ranking of classifiers: each with its interval beside chance, and what may be said of it."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from raredx.learning.board import Board
from raredx.learning.metrics import Metric, get_metric
from raredx.ui.compare_frame import bars, caption, chance_line, figure, mark
from raredx.ui.compare_loaded import QUICK, Compared
from raredx.ui.shell import as_text
from raredx.words import count

SLOW = ("f1-macro", "auroc", "average-precision")
_ROW = 27  # pixels
_AT_ONCE = 5  # sentences that are shown before the others
_CLASSIFIER = st.column_config.TextColumn("Classifier", width=190, pinned=True)


def shown_metrics() -> tuple[str, ...]:
    """What the table shows; the address says whether the slow ones are in it."""
    return (*QUICK, *SLOW) if st.query_params.get("metrics") == "all" else QUICK


def draw_ranking(compared: Compared) -> None:
    """Draw the classifiers, the best first."""
    board = compared.board(shown_metrics())
    _dots(compared, board)
    lower = " Lower is better." if not compared.by.higher_is_better else ""
    caption(
        compared,
        "Bars are 95 % intervals over people; overlapping ones may still differ, since classifiers"
        f" are compared on the same images.{lower}",
    )
    _sentences(compared, board)
    _table(compared, board)


def table_rows(compared: Compared, board: Board) -> list[dict[str, Any]]:
    """A row for each classifier, then one for guessing."""
    rows: list[dict[str, Any]] = []
    for name, scores in board.scores.items():
        row: dict[str, Any] = {"classifier": compared.short[name]}
        for metric, one in scores.each.items():
            row[metric] = _unit(one.metric) * one.estimate.value if one.reported else None
            low, high = (_bare(one.metric, end) for end in one.estimate[1:])
            row[f"{metric} interval"] = f"{low} to {high}" if one.note is None else ""
        rows.append(row)
    first = next(iter(board.scores.values()))
    chances = {
        metric: _unit(one.metric) * one.chance
        for metric, one in first.each.items()
        if one.chance is not None
    }
    return [*rows, {"classifier": "by chance", **chances}]


def _dots(compared: Compared, board: Board) -> None:
    names, scale = list(board.scores), compared.by.scale
    values = [compared.estimate(name) for name in names]
    made = go.Figure(
        go.Scatter(
            x=[scale * one.value for one in values],
            y=[compared.short[name] for name in names],
            mode="markers",
            marker={"size": 10, "color": mark()},
            error_x=bars(values, scale=scale),
            customdata=[[name] for name in names],
            hovertext=[" to ".join(map(compared.show, one[1:])) for one in values],
            hovertemplate="%{y}: %{x:.3~f} (95 % CI %{hovertext})<extra></extra>",
        )
    )
    made.update_yaxes(categoryorder="array", categoryarray=[compared.short[n] for n in names[::-1]])
    unit = " (%)" if scale == 100 else ""
    made.update_xaxes(title=f"{compared.measure}{unit}", rangemode="tozero")
    chance_line(made, compared)
    figure(
        made,
        key="ranking",
        alt=f"{compared.measure} of {count(len(names), 'classifier')} with intervals and chance",
        height=90 + _ROW * len(names),
    )


def _sentences(compared: Compared, board: Board) -> None:
    pairs = board.beside(board.best)
    if not pairs:
        return
    decided = sum(pair.winner is not None for pair in pairs)
    told = [f"- {as_text(compared.sentence(pair))}" for pair in pairs]
    st.subheader("What may be said of the first")
    st.markdown(
        f"**{as_text(compared.short[board.best])}** comes first. Of {len(pairs):,} comparisons with"
        f" the others, **{decided:,} {'is' if decided == 1 else 'are'} decisive**."
    )
    st.markdown("\n".join(told[:_AT_ONCE]))
    if told[_AT_ONCE:]:
        with st.expander(f"{len(told) - _AT_ONCE:,} more"):
            st.markdown("\n".join(told[_AT_ONCE:]))


def _table(compared: Compared, board: Board) -> None:
    st.toggle(
        "F1, AUROC and average precision as well (half a second for each classifier)",
        value=shown_metrics() != QUICK,
        key="ranking.all",
        on_change=_switch,
    )
    columns: dict[str, Any] = {"classifier": _CLASSIFIER}
    for name in shown_metrics():
        metric = get_metric(name)
        unit = " %" if metric.percent else ""
        columns[name] = st.column_config.NumberColumn(
            f"{metric.title}{unit}",
            format="%.1f" if metric.percent else "%.3f",
            width=95,
            help=metric.measures,
        )
        columns[f"{name} interval"] = st.column_config.TextColumn("95 % CI", width=105)
    st.dataframe(
        table_rows(compared, board),
        column_config=columns,
        column_order=list(columns),
        hide_index=True,
        key="ranking.table",
        height="content",
        placeholder="",
    )


def _switch() -> None:
    if st.session_state["ranking.all"]:
        st.query_params["metrics"] = "all"
    else:
        st.query_params.pop("metrics", None)


def _unit(metric: Metric) -> float:
    return 100.0 if metric.percent else 1.0


def _bare(metric: Metric, value: float) -> str:
    return f"{100 * value:.1f}" if metric.percent else f"{value:.3f}"
