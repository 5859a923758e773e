"""Every condition by itself, and conditions of many, some and few training images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from raredx.learning.metrics import ClassScore, per_class, prepare
from raredx.learning.metrics.sizes import THIRDS
from raredx.learning.predictions import Predictions
from raredx.statistics.bootstrap import mean_interval
from raredx.statistics.estimate import Estimate
from raredx.ui.compare import choose_one
from raredx.ui.compare_frame import bars, caption, figure, ink, mark
from raredx.ui.compare_images import open_cell
from raredx.ui.compare_loaded import Compared, per_classifier

_KEY = "conditions.table"
_THIRDS = {"head": "most images", "medium": "in between", "tail": "fewest images"}
_COLUMNS = {
    "condition": st.column_config.TextColumn("Condition", width=190, pinned=True),
    "trained": st.column_config.NumberColumn(
        "Trained on", format="%.1f", width=85, help="Images, over folds on average"
    ),
    "images": st.column_config.NumberColumn("Images", width=70),
    "subjects": st.column_config.NumberColumn("People", width=70),
    "recall": st.column_config.NumberColumn(
        "Told (%)", format="%.0f", width=75, help="Recall: answers that are right"
    ),
    "interval": st.column_config.TextColumn("95 % CI", width=90),
    "auroc": st.column_config.NumberColumn("AUROC", format="%.3f", width=75, help="0.5 is chance"),
    "rank": st.column_config.NumberColumn(
        "Mean rank", format="%.1f", width=90, help="Place of the condition, 1 being the first"
    ),
    "taken": st.column_config.TextColumn("Most often taken for", width=250),
}


@dataclass(frozen=True, kw_only=True)
class Third:
    """Conditions with alike many training images."""

    name: str
    conditions: int
    images: int
    people: int
    trained: tuple[float, float]
    told: Estimate
    """How often the first answer is right."""


def thirds(said: Predictions) -> list[Third]:
    """The conditions by how many images they had to train on; none where all had as many.

    >>> from raredx.learning.predictions import example
    >>> thirds(example())
    []
    """
    prepared = prepare(said)
    hits = np.mean([one.hits for one in prepared.repeats], axis=0)  # (n,)
    found = []
    for name in THIRDS:
        own = prepared.sizes.third(name)  # (c,)
        rows = own[prepared.truth]  # (n,)
        if not rows.any():
            continue
        trained = said.trained[own]
        found.append(
            Third(
                name=name,
                conditions=int(own.sum()),
                images=int(rows.sum()),
                people=len(np.unique(prepared.subjects[rows])),
                trained=(float(trained.min()), float(trained.max())),
                told=mean_interval(hits[rows], prepared.subjects[rows]),
            )
        )
    return found


def draw_conditions(compared: Compared) -> None:
    """Draw the thirds and the table; a row opens the condition's images."""
    name = choose_one(compared)
    said = compared.said(name)
    found = per_classifier(compared, name, "thirds", thirds)
    if found:
        _thirds(compared, name, found)
    else:
        st.info("All conditions had alike many images to train on.", icon=":material/info:")
    rows = condition_rows(per_classifier(compared, name, "classes", per_class))

    def opened() -> None:
        if chosen := st.session_state[_KEY]["selection"]["rows"]:
            open_cell(rows[chosen[0]]["condition"], None)
            st.query_params["view"] = "errors"

    st.dataframe(
        rows,
        column_config=_COLUMNS,
        column_order=list(_COLUMNS),
        hide_index=True,
        key=_KEY,
        height=min(36 * (len(rows) + 1) + 2, 520),
        on_select=opened,
        selection_mode="single-row",
        placeholder="",
    )
    never = sum(row["images"] == 0 for row in rows)
    caption(
        compared,
        "Select a row for the images that were missed. Intervals are Wilson's over people: of a"
        f" handful they reach far. {never:,} of {len(said.classes):,} conditions were never asked"
        " for and stand last.",
    )


def condition_rows(classes: Sequence[ClassScore]) -> list[dict[str, Any]]:
    """A row for each condition; those that are told best come first."""
    told = sorted(classes, key=lambda one: (one.images == 0, -np.nan_to_num(one.recall.value)))
    return [
        {
            **one.as_dict(),
            "condition": one.name,
            "recall": 100 * one.recall.value if one.images else None,
            "interval": (
                f"{100 * one.recall.low:.0f} to {100 * one.recall.high:.0f}" if one.images else ""
            ),
            "taken": f"{one.taken_for} ({one.taken})" if one.taken_for else "",
        }
        for one in told
    ]


def _thirds(compared: Compared, name: str, found: Sequence[Third]) -> None:
    titles = [
        f"{_THIRDS[one.name]} ({one.trained[0]:.1f} to {one.trained[1]:.1f})" for one in found
    ]
    made = go.Figure(
        go.Scatter(
            x=[100 * one.told.value for one in found],
            y=titles,
            mode="markers",
            marker={"size": 10, "color": mark()},
            error_x=bars([one.told for one in found]),
            hovertext=[
                f"{one.conditions} conditions, {one.images} images of {one.people} people"
                for one in found
            ],
            hovertemplate="%{x:.1f} %<br>%{hovertext}<extra></extra>",
        )
    )
    chance = 100 / len(compared.said(name).classes)
    made.add_vline(x=chance, line={"dash": "dash", "width": 1.5, "color": ink()})
    made.update_yaxes(categoryorder="array", categoryarray=titles[::-1])
    made.update_xaxes(title="first answer right (%)", rangemode="tozero")
    figure(
        made,
        key=f"thirds-{name}",
        alt="How often conditions of many, some and few training images are told",
        height=150,
    )
    told = "; ".join(
        f"{_THIRDS[one.name]}, {one.conditions:,} conditions, {one.images:,} images of"
        f" {one.people:,} people"
        for one in found
    )
    st.caption(f"Thirds of the conditions by their training images: {told}. Dashed: chance.")
