"""What a model loses between its own validation and people elsewhere."""

from __future__ import annotations

from typing import Any

import streamlit as st

from raredx.learning.bundle.card import UNKNOWN
from raredx.learning.external.store import Record
from raredx.learning.metrics import get_metric
from raredx.statistics.estimate import Estimate
from raredx.ui.compare_frame import figure
from raredx.ui.model_dots import Dot, dots, height_of
from raredx.ui.shell import as_text


def draw_lost(name: str, record: Record) -> None:
    """Draw every loss with its interval, beside none."""
    st.subheader("What is lost")
    if not record.drops:
        st.markdown(
            f"How much is lost is :orange-background[{UNKNOWN}]: nobody judged its make at home by"
            " conditions that are there, too."
        )
        return
    shown = [
        Dot(label=one.title, value=value, hover=one.says)
        for one in record.drops
        if get_metric(one.metric).percent and (value := _known(one.drop)) is not None
    ]
    if shown:
        figure(
            dots(shown, title="points lost there (left of 0: gained)", line=0),
            key=f"drops-{name}",
            alt="How many points each metric loses elsewhere, with its interval, beside none",
            height=height_of(shown),
        )
    st.dataframe(
        [
            {
                "Metric": one.title,
                "Lost": _said(one.metric, one.drop),
                "At home": _said(one.metric, one.own),
                "There": _said(one.metric, one.there),
            }
            for one in record.drops
        ],
        hide_index=True,
        key="model.drops",
        column_config={"Metric": st.column_config.TextColumn(width=110, pinned=True)},
    )
    if record.own:
        st.caption(
            as_text(
                "With 95 % intervals over people, by conditions that both places have. At home:"
                f" {record.own.experiment}, {record.own.classifier}. Where the interval holds 0 the"
                " loss is not decisive."
            )
        )


def _known(values: tuple[float | None, float | None, float | None]) -> Estimate | None:
    value, low, high = values
    if value is None or low is None or high is None:
        return None
    return Estimate(value, low, high)


def _said(metric: str, values: tuple[Any, ...]) -> str:
    found = _known(values)
    if found is None:
        return UNKNOWN
    scale, digits = (100, 1) if get_metric(metric).percent else (1, 3)
    value, low, high = (f"{scale * one:.{digits}f}" for one in found)
    return f"{value} ({low} to {high})"
