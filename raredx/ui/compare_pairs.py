"""Two classifiers beside each other: what decides between them, fold by fold, and all others."""

from __future__ import annotations

from math import isnan

import plotly.graph_objects as go
import streamlit as st

from raredx.learning.board import Board
from raredx.learning.compare.comparison import Comparison
from raredx.statistics.estimate import Estimate
from raredx.ui.choices import choice
from raredx.ui.compare_folds import draw_folds
from raredx.ui.compare_frame import bars, caption, figure, ink, mark
from raredx.ui.compare_loaded import QUICK, Compared
from raredx.ui.shell import as_text

_OPEN = "#8A8A8A"
_ROW = 27  # pixels


def draw_pairs(compared: Compared) -> None:
    """Draw the choice of two, what is known of how they differ, and the first beside all others."""
    if len(compared.names) < 2:
        st.info("A comparison takes two classifiers: choose one more.", icon=":material/compare:")
        return
    board = compared.board(QUICK)
    titles = {name: compared.short[name] for name in board.scores}
    left, right = st.columns(2)
    with left:
        one = choice("This one", titles, key="one", default=board.best)
    others = {name: title for name, title in titles.items() if name != one}
    with right:
        other = choice("beside", others, key="other", default=next(iter(others)))
    pair = next(found for found in board.beside(one) if other in found.names)
    decided = pair.winner is not None
    st.markdown(
        f"{':material/check_circle:' if decided else ':material/balance:'}"
        f" **{as_text(compared.sentence(pair))}**"
    )
    folds, facts = st.columns([3, 2], gap="medium")
    with folds:
        draw_folds(compared, one, other)
    with facts:
        _facts(compared, pair, one)
    st.subheader(f"{titles[one]} beside all others")
    _differences(compared, board, one)


def turned(pair: Comparison, one: str) -> Estimate:
    """By how much a classifier is better than the other of a pair."""
    gain = pair.gain.estimate
    if pair.names[0] == one:
        return gain
    return Estimate(0.0 - gain.value, 0.0 - gain.high, 0.0 - gain.low)


def _facts(compared: Compared, pair: Comparison, one: str) -> None:
    by, gain = compared.by, turned(pair, one)
    facts = {}
    for name, value in zip(pair.names, pair.values, strict=True):
        ends = f"{compared.show(value.low)} to {compared.show(value.high)}"
        facts[as_text(compared.short[name])] = f"{compared.show(value.value)} ({ends})"
    facts["Better by"] = (
        f"{by.words(gain.value)} {by.unit} ({by.words(gain.low)} to {by.words(gain.high)})"
    )
    if pair.folds is not None and not isnan(pair.folds.t):
        t = round(pair.folds.t if pair.names[0] == one else -pair.folds.t, 2) + 0.0
        facts["Corrected t over folds"] = (
            f"t = {t:.2f}, {pair.folds.df} degrees of freedom, p = {pair.folds.p:.3f}"
        )
    if pair.discordant is not None:
        ours, theirs = pair.discordant.ours, pair.discordant.theirs
        if pair.names[0] != one:
            ours, theirs = theirs, ours
        facts["McNemar, people"] = (
            f"{ours:,} speak for it, {theirs:,} against, {pair.discordant.even:,} for neither,"
            f" p = {pair.discordant.p:.3f}"
        )
    facts["Adjusted p (Holm)"] = f"{pair.adjusted:.3f}, for {pair.pairs:,} pairs"
    shown = "unknown" if isnan(pair.shown) else f"{by.words(pair.shown)} {by.unit}"
    facts["Could have been shown"] = f"{shown}, 4 times in 5"
    st.table(facts, border="horizontal")
    caption(compared)


def _differences(compared: Compared, board: Board, one: str) -> None:
    pairs = board.beside(one)
    others = [next(name for name in pair.names if name != one) for pair in pairs]
    scale = compared.by.scale
    made = go.Figure()
    for decided, title in ((True, "decisive"), (False, "not decisive")):
        own = [
            (name, turned(pair, one), compared.sentence(pair))
            for name, pair in zip(others, pairs, strict=True)
            if (pair.winner is not None) == decided
        ]
        gains = [gain for _, gain, _ in own]
        colour = mark() if decided else _OPEN
        made.add_scatter(
            x=[scale * gain.value for gain in gains],
            y=[compared.short[name] for name, _, _ in own],
            name=title,
            mode="markers",
            marker={
                "symbol": "square" if decided else "square-open",
                "size": 11,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            error_x=bars(gains, scale=scale) | {"color": colour},
            customdata=[[name] for name, _, _ in own],
            hovertext=[text for _, _, text in own],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    order = [compared.short[name] for name in others][::-1]
    made.update_yaxes(categoryorder="array", categoryarray=order)
    made.add_vline(x=0, line={"width": 1.5, "color": ink(), "dash": "dash"})
    made.update_xaxes(title=f"better by ({compared.by.unit})")
    made.update_layout(legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0})
    figure(
        made,
        key=f"differences-{one}",
        alt=f"By how much {compared.short[one]} is better than each other one, with intervals",
        height=110 + _ROW * len(others),
        opens=lambda clicked: st.query_params.update(other=clicked[0]),
    )
    caption(
        compared,
        "Right of the line it is better. Bars are 95 % intervals of the difference over the same"
        " people; filled marks are decisive: the interval leaves out 0 and the test over folds,"
        " adjusted for all pairs, agrees. Click a mark for its pair.",
    )
