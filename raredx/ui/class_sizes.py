"""How many images and subjects each class has, largest first; a click leads to the images."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.ui.charts import Clicked, clicked, drawn
from raredx.ui.marks import ORIGIN_INK
from raredx.words import count

_UNEVEN = 10
"""A class so many times larger than the middle one would make the others look alike."""


def class_sizes(cohort: Cohort) -> Clicked:
    """Draw the classes by size; gives the class that is clicked."""
    rows = cohort.rows("label", "origin", "subject_id").to_pandas()
    rows["label"] = rows["label"].fillna("no label")
    sizes = rows.groupby(["label", "origin"]).size().unstack(fill_value=0)
    sizes = sizes.loc[sizes.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    subjects = rows.groupby("label")["subject_id"].nunique()
    figure = go.Figure()
    for origin in sizes.columns:
        labels = [str(label) for label in sizes.index]
        figure.add_bar(
            x=list(range(1, len(labels) + 1)),
            y=sizes[origin].tolist(),
            name=str(origin),
            marker={"color": ORIGIN_INK[str(origin)]},
            customdata=[[label, int(subjects[label])] for label in labels],
            hovertemplate="%{customdata[0]}: %{y} images, %{customdata[1]} subjects<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.15)
    figure.update_xaxes(title="classes, the largest first")
    figure.update_yaxes(title="images")
    whole = sizes.sum(axis=1)
    if len(sizes.columns) == 1 and whole.max() > _UNEVEN * whole.median():
        figure.update_yaxes(title="images (logarithmic)", type="log")
    single = int((subjects == 1).sum())
    told = f"{count(len(subjects), 'class')}; {single:,} with a single subject"
    st.caption(f"{told}. Click a bar to see its images.")
    return clicked(drawn(figure, height=280), key="classes", alt=told)
