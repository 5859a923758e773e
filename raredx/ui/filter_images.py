"""Limits moved, and the images that they accept or turn away at once: nothing is looked at anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import streamlit as st

from raredx.assets.cards import CARD
from raredx.cohorts.store import cohorts_folder, list_cohorts, open_cohort
from raredx.jobs import get_kind
from raredx.synthesis.curation.config import Policy, Verdict
from raredx.synthesis.curation.keeping import judged
from raredx.synthesis.curation.policy import decide, score_of
from raredx.synthesis.curation.store import Curation, counted
from raredx.ui.filter import KEEP, draw_remarks
from raredx.ui.filter_tiles import draw_tiles, turned_away
from raredx.ui.shell import plain_errors
from raredx.ui.starting import free_name, start

_GREY = "#8A8A8A"
_MOST = 24  # images of a verdict that are shown at once
_WAYS = {
    "absolute": "By limit",
    "quantile": "Best share",
    "quota": "Quota",
    "top": "Best of all",
}
_ICON = {
    Verdict.ACCEPTED: ":material/check_circle:",
    Verdict.NEAR_COPY: ":material/content_copy:",
    Verdict.NO_FACE: ":material/no_accounts:",
    Verdict.LOW_QUALITY: ":material/blur_on:",
    Verdict.WRONG_PHENOTYPE: ":material/wrong_location:",
    Verdict.SURPLUS: ":material/playlist_remove:",
    Verdict.BY_HAND: ":material/back_hand:",
}


@st.fragment
def filtering(curation: Curation) -> None:
    """Draw the limits, what they leave, and the way to keep that."""
    with plain_errors():
        draw_remarks(curation)
        table = curation.table
        policy = _policy(curation.name, table)
        if policy is None:
            return
        policy = policy.model_copy(update={"by_hand": turned_away(curation, table)})
        verdicts = decide(table, policy)
        _histogram(table, verdicts, policy)
        shown = _chosen(verdicts)
        cohort = open_cohort(curation.record.cohort)
        rows = [row for row, one in enumerate(verdicts) if one == shown]
        first = rows[:_MOST]
        told = judged(table.take(first), [shown] * len(first), policy).to_pylist()
        draw_tiles(cohort, told, shown, curation)
        if len(rows) > _MOST:
            st.caption(f"The first {_MOST} of {len(rows):,}.")
        _save(curation, policy)


def _policy(name: str, table: pa.Table) -> Policy | None:
    """Draw the limits; None while they are not whole."""
    left, right = st.columns(2, gap="medium")
    with left:
        keep = st.segmented_control(
            "Keep",
            list(_WAYS),
            format_func=_WAYS.__getitem__,
            default="absolute",
            required=True,
            key=f"filter.keep.{name}",
            help="By limit: all that score so much. Best share: of each condition. Quota: so many"
            " of each condition. Best of all: whatever their condition, as was published",
        )
        score = st.segmented_control(
            "By",
            ["likeness", "five-point-cosine"],
            default="likeness",
            required=True,
            key=f"filter.score.{name}",
            help="likeness: the share of held-out people of the condition who are less like it."
            " five-point-cosine: the published filter, as a baseline",
        )
    with right:
        at = _at(name, keep, score, table)
        copies = st.toggle("Keep near copies, too", key=f"filter.copies.{name}")
        because = ""
        if copies:
            because = st.text_input(
                "Why they are kept", key=f"filter.because.{name}", help="It is written down"
            )
    if copies and not because.strip():
        st.info("Say why near copies are kept: it is written into the cohort's card.")
        return None
    return Policy(
        keep=keep,
        at=at,
        score=score,
        copies="keep" if copies else "quarantine",
        because=because,
    )


def _at(name: str, keep: str, score: str, table: pa.Table) -> float:
    key = f"filter.at.{name}.{keep}.{score}"
    if keep == "quota":
        labels = table["label"].to_pylist()
        most = max(map(labels.count, set(labels)))
        return float(st.slider("Images of each condition", 1, max(2, most), most, key=key))
    if keep == "top":
        return float(st.slider("Images", 1, max(2, len(table)), len(table), key=key))
    if keep == "quantile":
        return st.slider("Share of each condition", 0.0, 1.0, 0.5, 0.01, key=key)
    least = 0.1 if score == "likeness" else 0.99
    step = 0.01 if score == "likeness" else 0.0005
    lowest = 0.0 if score == "likeness" else 0.95
    return st.slider("From", lowest, 1.0, least, step, key=key, format="%.3f")


def _histogram(table: pa.Table, verdicts: Sequence[Verdict], policy: Policy) -> None:
    """Draw how images score, accepted or not, beside how people of the condition do."""
    import plotly.graph_objects as go

    scores = score_of(table, policy)
    kept = np.array([one == Verdict.ACCEPTED for one in verdicts])
    known = np.isfinite(scores)
    if not known.any():
        st.caption("Of no image can it be said how like its condition it is.")
        return
    low = 0.0 if policy.score == "likeness" else float(np.floor(scores[known].min() * 100) / 100)
    bins = {"start": low, "end": 1.0, "size": (1 - low) / 20}
    chart = go.Figure(
        [
            go.Histogram(x=scores[known & rows], name=name, xbins=bins, marker={"color": colour})
            for name, rows, colour in (
                ("accepted", kept, "#009E73"),
                ("turned away", ~kept, "#D55E00"),
            )
        ]
    )
    if policy.score == "likeness":
        chart.add_hline(
            y=known.sum() / 20,
            line={"dash": "dot", "color": _GREY},
            annotation_text="people held out",
            annotation_position="top right",
        )
    if policy.keep == "absolute":
        chart.add_vline(x=policy.at, line={"color": _GREY})
    chart.update_layout(barmode="stack", height=220, legend={"orientation": "h", "y": 1.2})
    chart.update_layout(margin={"l": 0, "r": 0, "t": 24, "b": 0})
    chart.update_xaxes(title=policy.score, range=[low, 1])
    chart.update_yaxes(title="images")
    st.plotly_chart(chart, key="filter.histogram", config={"displayModeBar": False})


def _chosen(verdicts: Sequence[Verdict]) -> Verdict:
    """Draw how many images have which verdict; gives the one whose images are shown."""
    counts = counted(verdicts)
    there = [Verdict(name) for name, many in counts.items() if many]
    chosen = st.segmented_control(
        "Shown",
        there,
        format_func=lambda one: f"{_ICON[one]} {one.value} · {counts[one.value]:,}",
        default=there[0],
        required=True,
        key="filter.shown." + ".".join(one.name for one in there),
    )
    return Verdict(chosen)


def _save(curation: Curation, policy: Policy) -> None:
    """Draw the way to keep what is accepted as a cohort."""
    st.subheader("Keep the accepted images")
    taken = [one.name for one in list_cohorts()]
    name = st.text_input(
        "Name of the new cohort",
        value=free_name(f"{curation.record.cohort}-kept"[:56], taken),
        key=f"filter.name.{curation.name}",
    )
    asked = {"curation": curation.name, "name": name, **policy.model_dump()}
    config = get_kind(KEEP).parse(asked)
    start(KEEP, config, lambda config: cohorts_folder() / config.name / CARD, cost="")
