"""How well a model does, by the experiment that judged a classifier of its make."""

from __future__ import annotations

import streamlit as st

from raredx.errors import UserError
from raredx.learning.bundle.card import UNKNOWN, Judging
from raredx.learning.experiment.store import Experiment
from raredx.ui.compare_frame import figure
from raredx.ui.model_dots import Dot, dots, estimate_of, height_of, interval
from raredx.ui.shell import as_text

_SHOWN = ("top-1", "top-5", "top-10", "f1-macro")


def first_answer(judged: Judging | None) -> tuple[str, str]:
    """How often the first answer is right, and what stands beside that."""
    scores = judged.scores if judged else ()
    found = next((one for one in scores if one["metric"] == "top-1"), None)
    if found is None or found["value"] is None:
        return UNKNOWN, "nobody judged it"
    between = interval(estimate_of(found), digits=0)
    return f"{100 * found['value']:.1f} %", f"{between}, by chance {100 * found['chance']:.1f}"


def draw_judged(name: str, judged: Judging) -> None:
    """Draw its shares with intervals and chance, and the way to all else of the experiment."""
    rows = [one for one in judged.scores if one["metric"] in _SHOWN and one["value"] is not None]
    shown = [Dot(label=one["title"], value=estimate_of(one), chance=one["chance"]) for one in rows]
    if shown:
        figure(
            dots(shown, title="% of people it had not seen"),
            key=f"judged-{name}",
            alt=f"How well {name} does in its own validation, beside chance",
            height=height_of(shown),
        )
        st.caption(
            f"{judged.images:,} images of {judged.subjects:,} people; bars are 95 % intervals over"
            " people, upright strokes what guessing gives."
        )
    try:
        Experiment.open(judged.experiment)
    except UserError:
        st.caption(as_text(f"The experiment {judged.experiment} is no longer here."))
        return
    st.page_link(
        "app_pages/compare.py",
        label=f"{as_text(judged.experiment)} on Compare",
        icon=":material/leaderboard:",
        query_params={
            "experiment": judged.experiment,
            "view": "calibration",
            "one": f"{judged.experiment}:{judged.classifier}",
        },
    )
